// @ts-check
/**
 * The loader: defines `<ciente-notice>`, answers "already acknowledged?", and fetches the rest only when a notice must be
 * shown. What shows it, keeps records and sends them is in WebAssembly. `index.d.ts` is the contract with the host.
 *
 * @typedef {import("./index.d.ts").Options} Options
 * @typedef {import("./index.d.ts").Result} Result
 * @typedef {import("./index.d.ts").Manifest} Manifest
 * @typedef {{promise: Promise<Result>, abort: AbortController, view?: import("./loader/stage.js").Handle, declined?: boolean}} Call
 */

import { breathe } from "./loader/breathe.js";
import { keyOf, recall } from "./loader/device.js";
import { Failure, within } from "./loader/failure.js";
import { fetcher } from "./loader/fetch.js";
import { choose, covers } from "./loader/manifest.js";
import { MODES, NEEDED, PROPERTIES, TEXT, named, resolve } from "./loader/options.js";
import { forget, load } from "./loader/parts.js";
import { headersOf, known } from "./loader/send.js";

const NAMES = Object.keys(PROPERTIES);

class CienteNotice extends HTMLElement {
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
  #mode = () => /** @type {any} */ (this.getAttribute("mode")?.match(MODES)?.[0] ?? "modal");
  /** While the user looks the notice up. @type {AbortController | undefined} */
  #reading;

