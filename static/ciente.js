// @ts-check
/**
 * The loader: defines `<ciente-notice>`, answers "already acknowledged?", and fetches the rest only when a notice must be
 * shown. What shows it, keeps records and sends them is in WebAssembly. `index.d.ts` is the contract with the host.
 *
 * @typedef {import("./index.d.ts").Options} Options
 * @typedef {import("./index.d.ts").Result} Result
 * @typedef {import("./index.d.ts").ErrorCode} ErrorCode
 * @typedef {import("./index.d.ts").Manifest} Manifest
 * @typedef {{id: string, version: string, locale: string, digest: string, url: URL, integrity: string}} Current
 * @typedef {{promise: Promise<Result>, abort: AbortController, view?: {close(): void}, declined?: boolean}} Call
 */

/** Attributes, reflected as properties. */
const TEXT = ["notice", "endpoint", "tenant", "subject", "locale"];
/** What a call cannot do without. */
const NEEDED = TEXT.slice(0, 4);
/** How long the endpoint may take to answer, in milliseconds, before the user goes on. */
const WAIT = 8000;
/** How many times as long a text may take to arrive, and the widget's code: nothing hangs for ever. */
const TEXT_WAITS = 4;
const CODE_WAITS = 8;

/** An error with a code of the table in `index.d.ts`. */
class Failure extends Error {
  /** @param {ErrorCode} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** @type {Promise<[any, CSSStyleSheet]> | undefined} */
let parts;
let failures = 0;

/**
 * @template T
 * @param {Promise<T>} work @param {number} milliseconds
 * @returns {Promise<T>}
 */
const within = (work, milliseconds) => {
  /** @type {number | undefined} */
  let timer;
  const limit = new Promise((_, fail) => {
    timer = setTimeout(() => fail(Error("no answer in time")), milliseconds);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
};

const fetchParts = async () => {
  const retry = failures ? `?${failures}` : "";
  const [glue, css, wasm] = await Promise.all([
    import(new URL("@glue@", import.meta.url).href + retry),
    fetch(new URL("@css@", import.meta.url)).then(ok),
    fetch(new URL("@wasm@", import.meta.url)).then(ok),
  ]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await css.text());
  await glue.default({ module_or_path: wasm });
  return /** @type {[any, CSSStyleSheet]} */ ([glue, sheet]);
};

/** Forgets the widget's parts, so that the next call begins anew. */
const forget = () => {
  parts = undefined;
  failures++;
};

/**
 * The widget's code and stylesheet, fetched once a page. A failure is forgotten, so that the next call tries again; it
 * does so under another URL, because browsers remember that a module could not be had.
 *
 * @param {number} wait
 */
const load = (wait) =>
  (parts ??= within(fetchParts(), CODE_WAITS * wait).catch((error) => {
    forget();
    throw new Failure("widget-unreachable", `${error}`);
  }));

/** @param {Response} response */
const ok = (response) => {
  if (!response.ok) throw Error(`${response.status} ${response.url}`);
  return response;
};

/**
 * A JSON document of the notice. Where there is no network, a copy that the browser still has will do: the record names
 * the digest, so the endpoint finds out when it was too old.
 *
 * @param {URL} url @param {AbortSignal} signal @param {number} wait @param {string} [integrity]
 */
const fetchJson = async (url, signal, wait, integrity) => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TEXT_WAITS * wait)]);
  /** @param {RequestInit} init */
  const get = (init) => fetch(url, { signal: limit, credentials: "omit", ...init });
  const cache = integrity ? "default" : "no-cache";
  const response = await get({ cache, integrity })
    .catch(() => get({ cache: "force-cache", integrity }))
    .catch(async (error) => {
      signal.throwIfAborted();
      // The browser does not say why; the same request without the check tells what is there.
      const unchecked = integrity && (await get({}).catch(() => null));
      if (unchecked && !unchecked.ok) return unchecked;
      if (unchecked) throw new Failure("notice-digest-mismatch", `${url}`);
      throw new Failure("notice-unreachable", `${url}: ${error.message}`);
    });
  if (!response.ok)
    throw new Failure(response.status < 500 ? "notice-not-found" : "notice-unreachable", `${url}: ${response.status}`);
  return response.json().catch((error) => {
    throw new Failure("notice-not-json", `${url}: ${error.message}`);
  });
};

/**
 * The first of the wanted locales that there is (RFC 4647, 3.4), then any of the same language, then English, then the
 * source locale, which stands first in the manifest.
 *
 * @param {string[]} available @param {readonly string[]} wanted
 */
export const lookup = (available, wanted) => {
  for (const range of wanted) {
    const subtags = range.toLowerCase().split("-");
    for (let n = subtags.length; n; n--) {
      const tag = subtags.slice(0, n).join("-");
      const found = available.find((a) => a.toLowerCase() === tag);
      if (found) return found;
    }
    const found = available.find((a) => a.toLowerCase().split("-")[0] === subtags[0]);
    if (found) return found;
  }
  return available.find((a) => /^en\b/i.test(a)) ?? available[0];
};

/**
 * Whether someone who acknowledged `version` need not be asked again: nothing material came after it.
 *
 * @param {Manifest} manifest @param {string} version
 */
export const covers = ({ versions, current }, version) => {
  const at = (/** @type {string} */ label) => versions.findIndex((v) => v.version === label);
  const from = at(version);
  return from >= 0 && versions.slice(from + 1, at(current) + 1).every((v) => v.change === "editorial");
};

/** @param {Manifest} manifest @param {URL} base @param {readonly string[]} wanted @returns {Current} */
const choose = (manifest, base, wanted) => {
  try {
    if (manifest.format !== "ciente/manifest/1") throw Error(`format is ${manifest.format}`);
    const { id, current: version, versions } = manifest;
    const locales = /** @type {any} */ (versions.find((v) => v.version === version)).locales;
    const locale = /** @type {string} */ (lookup(Object.keys(locales), wanted));
    const { digest, json } = locales[locale];
    return { id, version, locale, digest, url: new URL(json.path, base), integrity: json.integrity };
  } catch (error) {
    throw new Failure("notice-invalid", `${base}: ${error}`);
  }
};

/**
 * Where this user's last word about this notice lies on the device; nothing where the subject cannot be hashed (a page
 * that is no secure context).
 *
 * @param {string} tenant @param {string} subject @param {string} notice
 */
const keyOf = async (tenant, subject, notice) => {
  const bytes = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(`${tenant}\0${subject}`));
  return bytes && `${btoa(String.fromCharCode(...new Uint8Array(bytes)))} ${notice}`;
};

/**
 * The last word, read only: the database is made by whoever first writes to it.
 *
 * @param {string | undefined} who
 * @returns {Promise<{version: string, digest: string, state: "pending" | "recorded"} | undefined>}
 */
const lastWord = (who) =>
  new Promise((done) => {
    const none = () => done(undefined);
    if (!who) return none();
    try {
      const open = indexedDB.open("ciente");
      open.onupgradeneeded = () => open.transaction?.abort();
      open.onerror = none;
      open.onsuccess = () => {
        const db = open.result;
        try {
          const get = db.transaction("records").objectStore("records").get(who);
          get.onsuccess = () => done(get.result);
          get.onerror = none;
        } catch {
          none();
        }
        db.close();
      };
      setTimeout(none, 1000);
    } catch {
      none();
    }
  });

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
