// @ts-check
/**
 * Holds a dialog in front: of the whole page, of the part of it that holds the element, or of nothing. Nothing of the host's
 * may lock the user out: where the dialog cannot be seen, it keeps nothing inert either.
 *
 * @typedef {import("../index.d.ts").Mode} Mode
 */

/** Whether a node is one of these or within one, by the flat tree (CSS Scoping, 3.4). @param {Set<any>} elements @param {any} node */
const isWithin = (elements, node) => {
  while (node && !elements.has(node)) node = node.assignedSlot ?? node.parentNode ?? node.host;
  return !!node;
};

/** Those of this page. Two panels beside one another would keep each other from being used: they come one after the other. @type {Set<Front>} */
const FRONTS = new Set();

export class Front {
  /** Called each time it gets in front. */
  told;
  #mode;
  /** As what it is held now. @type {Mode | undefined} */
  #held;
  /** Until it is held for the first time. */
  #isNew = true;
  /** Around a panel: what may not be used meanwhile. @type {Set<HTMLElement>} */
  #inert = new Set();
  /** Who had the focus before what is not modal came. @type {HTMLElement | null} */
  #before = null;
  // The view's outermost element has a box while the host shows ours, and none while the host, or anything above, hides it.
  // What a closed `details` holds keeps its box, and is seen no more.
  #watches = [ResizeObserver, IntersectionObserver].map((Observer) => new Observer(() => this.restore()));
  /** What the host puts beside a panel later is not to be used either, nor what it writes anew without what was put on it. */
  #comes = new MutationObserver(() => this.#held === "panel" && this.#hush());
  #listeners = new AbortController();