  static {
    for (const name of [...TEXT, ...NAMES]) {
      const isOwn = name in PROPERTIES;
      /** @type {PropertyDescriptor & ThisType<CienteNotice>} */
      const accessors = {
        configurable: true,
        enumerable: true,
        get() {
          return isOwn ? /** @type {any} */ (this.#own)[name] : (this.getAttribute(name) ?? (name === "mode" ? "modal" : ""));
        },
        set(value) {
          if (isOwn) /** @type {any} */ (this.#own)[name] = value ?? /** @type {any} */ (PROPERTIES)[name];
          else if (value == null) this.removeAttribute(name);
          else this.setAttribute(name, `${value}`);
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
    this.#call?.view?.restore?.();
    this.#queue();
  }

  disconnectedCallback() {
    // A move within the page is no removal.
    queueMicrotask(() => this.isConnected || this.reset());
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now) return;
    if (name === "mode") this.#call?.view?.restore?.();
    if (name === "locale" && now) this.#call?.view?.translate?.(now);
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
      if (this.isConnected && NEEDED.every((name) => this.getAttribute(name))) this.readonly ? this.open() : this.require();
    });
  }

  /** @param {Options} [options] @returns {Promise<Result>} */
  require(options) {
    if (options) {
      try {
        named(options);
        // What an earlier call named, and what belongs to a user, does not carry over. The subject comes before the rest, so
        // that nothing of the next user reaches the last one's call.
        const before = [...this.#named, ...NAMES];
        // Called from outside of the page, as a native app calls it in WebKit, microtasks run after each attribute.
        this.#naming = true;
        for (const name of [...TEXT, ...NAMES]) {
          if (name in options || before.includes(name)) /** @type {any} */ (this)[name] = /** @type {any} */ (options)[name];
        }
        this.#named = Object.keys(options);
      } catch (error) {
        this.#emitError(error);
        return Promise.resolve({ outcome: "unavailable" });
      } finally {
        this.#naming = false;
      }
    }
    // Whoever declined and logs in again is asked again.
    if (this.#call?.declined) this.reset();
    if (this.#call) return this.#call.promise;
    const abort = new AbortController();
    /** @type {(result: Result) => void} */
    let settle = () => {};
    const call = (this.#call = { promise: new Promise((done) => (settle = done)), abort });
    abort.signal.onabort = () => settle({ outcome: "unavailable" });
    call.promise.then(() => this.#sweep());
    this.#run(call, settle).catch((error) => {
      if (abort.signal.aborted) return;
      if (this.#call === call) this.#call = undefined;
      this.#emitError(error);
      settle({ outcome: "unavailable" });
    });
    return call.promise;
  }

  /** Shows the notice to be looked up, unless it is in front already. @returns {Promise<void>} */
  async open() {
    this.#call || this.#sweep();
    if (this.#reading || this.shadowRoot?.querySelector("dialog[open]")) return;
    const abort = (this.#reading = new AbortController());
    const { signal } = abort;
    const done = () => {
      abort.abort();
      if (this.#reading === abort) this.#reading = undefined;
    };
    const emit = (/** @type {string} */ name, /** @type {object} */ detail) => signal.aborted || this.#emit(name, detail);
    try {
      const own = this.#own;
      const look = load("look", own.wait);
      look.catch(() => {});
      const { lookUp } = await load("lookup", own.wait);
      await lookUp(this, own, signal, done, emit, this.#mode, look);
    } catch (error) {
      if (!signal.aborted) this.#emitError(error);
      done();
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
    this.#reading = undefined;
    this.#cover(false);
  }

  /** What a server sent and nobody took over must not lie in front of the page. */
  #sweep() {
    this.shadowRoot?.querySelector("[data-digest]")?.remove();
  }

  /** The element's own content is there until the notice is, and while there is none. @param {boolean} covered */
  #cover(covered) {
    const slot = this.shadowRoot?.querySelector("slot");
    if (slot) slot.hidden = covered;
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`ciente-${name}`, { detail, bubbles: true, composed: true }));
  }

  /** @param {any} error */
  #emitError({ code = "widget-failed", message }) {
    this.#emit("error", { code, message });
  }

  /** @param {Call} call @param {(result: Result) => void} settle */
  async #run(call, settle) {
    const { signal } = call.abort;
    const own = this.#own;
    const { tenant, subject, locale, endpoint, notice: base } = resolve(this, document.baseURI);
    const { wait } = own;
    base.pathname = base.pathname.replace(/\/*$/, "/manifest.json");
    const wanted = [locale, ...navigator.languages].filter(Boolean);

    const get = fetcher(signal, wait);
    // What the host does around the call was work enough for one go.
    await breathe();
    const current = async () => {
      const manifest = /** @type {Manifest} */ (await get(base));
      return { manifest, ...choose(manifest, base, wanted) };
    };
    const now = await current();
    const { manifest } = now;
    const who = await keyOf(tenant, subject, now.id);
    const session = {
      who,
      tenant,
      subject,
      wait,
      mode: this.#mode,
      own,
      endpoint,
      headers: () => headersOf(own, signal),
      emit: (/** @type {string} */ name, /** @type {object} */ detail) => {
        if (signal.aborted) return;
        this.#emit(name, detail);
      },
      cover: () => this.#cover(true),
      settle: (/** @type {any} */ outcome, /** @type {any} */ delivery, /** @type {any} */ receipt) => {
        call.declined = outcome === "declined";
        this.#cover(outcome !== "unavailable");
        settle({ outcome, ...(delivery && { delivery }), ...(receipt && { receipt }) });
      },
      get,
      base,
      /** The version that is current by now. */
      current,
      // Only the language changes: whoever is reading finds the version that they were reading.
      inLocale: (/** @type {string} */ wanted) => ({ manifest, ...choose(manifest, base, [wanted]) }),
    };

    const { word, unsent } = await recall(who);
    /** @type {Result["delivery"] | undefined} */
    let already;
    let before = word?.action === "acknowledged" ? word.version : undefined;
    /** @type {Promise<any> | undefined} */
    let view;
    if (word?.action === "acknowledged" && covers(manifest, word.version)) already = word.state;
    // Whoever declined since then, and it is not sent, is asked, whatever the endpoint remembers of before.
    else if (word?.state !== "pending") {
      // Most of those whom this device does not know are new, and wait for what they are to read.
      if (!word) {
        view = get(now.url, now.integrity, "arrayBuffer");
        for (const part of [view, load("look", wait)]) part.catch(() => {});
        await breathe();
      }
      const question = { notice: now.id, tenant, subject };
      const answer = await within(known(own, endpoint, question, signal), wait).catch(() => undefined);
      if (answer && covers(manifest, answer.version)) already = "recorded";
      before = answer?.version ?? before;
    }
    signal.throwIfAborted();
    if (already) {
      this.#cover(true);
      settle({ outcome: "already", delivery: already });
      if (unsent) {
        const [[glue], [{ equip }]] = await Promise.all([load("code", wait), load("look", wait)]);
        if (!signal.aborted) call.view = glue.drain(equip({ ...session, ...now }));
      }
      return;
    }
    const again = () => load("code", wait);
    view ??= get(now.url, now.integrity, "arrayBuffer");
    const parts = {
      // It is five times what is to be read, which it must not slow down; the first stage shows that meanwhile.
      code: Promise.allSettled([view, load("look", wait)]).then(again),
      now,
      before,
      view,
      again,
      fallback: () => load("fallback", wait),
      forget: () => forget("code"),
      recall: () => recall(who),
      /** How a record stands that covers this version, whoever made it. */
      elsewhere: async () => {
        const { word } = await recall(who);
        return word?.action === "acknowledged" && covers(manifest, word.version) ? word.state : undefined;
      },
    };
    for (const part of [parts.code, parts.view]) part.catch(() => {});
    const [{ show }, sheet] = await load("look", wait);
    signal.throwIfAborted();
    if (!this.isConnected) throw new Failure("not-connected", "the element is in no document");
    const shadow = /** @type {ShadowRoot} */ (this.shadowRoot);
    shadow.adoptedStyleSheets = [sheet];
    await show(shadow, session, signal, parts, (/** @type {Call["view"]} */ handle) => (call.view = handle));
  }
}

if (!customElements.get("ciente-notice")) customElements.define("ciente-notice", CienteNotice);

/** @param {Options} options @returns {Promise<Result>} */
export const requireAcknowledgement = async (options) => {
  const tag = "ciente-notice";
  // An element in a part of the page that is not shown could not show anything either.
  const element =
    [...document.querySelectorAll(tag)].find((e) => e.parentElement?.checkVisibility()) ??
    (document.body ?? document.documentElement).appendChild(document.createElement(tag));
  return element.require(options);
};
