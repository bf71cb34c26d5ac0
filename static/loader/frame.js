// @ts-check
/**
 * The notice on the screen: built from the view rendered ahead of time, held in front, and what its own controls do. What
 * comes of the buttons is not decided here.
 *
 * @typedef {import("./view.js").Tree} Tree
 * @typedef {{format: string, words: Record<string, string>, root: Tree}} View
 * @typedef {{panel: Tree[], marks: Record<string, string[]>, mark: Tree[]}} Told what a version changes, as its readers see it
 * @typedef {Omit<import("./manifest.js").Current, "view"> & {view: View, data: URL, lists: {view?: Told}[]}} Text
 *   `data` is where the notice lies as data
 * @typedef {{action: string, at: number}} Act which button the user used, and when
 */

import { breathe, painted } from "./breathe.js";
import { style } from "./sheet.js";
import { Front } from "./front.js";
import { languageOf } from "./language.js";
import { build, grow } from "./view.js";

/** Where a change can be marked, by the names that the lists use. */
const PLACES = { kinds: ".kind", uses: "[part=data-uses] [scope=row]", rules: "[part=retention] [scope=row]" };
/** The shape of view that is understood. */
const FORMAT = "ciente/view/3";
/** What a notice has at least. */
const NEEDED = [
  "dialog h2",
  ".about",
  ".now",
  ".root > [role=status]",
  "dialog > .text",
  "dialog > footer > :is([part=decline], [part=print])",
  "dialog > footer > :is([part=acknowledge], [part=close])",
];
/** So many letters are something to read. */
const BEGINNING = 150;
/** How long the page may be kept from answering, in milliseconds. */
const SLICE = 4;
/** So many slices are painted one by one: what lies near what is seen is laid out as soon as it stands. */
const NEAR = 12;
/** Of the slices after those, only every fourth waits for a frame: painting each would take longer, and painting none would leave one frame to lay out all. */
const FAR = 4;

/** A text as it is looked for: without accents, which are not on every keyboard. @param {string | null} text */
const plain = (text) => `${text}`.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * What of a view stands beside its dialog and is not the place for messages: it would lie on the host's page, and stay there.
 *
 * @param {any} root
 */
const strayOf = ([tag, ...parts]) =>
  [tag === "div" ? {} : tag, ...parts].find(
    (part) =>
      typeof part === "string" ||
      (Array.isArray(part) && part[0] !== "dialog" && !(part[0] === "div" && part[1].role === "status" && part.length === 2)),
  );

/** What the notice says there, as it is looked for: what a fold is called is not in it. @param {Element} element */
const said = (element) => {
  let text = `${element.textContent}`;
  for (const { textContent } of element.querySelectorAll("summary")) text = text.replace(`${textContent}`, "");
  return plain(text);
};

/** A moment by the clock of the window that a node is in, in milliseconds since 1970: it may be moved into a younger one. @param {Node} node @param {number} [moment] or now */
const since1970 = (node, moment) => {
  const { performance } = node.ownerDocument?.defaultView ?? globalThis;
  // A page may have put a clock of its own there, which says nothing of that.
  return performance.timeOrigin + (moment ?? performance.now()) || Date.now();
};

export class Frame {
  /** Who hears the user. @type {((act: Act) => void) | undefined} */
  hear;
  /** Who is told which language the reader chose. @type {((locale: string) => void) | undefined} */
  choose;
  /** When the notice could first be read (milliseconds since 1970); nothing before that. @type {number | undefined} */
  shownAt;
  /** Whether something is being sent. */
  isBusy = false;
  /** Whether a button was used, and nobody has answered for it yet: what is on the screen stays. */
  isPressed = false;
  /** Where the focus came from: there it goes when a message that had it is taken away. @type {HTMLElement | null} */
  #from = null;
  /** Since when the text that replaced another is seen. */
  #seen = 0;
  /** Ends when the whole text stands. @type {Promise<unknown>} */
  whole = Promise.resolve();
  /** Ends when there is something to read. @type {Promise<unknown>} */
  #begun = Promise.resolve();
  /** @type {Front | undefined} */
  #front;
  /** What stands in the dialog while it is away: it comes back when its text is stale. */
  #aside = document.createDocumentFragment();
  /** Which text is being built; another one ends that. */
  #turn = 0;

