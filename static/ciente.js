// @ts-check
/**
 * The loader: defines `<ciente-notice>`, answers "already acknowledged?", and fetches the rest only when a notice must be
 * shown. What shows it, keeps records and sends them is in WebAssembly. `index.d.ts` is the contract with the host.
 *
 * @typedef {import("./index.d.ts").Options} Options
 * @typedef {import("./index.d.ts").Result} Result
 * @typedef {import("./index.d.ts").Manifest} Manifest
 * @typedef {{promise: Promise<Result>, abort: AbortController, view?: import("./loader/stage.js").Handle, done?: boolean}} Call
 */

import { breathe } from "./loader/breathe.js";
import { holds, isKnown, isUnsent, keyOf, note, recall } from "./loader/device.js";
import { told, within } from "./loader/failure.js";
import { fetcher } from "./loader/fetch.js";
import { choose, covers } from "./loader/manifest.js";
import { MODES, NEEDED, PROPERTIES, TEXT, named, resolve } from "./loader/options.js";
import { PARTS, forget, load, module } from "./loader/parts.js";
import { headersOf, known } from "./loader/send.js";

const NAMES = Object.keys(PROPERTIES);

/** Whether a call of an element's is going on. @type {(element: any) => unknown} */
let isAsking;

// On a server, where no element is, a module that imports this one can still be loaded.
class CienteNotice extends (globalThis.HTMLElement ?? Object) {
  static observedAttributes = [...TEXT, "readonly"];