  /**
   * @param {HTMLDialogElement} dialog
   * @param {() => Mode} mode
   * @param {() => void} told
   * @param {() => void} [leave] hears that the reader wants it closed; without it nothing closes it
   */
  constructor(dialog, mode, told, leave) {
    FRONTS.add(this);
    this.dialog = dialog;
    this.#mode = mode;
    this.told = told;
    const { signal } = this.#listeners;
    const close = (/** @type {Event} */ event) => {
      event.preventDefault();
      leave?.();
    };
    // Where `closedby` is unknown, `cancel` alone gives way to a repeated Escape: Chromium lets a page refuse it only once
    // between two user activations. So the key is taken before it becomes a close request.
    dialog.addEventListener("cancel", close, { signal });
    // What ends the composition of a word ends nothing else.
    dialog.addEventListener("keydown", (event) => event.isComposing || this.#key(event) || (event.key === "Escape" && close(event)), { signal });
    dialog.addEventListener("close", () => this.restore(), { signal });
    // A dialog of the host's that keeps the page from scrolling, or closes when something else is pressed, means the page.
    // So does one that leads Tab through what it knows.
    for (const name of ["wheel", "touchmove", "pointerdown", "keydown"])
      dialog.addEventListener(
        name,
        (/** @type {any} */ event) => this.#held !== "inline" && (event.key ?? "Tab") === "Tab" && event.stopPropagation(),
        { signal, passive: true },
      );
    for (const watch of this.#watches) if (dialog.parentElement) watch.observe(dialog.parentElement);
    for (const name of ["resize", "scroll"]) visualViewport?.addEventListener(name, () => this.#yield(), { signal });
    this.#yield();
    this.restore();
  }

  /** What a key does before anything else; says whether it did. @param {KeyboardEvent} event */
  #key(event) {
    const { key, target, shiftKey } = event;
    // With those held it is a word to the browser, or to the reader's assistive technology.
    if (event.ctrlKey || event.altKey || event.metaKey || (shiftKey && key !== " ")) return false;
    const { part, value } = /** @type {any} */ (target);
    const text = /** @type {HTMLElement} */ (this.dialog.querySelector(".text"));
    const page = text.clientHeight * 0.9;
    /** @type {Record<string, number>} */
    const ways = { ArrowDown: 40, ArrowUp: -40, PageDown: page, " ": shiftKey ? -page : page, PageUp: -page, End: 1e6, Home: -1e6 };
    // What can be read scrolls from where the focus is at first, too, and from the buttons below it, which a space presses.
    const scrolls = part.contains("title") || (key !== " " && /** @type {Element} */ (target).closest("footer"));
    if (scrolls && key in ways && text.scrollHeight > text.clientHeight) {
      // With the text a title that is longer than its room.
      for (const box of this.dialog.children) box.scrollBy(0, ways[key]);
    } else if (key === "Escape" && part.contains("filter") && value) {
      /** @type {HTMLInputElement} */ (target).value = "";
      /** @type {HTMLInputElement} */ (target).dispatchEvent(new Event("input", { bubbles: true }));
    } else return false;
    event.preventDefault();
    return true;
  }

  /** A keyboard on the screen covers a page without making it smaller: the dialog ends above it, with its buttons. */
  #yield() {
    const { height, offsetTop, scale } = /** @type {VisualViewport} */ (visualViewport);
    const page = document.scrollingElement?.clientHeight ?? innerHeight;
    // What fingers enlarged is seen in part, too, and nothing covers it.
    const covered = scale > 1.01 ? 0 : Math.max(0, page - height - offsetTop);
    this.dialog.style.setProperty("--_covered", `${covered}px`);
    if (covered) this.dialog.querySelector("input:focus")?.scrollIntoView({ block: "nearest" });
  }

  /** A window that closes tells its elements nothing: what stood in it ends as what was taken out of the page. */
  #gone = () => setTimeout(() => this.dialog.ownerDocument.defaultView || this.#end());
  /** Unless the page only rests, and comes back as it was. @param {PageTransitionEvent} [event] */
  #end = (event) => event?.persisted || /** @type {any} */ (this.#host()).reset();

  /** Looks again whether the dialog is where it belongs: the host may have moved, hidden or closed it. */
  restore() {
    const dialog = this.dialog;
    const { defaultView } = dialog.ownerDocument;
    if (defaultView !== window) {
      defaultView?.addEventListener("pagehide", this.#gone, this.#listeners);
      // Nothing runs any more in a window that closes, and what it left in another would lie there dead.
      addEventListener("pagehide", this.#end, this.#listeners);
    }
    const wanted = dialog.parentElement?.checkVisibility() && !this.#isBehind() ? this.#mode() : undefined;
    // A modal dialog that was moved is open, and modal no more; a panel's surroundings are others then.
    const holds =
      this.#held === "modal" ? dialog.matches(":modal") : dialog.open && (this.#held === "inline" || !this.#loose().length);
    if (this.#held === wanted && (!wanted || holds)) return;
    const boxes = [dialog, .../** @type {any} */ (dialog.children)];
    const tops = boxes.map((box) => box.scrollTop);
    // Who reads what the host's server sent stays where they are.
    const reading = dialog.querySelector(":focus");
    this.#letGo();
    this.#held = wanted;
    if (!wanted) return;
    this.#before = this.#focused();
    // Under a dialog of the host's this may be hidden from those who listen; it is what they are asked now.
    for (let node = this.#host(); node; node = node.parentElement ?? /** @type {any} */ (node.getRootNode()).host) node.ariaHidden = null;
    if (wanted === "modal") dialog.showModal();
    else dialog.open = true;
    if (wanted === "panel") this.#hush();
    // Also to what `showModal` gave the focus for a moment, a browser may have scrolled. What comes back had no box to be read from,
    // and the browser has kept its place.
    boxes.forEach((box, n) => (this.#isNew || tops[n]) && (box.scrollTop = tops[n]));
    this.#isNew = false;
    if (reading || this.#mayFocus()) this.focus(reading);
    this.told();
  }

  /** The focus goes to the title, so that a screen reader begins where a reader begins. @param {any} [reading] or to this element */
  focus(reading) {
    (reading ?? this.dialog.querySelector("[part=title]"))?.focus({ preventScroll: true });
  }

  /** To an element, and the focus with it. @param {string} css */
  goTo(css) {
    const { dialog } = this;
    const element = /** @type {HTMLElement | null} */ (dialog.querySelector(css));
    if (!element) return;
    element.focus({ preventScroll: true });
    if (this.#held === "inline") return element.scrollIntoView();
    // The page behind a panel stays where it is. Where there is little height, it is the dialog that scrolls.
    for (const box of [dialog.querySelector(".text"), dialog]) {
      if (box) box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - 12;
    }
  }

  /** Back to the beginning, for another text. */
  rewind() {
    this.dialog.scrollTop = 0;
    /** @type {Element} */ (this.dialog.querySelector(".text")).scrollTop = 0;
    if (this.#mayFocus() && !this.dialog.matches(":focus-within")) this.focus();
  }

  /** Whether another panel keeps this one from being used: it is shown when that one has gone. */
  #isBehind() {
    const host = this.#host();
    return this.#mode() === "panel" && [...FRONTS].some((other) => other !== this && isWithin(other.#inert, host));
  }

  /** Takes the dialog away for good; the focus goes back to where it was. */
  close() {
    FRONTS.delete(this);
    this.#listeners.abort();
    for (const watch of this.#watches) watch.disconnect();
    this.#letGo();
  }

  #letGo() {
    const { dialog } = this;
    this.#comes.disconnect();
    for (const element of this.#inert) element.removeAttribute("inert");
    if (this.#inert.size) queueMicrotask(() => FRONTS.forEach((other) => other === this || other.restore()));
    this.#inert.clear();
    dialog.close();
    // A modal dialog gives the focus back itself, unless it was moved. What was focused in a panel may be gone already.
    const focused = this.#focused();
    if (!focused || focused === document.body || focused.getRootNode() === dialog.getRootNode()) {
      try {
        this.#before?.focus({ preventScroll: true });
      } catch {
        // A component of the host's that is being torn down.
      }
    }
    this.#before = null;
    this.#held = undefined;
  }

  #host() {
    return /** @type {HTMLElement} */ (/** @type {ShadowRoot} */ (this.dialog.getRootNode()).host);
  }

  /** What has the focus, in whichever shadow root: a field of a component, or what is in this dialog. @returns {HTMLElement | null} */
  #focused() {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return /** @type {HTMLElement | null} */ (focused);
  }

  /**
   * What stands beside the element in the part of the page that it covers: what is positioned, or the whole page. By the flat
   * tree (CSS Scoping, 3.4): the element may be slotted into the part that it covers.
   */
  #siblings() {
    const covered = /** @type {HTMLElement} */ (this.dialog.parentElement).offsetParent;
    const host = this.#host();
    // Beside it in the element, a message about another record.
    const all = /** @type {HTMLElement[]} */ ([.../** @type {any} */ (this.dialog.getRootNode()).children].filter((other) => !other.contains(this.dialog)));
    /** @type {any} */
    let node = host;
    while (node && node !== covered && node !== document.body && (node === host || getComputedStyle(node).position === "static")) {
      const { assignedSlot: slot, parentNode } = node;
      if (parentNode) this.#comes.observe(parentNode, { childList: true });
      all.push(...[...(slot?.assignedElements() ?? parentNode?.children ?? [])].filter((other) => other !== node));
      node = slot ?? node.parentElement ?? parentNode?.host;
    }
    return all;
  }

  /** A panel does not take the words out of the mouth of whoever is writing beside it; in a frame, nobody sees whether they are. */
  #mayFocus() {
    const focused = this.#focused();
    const writes = focused?.isContentEditable || focused?.matches("input, textarea, select, iframe");
    const isWriting = writes && !isWithin(this.#inert, focused);
    return this.#held === "modal" || (this.#held === "panel" && !isWriting);
  }

  /** What stands beside a panel and could be used. A dialog of the host's is none: in front of everything, it would be inert there. */
  #loose() {
    const isLeft = (/** @type {HTMLElement} */ element) =>
      element.matches("[inert=ciente]") && ![...FRONTS].some((front) => front.#inert.has(element));
    return this.#siblings().filter(
      // By the attribute: an `<svg>` has no such property.
      (element) => (!element.hasAttribute("inert") || isLeft(element)) && !element.matches("dialog:modal, dialog:not([open])"),
    );
  }

  /** Keeps it from being used. */
  #hush() {
    for (const element of this.#loose()) {
      // By its value it is known again: a page that is put back as it was kept has it, too.
      element.setAttribute("inert", "ciente");
      this.#inert.add(element);
      this.#comes.observe(element, { attributeFilter: ["inert"] });
    }
  }
}
