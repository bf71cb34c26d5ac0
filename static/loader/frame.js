// @ts-check
/**
 * The view rendered ahead of time, on the screen: where it stands, and who hears the user. What comes of it is not decided
 * here.
 *
 * @typedef {import("./view.js").Tree} Tree
 * @typedef {{format: string, build: string, words: Record<string, string>, root: Tree[]}} View
 * @typedef {{action: "acknowledge" | "decline", at: number}} Act what the user did, and when
 */

import { Front } from "./front.js";
import { build } from "./view.js";

export class Frame {
  /** Who hears the user; nobody here once the widget does. @type {((act: Act) => void) | undefined} */
  hear;
  /** When the notice could first be read (milliseconds since 1970); nothing before that. @type {number | undefined} */
  shownAt;
  /** Whether something is being sent. */
  isBusy = false;
  /** @type {Front | undefined} */
  #front;

  /** @param {any} session whose notice it is @param {HTMLElement} [root] nodes that are there already */
  constructor(session, root = document.createElement("div")) {
    this.session = session;
    this.root = root;
    delete root.dataset.digest;
    root.addEventListener("click", ({ target }) => {
      const action = /** @type {Element} */ (target).closest("footer button")?.getAttribute("part");
      if (action) this.hear?.({ action: /** @type {any} */ (action), at: Date.now() });
    });
  }

  /** @param {View} view */
  fill({ format, root }) {
    if (format !== "ciente/view/1") throw Error(`format is ${format}`);
    const nodes = root.map(build);
    this.clear();
    this.root.append(...nodes);
  }

  /** Takes the view away, for another one. */
  clear() {
    // A dialog that is taken away while it is open would keep the focus from going back.
    this.#close();
    this.root.replaceChildren();
    this.shownAt = undefined;
  }

  /** Where it belongs, as far as it can be seen there; again, when the host moved the element. */
  front() {
    const dialog = this.root.querySelector("dialog");
    if (!dialog) return;
    if (this.#front) this.#front.restore();
    else this.hold(dialog, () => this.#tell());
  }

  /** Holds this dialog. Who asks is told each time it gets in front. @param {HTMLDialogElement} dialog @param {() => void} told */
  hold(dialog, told) {
    if (this.#front?.dialog === dialog) this.#front.told = told;
    else {
      this.#close();
      this.#front = new Front(dialog, this.session.mode, told);
    }
    return this.#front;
  }

  /** Takes the notice off the screen, for good; the focus goes back to where it was. */
  leave() {
    this.hear = undefined;
    this.#close();
  }

  /** Whether the buttons can be used. @param {boolean} busy */
  busy(busy) {
    this.isBusy = busy;
    for (const button of this.root.querySelectorAll("footer button")) {
      if (busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }

  #close() {
    this.#front?.close();
    this.#front = undefined;
  }

  #tell() {
    if (this.shownAt) return;
    this.shownAt = Date.now();
    const { id: notice, version, locale, digest, emit } = this.session;
    emit("shown", { notice, version, locale, digest });
  }
}