  /** @param {any} session whose notice it is @param {HTMLElement} [root] nodes that are there already */
  constructor(session, root = document.createElement("div")) {
    this.session = session;
    this.root = root;
    delete root.dataset.digest;
    root.addEventListener("click", ({ target, timeStamp }) => {
      const button = /** @type {Element} */ (target).closest("button");
      const action = button?.getAttribute("part");
      if (action === "go") this.goTo(`#section-${button?.value}`);
      // What they saw when they clicked was the text before.
      else if (action && since1970(root, timeStamp) >= this.#seen) {
        if (action === "dismiss") this.#from?.focus();
        this.hear?.({ action, at: Date.now() });
      }
    });
    root.addEventListener("focusin", ({ relatedTarget }) => (this.#from = /** @type {HTMLElement | null} */ (relatedTarget)));
    root.addEventListener("input", ({ target }) => this.#filter(/** @type {HTMLInputElement} */ (target)));
    root.addEventListener("change", ({ target }) => {
      const { localName, value } = /** @type {HTMLSelectElement} */ (target);
      if (localName === "select") this.choose?.(value);
    });
  }

  /** @param {string} css @returns {any} */
  find(css) {
    return this.root.querySelector(css);
  }

  /**
   * Puts a text on the screen: the first one when it is whole, or, where it is long, as soon as what is seen of it stands;
   * another one in its place when it is whole, unless the user has acted on that meanwhile or still another is wanted.
   * Resolves when it is whole.
   *
   * @param {Text} text @param {() => void} stands called when it is there @param {boolean} [patient] whether the user waits for it
   */
  async fill(text, stands, patient) {
    if (text.view.format !== FORMAT) throw Error(`format is ${text.view.format}`);
    const stray = strayOf(text.view.root);
    if (stray !== undefined) throw Error(`${JSON.stringify(stray).slice(0, 80)} stands beside the dialog`);
    const turn = ++this.#turn;
    const { step, top } = grow((this.session.dress?.(text) ?? text).view.root);
    /** Goes on for a while; says whether there is more. */
    const slice = (ms = SLICE) => {
      const end = performance.now() + ms;
      do {
        for (let n = 0; n < 8; n++) if (!step()) return false;
      } while (performance.now() < end);
      return true;
    };
    const fresh = document.createElement("div");
    const missing = () => NEEDED.find((css) => !fresh.querySelector(css));
    // A notice that is not long would grow before the reader's eyes. A long one fills the screen from the beginning: what
    // nobody can do without is enough then, and a beginning to read; no more, because all of it is laid out at once.
    const isShort = () => top() && !fresh.querySelector(".long");
    const hasBegun = () => `${fresh.querySelector(".text")?.textContent}`.length > BEGINNING;
    let more = true;
    do {
      more = slice(isShort() ? SLICE : 0);
      if (!fresh.firstChild) fresh.append(top());
      await breathe();
      if (turn !== this.#turn) return;
    } while (more && (missing() || isShort() || !hasBegun()));
    if (missing()) throw Error(`${missing()} is missing`);
    // A language that has no words of ours is called by its tag.
    for (const option of fresh.querySelectorAll("option")) {
      if (option.text === option.value) option.text = languageOf(option.value, option.value);
    }
    /** @param {boolean} [seen] whether what is built stands on the screen already */
    const finish = async (seen) => {
      for (let n = 0; more; n++) {
        await (seen && (n < NEAR || n % FAR === 0) ? painted() : breathe());
        if (turn !== this.#turn) return false;
        more = slice();
      }
      return patient || !(this.isBusy || this.isPressed);
    };
    const old = this.find(".root");
    if (!old) this.root.append(top());
    else if (await finish()) {
      // Whoever says how things stand goes on doing so.
      for (const css of [".now", ".root > [role=status]"]) {
        const next = fresh.querySelector(css);
        for (const name of ["lang", "dir"]) {
          const value = next?.getAttribute(name);
          if (value) this.find(css).setAttribute(name, value);
          else this.find(css).removeAttribute(name);
        }
      }
      fresh.querySelector(".now")?.replaceWith(this.find(".now"));
      ({ lang: old.lang, dir: old.dir } = top());
      const focused = this.find("dialog :focus");
      this.find("dialog").replaceChildren(.../** @type {Element} */ (fresh.querySelector("dialog")).childNodes);
      this.#seen = Infinity;
      painted().then(() => (this.#seen = since1970(this.root)));
      // Whoever goes through the languages with the keyboard goes on; anybody else begins with the title.
      if (focused) this.find(focused.localName === "select" ? "select" : "h2")?.focus();
    } else return;
    this.tell(text.lists);
    this.shownAt = undefined;
    this.busy(this.isBusy);
    // To open the dialog and to lay out its text are two tasks. Inline it is not in front of anything, and would grow.
    const long = old || this.session.mode() === "inline" ? null : this.find(".long");
    const beginning = [...(long?.childNodes ?? [])];
    if (long) {
      long.replaceChildren();
      // The styles are worked out in a frame of their own.
      await painted();
      if (turn !== this.#turn) return;
    }
    this.#begun = breathe().then(() => long?.append(...beginning));
    this.whole = this.#begun.then(() => finish(true));
    stands();
    if (!(await this.whole)) return;
    this.tell(text.lists);
    for (const field of this.root.querySelectorAll("input")) if (field.value) this.#filter(field);
  }

  /**
   * What changed for this reader: first of all, and beside each row that it is about. A list that makes no sense keeps nobody
   * from the notice.
   *
   * @param {Text["lists"]} lists
   */
  tell(lists) {
    try {
      this.#mark(lists);
    } catch {}
  }

  /** @param {Text["lists"]} lists */
  #mark(lists) {
    const told = lists.flatMap(({ view }) => view ?? []);
    if (!told.length) return;
    if (!this.find(".changes")) {
      const [first, ...more] = told.map(({ panel }) => panel);
      const all = [...first, ...more.flatMap(([, ...rest]) => rest)];
      [...this.root.querySelectorAll("dialog .about, dialog .yours")].at(-1)?.after(build(["div", { class: "changes", part: "changes", tabindex: "-1" }, ...all]));
    }
    for (const { marks, mark } of told) {
      for (const [name, css] of Object.entries(PLACES)) {
        for (const cell of this.root.querySelectorAll(css)) {
          if (!marks[name]?.includes(cell.textContent)) continue;
          cell.append(...mark.map((tree) => build(tree)));
          // What is new may lie in what is folded.
          cell.closest("tr")?.querySelector("details")?.setAttribute("open", "");
        }
      }
    }
  }

  /** Where it belongs, as far as it can be seen there; again, when the host moved the element. */
  front() {
    const { mode, done } = this.session;
    if (this.#aside.firstChild) {
      this.find("dialog").append(this.#aside);
      this.busy(this.isBusy);
    }
    if (this.#front) this.#front.restore();
    else this.#front = new Front(this.find("dialog"), mode, () => this.#tell(), done);
  }

  /** The choice of languages says which one is on the screen. */
  showChoice() {
    const select = this.find("select");
    if (select) select.value = this.session.locale;
  }

  /** Looks again whether it is where it belongs: only while it stands, for what was let go is over. */
  restore() {
    const shadow = this.root.getRootNode();
    if ("adoptedStyleSheets" in shadow) style(/** @type {ShadowRoot} */ (shadow));
    this.#front?.restore();
  }

  /** Another text is there: from the beginning, if it can be seen. */
  renew() {
    this.#front?.rewind();
    if (this.find("dialog").open) this.#tell();
  }

  /** To what is there when the text is whole, and the focus with it. @param {string} css */
  goTo(css) {
    this.whole.then(() => this.#front?.goTo(css));
  }

  /** Takes the notice off the screen; the focus goes back to where it was. */
  leave() {
    this.#front?.close();
    this.#front = undefined;
    this.#aside.append(...(this.find("dialog")?.childNodes ?? []));
  }

  /** For good. */
  end() {
    this.#turn++;
    this.leave();
    this.root.remove();
  }

  /** Whether the buttons can be used. @param {boolean} busy */
  busy(busy) {
    this.isBusy = busy;
    for (const button of this.root.querySelectorAll("footer button")) button.ariaDisabled = busy ? "true" : null;
  }

  /**
   * Says how things stand, where nobody else does.
   *
   * @param {string} tone @param {string} [text] @param {boolean} [later] after the notice, not in it
   */
  say(tone, text, later) {
    const line = ["p", { part: "status", class: `status ${tone}` }, text];
    const nodes = text ? [build(later ? ["div", { class: "toast", part: "message" }, line] : line)] : [];
    this.find(later ? ".root > [role=status]" : ".now")?.replaceChildren(...nodes);
  }

  #tell() {
    if (this.shownAt || this.session.done) return;
    this.session.cover?.();
    // Nobody has read what stands in a tab that is not looked at.
    const page = this.root.ownerDocument;
    if (page.visibilityState === "hidden") {
      page.addEventListener("visibilitychange", () => this.find("dialog")?.open && this.#tell(), { once: true });
      return;
    }
    this.shownAt = Date.now();
    const { id: notice, version, locale, digest, emit } = this.session;
    // What the page does with it is another go.
    this.#begun.then(breathe).then(() => this.root.isConnected && emit("shown", { notice, version, locale, digest }));
  }

  /** Keeps only the rows that say what the reader looks for. @param {HTMLInputElement} field */
  #filter(field) {
    const table = field.closest(".table");
    if (!table) return;
    const wanted = plain(field.value).trim();
    let all = 0;
    let left = 0;
    for (const body of table.querySelectorAll("tbody")) {
      const before = left;
      for (const row of body.children) {
        const isFound = !wanted || [...row.children].some((cell) => said(cell).includes(wanted));
        // On the screen only: what is printed is the whole notice.
        row.classList.toggle("away", !isFound);
        // What is looked for may lie in what is folded; one letter is in every fold.
        for (const fold of row.querySelectorAll("details")) {
          const holds = isFound && wanted[1] && said(fold).includes(wanted);
          if (holds ? !fold.open : fold.dataset.found) {
            fold.open = !!holds;
            fold.dataset.found = holds ? "yes" : "";
          }
        }
        all++;
        left += +isFound;
      }
      body.classList.toggle("away", left === before);
    }
    const status = /** @type {HTMLElement} */ (table.querySelector("[role=status]"));
    const [before, between, after] = `${status.dataset.label}`.split("{}");
    const told = wanted && `${before}${left}${between}${all}${after}`;
    // The same is not read aloud with each key.
    if (status.textContent !== told) status.textContent = told;
  }
}
