// @ts-check
/**
 * The loader: defines `<ciente-notice>`, answers "already acknowledged?", and fetches the rest only when a notice must be
 * shown. What shows it, keeps records and sends them is in WebAssembly. `index.d.ts` is the contract with the host.
 *
 * @typedef {import("./index.d.ts").Options} Options
 * @typedef {import("./index.d.ts").Result} Result
 * @typedef {import("./index.d.ts").Manifest} Manifest
 * @typedef {import("./loader/manifest.js").Current} Current
 * @typedef {{promise: Promise<Result>, abort: AbortController, view?: {close(): void}, declined?: boolean}} Call
 */

import { keyOf, lastWord } from "./loader/device.js";
import { Failure, ok, within } from "./loader/failure.js";
import { choose, covers } from "./loader/manifest.js";
import { forget, load } from "./loader/parts.js";
import { fetchJson } from "./loader/texts.js";

/** Attributes, reflected as properties. */
const TEXT = ["notice", "endpoint", "tenant", "subject", "locale"];
/** What a call cannot do without. */
const NEEDED = TEXT.slice(0, 4);
/** How long the endpoint may take to answer, in milliseconds, before the user goes on. */
const WAIT = 8000;

class CienteNotice extends HTMLElement {
  static observedAttributes = TEXT;

  /** @type {(() => Promise<Record<string, string>>) | undefined} */
  authorize;
  /** @type {RequestCredentials} */
  credentials = "omit";
  wait = WAIT;

