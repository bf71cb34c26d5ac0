// @ts-check
/** What every adapter does at a login: asks, and says whether the user goes on. For any client that has a hook there. */

import { requireAcknowledgement } from "../ciente.js";

/** @typedef {import("../index.d.ts").CienteNotice} CienteNotice */

/**
 * Whoever logs in, by the element that asks them; the page's own stands for itself. A login that a logout or another user's login
 * has overtaken goes no further.
 *
 * @type {Map<CienteNotice | undefined, { subject: string }>}
 */
const logins = new Map();

/** @type {typeof import("./login.d.ts").onLogin} */
export const onLogin = async (subject, options) => {
  const { unavailable = "continue", element, ...more } = Object(options);
  if (!/^(continue|logout)$/.test(unavailable)) throw new TypeError(`unavailable cannot be ${unavailable}`);
  /** What kept the notice away, as far as this login is concerned. @type {{ code: string, message?: string } | undefined} */
  let fault;
  let asking = true;
  // Which options there are is looked at within the call; what comes later may be another element's affair, or another user's.
  const hear = (/** @type {any} */ { target, detail }) => {
    if (asking || target === element || target.subject === `${subject ?? ""}`) fault = detail;
  };
  let mine = logins.get(element);
  if (mine?.subject !== subject) logins.set(element, (mine = { subject }));
  const asked = { ...more, subject };
  const heard = element ?? document;
  heard.addEventListener("ciente-error", hear);
  const answer = element ? element.require(asked) : requireAcknowledgement(asked);
  asking = false;
  const { outcome } = await answer;
  heard.removeEventListener("ciente-error", hear);
  // A mistake of the host's lets nobody in unasked.
  if (/^(bad-option|not-connected)$/.test(`${fault?.code}`)) throw new TypeError(fault?.message);
  if (mine !== logins.get(element) || outcome === "declined") return false;
  // Without a fault, it was taken away: nobody answered, and nothing failed.
  return outcome !== "unavailable" || (!!fault && unavailable === "continue");
};

/** @type {typeof import("./login.d.ts").onLogout} */
export const onLogout = (element) => {
  const ended = element ? [element] : [...logins.keys(), ...document.querySelectorAll("ciente-notice")];
  for (const one of ended) {
    logins.delete(one);
    one?.reset();
  }
};
