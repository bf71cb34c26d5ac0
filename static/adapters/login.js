// @ts-check
/** What every adapter does at a login: asks, and says whether the user goes on. For any client that has a hook there. */

/** @typedef {import("../index.d.ts").CienteNotice} CienteNotice */

/**
 * Whoever logs in, by the element that asks them; the page's own stands for itself. A login that a logout or another user's login
 * has overtaken goes no further.
 *
 * @type {Map<CienteNotice | undefined, { subject: string | null }>}
 */
const logins = new Map();

/** What the widget waits for where the host names nothing, in milliseconds; and how many times as long for its files. */
const WAIT = 8000;
const FILES = 8;

let tries = 0;
/** Firefox remembers of a module that it could not be had: under another address it asks again. Where a bundler moved it, this finds none. */
const again = () => import(/* webpackIgnore: true *//* @vite-ignore */ `${import.meta.url.replace(/[^/]*\/[^/]*$/, "ciente.js")}?${++tries}`);

/**
 * The loader, fetched with this file, so that a page whose loader cannot be had is a page all the same.
 *
 * @param {number} wait
 */
const load = (wait) =>
  Promise.race([
    import("../ciente.js").catch(again),
    new Promise((_, fail) => setTimeout(fail, wait * FILES, Error("the loader does not come"))),
  ]);
import("../ciente.js").catch(() => {});

/** @type {typeof import("./login.d.ts").askAtLogin} */
export const askAtLogin = async (subject, options) => {
  // A bundle that is a classic script does not know where the widget's parts lie: a mistake of the host's, which lets nobody in.
  if (!import.meta.url) throw new TypeError("this script is no module, and cannot find the widget's parts: bundle it as one (esbuild: --format=esm)");
  const { unavailable = "continue", element, ...more } = Object(options);
  if (!/^(continue|logout)$/.test(unavailable)) throw new TypeError(`unavailable cannot be ${unavailable}`);
  /** What kept the notice away, as far as this login is concerned. @type {{ code: string, message?: string } | undefined} */
  let fault;
  let asking = true;
  // Which options there are is looked at within the call; what comes later may be another element's affair, or another user's.
  const hear = (/** @type {any} */ { target, detail }) => {
    if (!(asking || target === element || target.subject === `${subject ?? ""}`)) return;
    // After a fault that ends no call the notice stands, and may still be taken away; what ends one ends it at once. Where nothing
    // can take the place of a text that was acknowledged and is stale, which names the record, it stands for a moment longer.
    const isStale = detail.id && /^notice-/.test(detail.code);
    if (!asking && !isStale && target.shadowRoot?.querySelector("dialog[open]")) return;
    fault = detail;
    setTimeout(() => fault === detail && (fault = undefined));
  };
  let mine = logins.get(element);
  if (mine?.subject !== subject) logins.set(element, (mine = { subject }));
  const stands = () => mine === logins.get(element);
  const heard = element ?? document;
  const loader = await load(more.wait > 0 ? more.wait : WAIT).catch((error) => {
    fault = { code: "widget-unreachable", message: `${error}` };
    heard.dispatchEvent(new CustomEvent("ciente-error", { detail: fault, bubbles: true, composed: true }));
  });
  if (!stands()) return { outcome: "ended", stands };
  let outcome = "unavailable";
  if (loader) {
    heard.addEventListener("ciente-error", hear);
    try {
      const asked = { ...more, subject };
      const answer = element ? element.require(asked) : loader.requireAcknowledgement(asked);
      asking = false;
      ({ outcome } = await answer);
    } finally {
      heard.removeEventListener("ciente-error", hear);
    }
  }
  // A mistake of the host's lets nobody in unasked.
  if (/^(bad-option|not-connected)$/.test(`${fault?.code}`)) throw new TypeError(fault?.message);
  if (!stands()) return { outcome: "ended", stands };
  if (outcome !== "unavailable") return { outcome: outcome === "declined" ? "refused" : "passes", stands };
  if (fault) return { outcome: unavailable === "continue" ? "passes" : "refused", stands };
  // Without a fault, it was taken away: nobody answered, and nothing failed.
  element?.removeAttribute("subject");
  return { outcome: "ended", stands };
};

/** @type {typeof import("./login.d.ts").onLogin} */
export const onLogin = async (subject, options) => (await askAtLogin(subject, options)).outcome === "passes";

/**
 * Takes the notice from whoever is logged out. Put back, or brought back as a copy by what restores pages, the element would ask
 * them again, and somebody else might answer.
 *
 * @param {CienteNotice} element
 */
const take = (element) => {
  // Where the loader could not be had, nothing is shown.
  element.reset?.();
  element.removeAttribute("subject");
};

/** @type {typeof import("./login.d.ts").endLogin} */
export const endLogin = (subject, element) => {
  if (logins.get(element)?.subject !== subject) return;
  logins.delete(element);
  /** @type {NodeListOf<CienteNotice>} */
  const all = document.querySelectorAll("ciente-notice");
  for (const one of element ? [element] : all) if (one.subject === subject && !one.readonly) take(one);
};

/** @type {typeof import("./login.d.ts").onLogout} */
export const onLogout = (element) => {
  const ended = element ? [element] : [...logins.keys(), ...document.querySelectorAll("ciente-notice")];
  for (const one of ended) {
    logins.delete(one);
    if (one) take(one);
  }
};