  /** What is no text. A call keeps the object it began with, and the next user gets a new one. */
  #own = { ...PROPERTIES };
  /** The options that the last call of `require` named. @type {string[]} */
  #named = [];
  /** @type {Call | undefined} */
  #call;
  /** What asks by itself in a moment, unless it is called off. @type {object | undefined} */
  #queued;
  /** While a call names its options, nothing asks by itself. */
  #naming = false;
  /** Asked for each time: it takes effect while the notice is shown. @returns {import("./index.d.ts").Mode} */
  #mode = () => (MODES.test(/** @type {any} */ (this).mode) ? /** @type {any} */ (this).mode : "modal");
  /** @param {string} name @param {object} detail */
  #emit = (name, detail) => {
    this.dispatchEvent(new CustomEvent(`ciente-${name}`, { detail, bubbles: true, composed: true }));
  };
  /** The element's own content is there until the notice is, and while there is none. @param {boolean} covered */
  #cover = (covered) => {
    const slot = this.shadowRoot?.querySelector("slot");
    if (slot) slot.hidden = covered;
  };
  /** While the user looks the notice up. @type {AbortController | undefined} */
  #reading;

  static {
    isAsking = (element) => #call in element && element.#call && !element.#call.done;
    for (const name of [...TEXT, ...NAMES]) {
      const isOwn = name in PROPERTIES;
      /** @type {PropertyDescriptor & ThisType<CienteNotice>} */
      const accessors = {
        enumerable: true,
        configurable: true,
        get() {
          return isOwn ? /** @type {any} */ (this.#own)[name] : (this.getAttribute(name) ?? (name === "mode" ? "modal" : ""));
        },
        set(value) {
          if (isOwn) /** @type {any} */ (this.#own)[name] = value ?? /** @type {any} */ (PROPERTIES)[name];
          else if (value == null) this.removeAttribute(name);
          else this.setAttribute(name, value);
        },
      };
      Object.defineProperty(this.prototype, name, accessors);
    }
  }

  /** Whether the notice is only there to be looked up. */
  get readonly() {
    return this.hasAttribute("readonly");
  }
  set readonly(on) {
    this.toggleAttribute("readonly", !!on);
  }

  constructor() {
    super();
    // A host that renders on the server may have sent one with the notice in it.
    if (!this.shadowRoot) this.attachShadow({ mode: "open" }).append(document.createElement("slot"));
    // Properties that were set before the element was defined hide the accessors of its class.
    for (const name of [...NAMES, ...TEXT, "readonly"]) {
      if (Object.hasOwn(this, name)) {
        const early = /** @type {any} */ (this)[name];
        delete (/** @type {any} */ (this)[name]);
        /** @type {any} */ (this)[name] = early;
      }
    }
  }

  connectedCallback() {
    // A dialog that was moved within the page is no longer in front of it.
    this.#tell("restore");
    this.#queue();
  }

  disconnectedCallback() {
    this.#tell("restore");
    // A move is no removal, also where the host puts the element back a moment later.
    setTimeout(() => this.isConnected || this.reset());
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === "mode") this.#tell("restore");
    if (name === "locale" && now) this.#tell("translate", now);
    if (name !== "readonly" && !NEEDED.includes(name)) return;
    this.reset();
    this.#queue();
  }

  /** Several attributes set one after the other make one call. */
  #queue() {
    if (this.#queued || this.#naming) return;
    const turn = (this.#queued = {});
    queueMicrotask(() => {
      if (this.#queued !== turn) return;
      this.#queued = undefined;
      // To be moved within the page is no new login.
      if (this.isConnected && NEEDED.every((name) => this.getAttribute(name))) this.readonly ? this.open() : (this.#call ?? this.require());
    });
  }

  /** @param {Options} [options] @returns {Promise<Result>} */
  require(options) {
    if (options) {
      try {
        named(options);
        // What an earlier call named, and what belongs to a user, does not carry over; whoever joins a call leaves it its means
        // to authorize and to send. The subject comes before the rest, so that nothing of the next user reaches the last one's call.
        // Called from outside of the page, as a native app calls it in WebKit, microtasks run after each attribute.
        this.#naming = true;
        for (const name of [...TEXT, ...NAMES]) {
          if (name in options || (name in PROPERTIES ? this.#call?.done !== false : this.#named.includes(name))) {
            /** @type {any} */ (this)[name] = /** @type {any} */ (options)[name];
          }
        }
        this.#named = Object.keys(options);
      } catch (error) {
        this.#emitError(error);
        return Promise.resolve({ outcome: "unavailable" });
      } finally {
        this.#naming = false;
      }
    }
    // What was answered is over: whoever asks again hears how it stands now, here and in all other tabs.
    if (this.#call?.done) this.reset();
    if (this.#call) return this.#call.promise;
    const abort = new AbortController();
    const call = (this.#call = /** @type {Call} */ ({ abort, done: false }));
    call.promise = new Promise((settle) => {
      abort.signal.onabort = () => settle({ outcome: "unavailable" });
      this.#run(call, settle).catch((error) => {
        if (abort.signal.aborted) return;
        if (this.#call === call) this.#call = undefined;
        this.#emitError(error);
        abort.abort();
      });
    });
    call.promise.then(() => {
      call.done = true;
      if ((this.#call ?? call) === call) this.#sweep();
    });
    return call.promise;
  }

  /** Tells what is on the screen. @param {string} what @param {string} [value] */
  #tell(what, value) {
    /** @type {any} */ (this.#call?.view)?.[what]?.(value);
    /** @type {any} */ (this.#reading)?.[what]?.(value);
  }

  /** Shows the notice to be looked up, unless it is in front already. @returns {Promise<void>} */
  async open() {
    this.#call || this.#sweep();
    if (this.#reading || this.shadowRoot?.querySelector("dialog[open]")) return;
    const abort = (this.#reading = new AbortController());
    const { signal } = abort;
    signal.onabort = () => {
      if (this.#reading === abort) this.#reading = undefined;
    };
    try {
      const own = this.#own;
      const stage = load("stage", own.wait);
      Promise.allSettled([stage]);
      const { lookUp } = await load("lookup", own.wait);
      await lookUp(this, own, abort, this.#emit, this.#mode, stage);
    } catch (error) {
      if (!signal.aborted) this.#emitError(error);
      abort.abort();
    }
  }

  /** Ends whatever is going on for this user. Unsent records stay in the outbox, under this user's key. */
  reset() {
    const call = this.#call;
    this.#call = this.#queued = undefined;
    this.#own = { ...this.#own };
    // The view knows what the user did; where there is none, the signal settles the call.
    call?.view?.close();
    call?.abort.abort();
    this.#reading?.abort();
    this.#cover(false);
  }

  /** What a server sent and nobody took over must not lie in front of the page. */
  #sweep() {
    this.shadowRoot?.querySelector("[data-digest]")?.remove();
  }

  /** @param {any} error */
  #emitError(error) {
    this.#emit("error", told(error));
  }

  /** @param {Call} call @param {(result: Result) => void} settle */
  async #run(call, settle) {
    const { signal } = call.abort;
    const own = this.#own;
    const [endpoint, base] = resolve(this, document.baseURI);
    const { subject, tenant, locale } = /** @type {any} */ (this);
    const { wait } = own;
    const wanted = [locale, ...navigator.languages];

    const get = fetcher(signal, wait);
    /** @type {Promise<any> | undefined} */
    let view;
    // Where nobody has been asked yet there is no answer to wait for: what is to be read is on its way at once.
    const isNew = !isKnown();
    const found = get(base);
    Promise.allSettled([found, isNew && load("stage", wait)]);
    // What the host does around the call was work enough for one go.
    await breathe();
    const manifest = /** @type {Manifest} */ (await found);
    const now = choose(manifest, base, wanted);
    const read = () => {
      view ??= get(now.url, now.view.integrity, "arrayBuffer");
      Promise.allSettled([view, load("stage", wait)]);
    };
    const question = () => known(own, endpoint, { subject, tenant, notice: now.id }, signal);
    const asking = async () => {
      await breathe();
      // Authorization may have run out: the host is asked for another, once.
      return within(question().catch((error) => /^40[13]/.test(error.message) && question()), wait).catch(() => {});
    };
    if (isNew) read();
    /** What the endpoint says, where the device need not be asked before. */
    const asked = isNew && asking();
    const who = await keyOf(tenant, subject, now.id);
    const { word, kept } = await recall(who);
    const held = word?.action === "acknowledged" ? word : word?.last;
    /** The version that they acknowledged last, as far as anybody knows. */
    let before = held?.version;
    /** @type {Result["delivery"] | false | undefined} */
    let already = held === word && held && covers(manifest, held.version) && holds(held, kept) && held.state;
    // Whoever declined since then, and it is not sent, is asked, whatever the endpoint remembers of before.
    if (!already && (held === word || word?.state !== "pending")) {
      // Most of those whom this device does not know are new, and wait for what they are to read.
      word || read();
      const answer = await (asked || asking());
      if (answer?.acknowledged === true) {
        before = answer.version ?? before;
        already = covers(manifest, answer.version) && "recorded";
      }
    }
    signal.throwIfAborted();
    if (already) {
      note();
      this.#cover(true);
      settle({ outcome: "already", delivery: already });
      if (!isUnsent(kept)) return;
    } else read();
    const { ask, drain } = await load("stage", wait);
    signal.throwIfAborted();
    // Whoever is asked reads it there.
    already || this.#reading?.abort();
    await (already ? drain : ask)({
      // The order is what compresses best.
      ...{ mode: this.#mode, base, own, PARTS, choose, endpoint, manifest, module, call, recall, before, view, element: this, get, covers },
      ...{ forget, now, headersOf, who, wanted, settle, cover: this.#cover, emit: this.#emit, signal, load },
    });
  }
}

globalThis.customElements?.get("ciente-notice") ?? globalThis.customElements?.define("ciente-notice", CienteNotice);

/** Whether an element is shown, or would be. What has no box of its own is if what holds it is. @param {Element | null} element @returns {any} */
const isShown = (element) =>
  element && (getComputedStyle(element).display === "contents" ? isShown(element.parentElement) : element.checkVisibility());

/** @param {Options} options @returns {Promise<Result>} */
export const requireAcknowledgement = async (options) => {
  const tag = "ciente-notice";
  const all = /** @type {any[]} */ ([...document.querySelectorAll(tag)]);
  // An element in a part of the page that is not shown could not show anything either, and one that is there to be looked up asks
  // nobody. Whoever is being asked is not asked a second time.
  const element =
    all.find(isAsking) ??
    all.find((e) => e.require && !e.readonly && isShown(e)) ??
    (document.body ?? document.documentElement).appendChild(document.createElement(tag));
  return element.require(options);
};