  /** @type {Call | undefined} */
  #call;
  #queued = false;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).append(document.createElement("slot"));
    // Properties that were set before the element was defined hide the accessors of its class.
    for (const name of ["authorize", "credentials", "wait", ...TEXT]) {
      if (Object.hasOwn(this, name)) {
        const early = /** @type {any} */ (this)[name];
        delete (/** @type {any} */ (this)[name]);
        /** @type {any} */ (this)[name] = early;
      }
    }
  }

  connectedCallback() {
    this.#queue();
  }

  disconnectedCallback() {
    // A move within the page is no removal.
    queueMicrotask(() => this.isConnected || this.reset());
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (before === now || !NEEDED.includes(name)) return;
    this.reset();
    this.#queue();
  }

  /** Several attributes set one after the other make one call. */
  #queue() {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected && NEEDED.every((name) => this.getAttribute(name))) this.require();
    });
  }

  /** @returns {Promise<Result>} */
  require() {
    // Whoever declined and logs in again is asked again.
    if (this.#call?.declined) this.reset();
    if (this.#call) return this.#call.promise;
    const abort = new AbortController();
    /** @type {(result: Result) => void} */
    let settle = () => {};
    const call = (this.#call = { promise: new Promise((done) => (settle = done)), abort });
    abort.signal.onabort = () => settle({ outcome: "unavailable" });
    this.#run(call, settle).catch((error) => {
      if (abort.signal.aborted) return;
      if (this.#call === call) this.#call = undefined;
      this.#emit("error", { code: error.code ?? "widget-failed", message: error.message });
      settle({ outcome: "unavailable" });
    });
    return call.promise;
  }

  /** Ends whatever is going on for this user. Unsent records stay in the outbox, under this user's key. */
  reset() {
    const call = this.#call;
    this.#call = undefined;
    call?.abort.abort();
    call?.view?.close();
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`ciente-${name}`, { detail, bubbles: true, composed: true }));
  }

  /** @param {string} name */
  #url(name) {
    try {
      return new URL(this.getAttribute(name) ?? "", document.baseURI);
    } catch {
      throw new Failure("bad-option", `${name} is not a URL: ${this.getAttribute(name)}`);
    }
  }

  /** @param {Call} call @param {(result: Result) => void} settle */
  async #run(call, settle) {
    const { signal } = call.abort;
    const missing = NEEDED.find((name) => !this.getAttribute(name));
    if (missing) throw new Failure("bad-option", `${missing} is missing`);
    const [tenant, subject, locale] = ["tenant", "subject", "locale"].map((name) => this.getAttribute(name) ?? "");
    const endpoint = this.#url("endpoint");
    const base = this.#url("notice");
    base.pathname = base.pathname.replace(/\/*$/, "/manifest.json");
    const wanted = [locale, ...navigator.languages].filter(Boolean);

    const headers = async () => ({ ...(await this.authorize?.()) });
    const current = async () => {
      const manifest = /** @type {Manifest} */ (await fetchJson(base, signal, this.wait));
      return { manifest, ...choose(manifest, base, wanted) };
    };
    const now = await current();
    const who = await keyOf(tenant, subject, now.id);
    const session = {
      who,
      tenant,
      subject,
      endpoint: endpoint.href,
      credentials: this.credentials,
      wait: this.wait,
      headers,
      emit: this.#emit.bind(this),
      settle: (/** @type {any} */ outcome, /** @type {any} */ delivery, /** @type {any} */ receipt) => {
        call.declined = outcome === "declined";
        settle({ outcome, ...(delivery && { delivery }), ...(receipt && { receipt }) });
      },
      reload: async () => {
        const next = await current();
        return { ...session, ...next, notice: await fetchJson(next.url, signal, this.wait, next.integrity) };
      },
    };

    const word = await lastWord(who);
    if (word && covers(now.manifest, word.version)) {
      settle({ outcome: "already", delivery: word.state });
      if (word.state === "pending") {
        const [glue] = await load(this.wait);
        if (!signal.aborted) call.view = glue.drain({ ...session, ...now });
      }
      return;
    }
    if (await this.#isKnown(session, now, signal)) {
      return settle({ outcome: "already", delivery: "recorded" });
    }
    const [[glue, sheet], notice] = await Promise.all([load(this.wait), fetchJson(now.url, signal, this.wait, now.integrity)]);
    if (signal.aborted) return;
    const shadow = /** @type {ShadowRoot} */ (this.shadowRoot);
    shadow.adoptedStyleSheets = [sheet];
    const root = document.createElement("div");
    shadow.append(root);
    try {
      const view = glue.open(root, { ...session, ...now, notice });
      call.view = { close: () => (view.close(), root.remove()) };
    } catch (error) {
      root.remove();
      if (error === "notice-invalid") throw new Failure(error, `${now.url}`);
      // A WebAssembly instance that trapped is dead; the next call gets a fresh one.
      forget();
      throw error;
    }
  }

  /**
   * Whether the endpoint has this user's acknowledgement, made on another device perhaps. An endpoint that cannot say so
   * is a plain webhook; one that does not answer in time does not keep the user from reading.
   *
   * @param {{endpoint: string, tenant: string, subject: string, headers(): Promise<Record<string, string>>}} session
   * @param {Current & {manifest: Manifest}} now @param {AbortSignal} signal
   */
  async #isKnown({ endpoint, tenant, subject, headers }, now, signal) {
    const ask = async () => {
      const given = await headers();
      const url = new URL(endpoint);
      url.searchParams.set("notice", now.id);
      // Whoever authorizes is known by that; URLs end up in logs.
      if (!Object.keys(given).length) {
        url.searchParams.set("tenant", tenant);
        url.searchParams.set("subject", subject);
      }
      const { credentials } = this;
      const response = ok(await fetch(url, { headers: given, credentials, cache: "no-store", signal }));
      const { acknowledged, version } = await response.json();
      return acknowledged === true && covers(now.manifest, version);
    };
    return within(ask(), this.wait).catch(() => {
      signal.throwIfAborted();
      return false;
    });
  }
}

for (const name of TEXT) {
  Object.defineProperty(CienteNotice.prototype, name, {
    configurable: true,
    enumerable: true,
    /** @this {HTMLElement} */
    get() {
      return this.getAttribute(name) ?? "";
    },
    /** @this {HTMLElement} @param {unknown} value */
    set(value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, `${value}`);
    },
  });
}

if (!customElements.get("ciente-notice")) customElements.define("ciente-notice", CienteNotice);

/** @param {Options} options @returns {Promise<Result>} */
export const requireAcknowledgement = async (options) => {
  const tag = "ciente-notice";
  const element = document.querySelector(tag) ?? document.body.appendChild(document.createElement(tag));
  Object.assign(element, options);
  return /** @type {any} */ (element).require();
};
