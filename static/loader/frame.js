// @ts-check
/**
 * The view rendered ahead of time, on the screen: what holds it in front of the page, and who hears the user. What comes of
 * it is not decided here.
 *
 * @typedef {import("./view.js").Tree} Tree
 * @typedef {{format: string, build: string, words: Record<string, string>, root: Tree[]}} View
 * @typedef {{action: "acknowledge" | "decline", at: number}} Act what the user did, and when
 */

import { build } from "./view.js";

export class Frame {
  /** Who hears the user; nobody here once the widget does. @type {((act: Act) => void) | undefined} */
  hear;
  /** When the notice could first be read (milliseconds since 1970); nothing before that. @type {number | undefined} */
  shownAt;
  #over = false;
  // The view's outermost element has a box while the host shows ours, and none while the host, or anything above, hides it.
  #watch = new ResizeObserver(() => this.front());

  /** @param {any} session whose notice it is @param {HTMLElement} [root] nodes that are there already */
  constructor(session, root = document.createElement("div")) {
    this.session = session;
    this.root = root;
    delete root.dataset.digest;
    root.addEventListener("click", ({ target }) => {
      const action = /** @type {Element} */ (target).closest("footer button")?.getAttribute("part");
      if (action) this.hear?.({ action: /** @type {any} */ (action), at: Date.now() });
    });
    // No close request and no Escape closes the dialog; where it can, the browser does not even ask.
    root.addEventListener("cancel", (event) => event.preventDefault(), true);
    root.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault(), true);
    root.addEventListener("close", () => this.front(), true);
    this.#look();
  }

  get dialog() {
    return this.root.querySelector("dialog");
  }

  /** @param {View} view */
  fill({ format, root }) {
    if (format !== "ciente/view/1") throw Error(`format is ${format}`);
    const nodes = root.map(build);
    // A dialog that is taken away while it is open would keep the focus from going back.
    this.dialog?.close();
    this.root.replaceChildren(...nodes);
    this.shownAt = undefined;
    this.#look();
  }

  #look() {
    this.#watch.disconnect();
    const outermost = this.dialog?.parentElement;
    if (outermost) this.#watch.observe(outermost);
  }

  /** In front of everything else, with the focus on the title, while it can be seen; else the page is let go of. */
  front() {
    const { dialog } = this;
    const seen = !!dialog?.parentElement?.offsetWidth;
    if (!dialog || this.#over || seen === dialog.matches(":modal")) return;
    const text = this.root.querySelector("[part=sections]");
    const top = text?.scrollTop ?? 0;
    dialog.close();
    if (!seen) return;
    dialog.showModal();
    text?.scrollTo(0, top);
    /** @type {HTMLElement | null} */ (this.root.querySelector("[part=title]"))?.focus({ preventScroll: true });
    if (this.shownAt) return;
    this.shownAt = Date.now();
    const { id: notice, version, locale, digest, emit } = this.session;
    emit("shown", { notice, version, locale, digest });
  }

  /** Somebody else holds the notice in front from now on. */
  release() {
    this.#over = true;
    this.#watch.disconnect();
    this.hear = undefined;
  }

  /** Takes the notice away; the focus goes back to where it was. */
  leave() {
    this.release();
    this.dialog?.close();
  }

  /** Whether the buttons can be used. @param {boolean} busy */
  busy(busy) {
    for (const button of this.root.querySelectorAll("footer button")) {
      if (busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
}
