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

  /** @param {HTMLElement} [root] nodes that are there already */
  constructor(root = document.createElement("div")) {
    this.root = root;
    delete root.dataset.digest;
    root.addEventListener("click", ({ target }) => {
      const action = /** @type {Element} */ (target).closest("footer button")?.getAttribute("part");
      if (action) this.hear?.({ action: /** @type {any} */ (action), at: Date.now() });
    });
    // No close request and no Escape closes the dialog; where it can, the browser does not even ask.
    root.addEventListener("cancel", (event) => event.preventDefault(), true);
    root.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault(), true);
  }

  get dialog() {
    return this.root.querySelector("dialog");
  }

  /** @param {View} view */
  fill({ format, root }) {
    if (format !== "ciente/view/1") throw Error(`format is ${format}`);
    this.root.replaceChildren(...root.map(build));
  }

  /** In front of everything else, with the focus on the title; again, when it was moved within the page. */
  front() {
    const { dialog } = this;
    if (!dialog?.isConnected || dialog.matches(":modal")) return;
    const text = this.root.querySelector("[part=sections]");
    const top = text?.scrollTop ?? 0;
    dialog.close();
    dialog.showModal();
    text?.scrollTo(0, top);
    /** @type {HTMLElement | null} */ (this.root.querySelector("[part=title]"))?.focus({ preventScroll: true });
  }

  /** Whether the buttons can be used. @param {boolean} busy */
  busy(busy) {
    for (const button of this.root.querySelectorAll("footer button")) {
      if (busy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
}
