// @ts-check
/** What every adapter does at a login: asks, and says whether the user goes on. For any client that has a hook there. */

import { requireAcknowledgement } from "../ciente.js";

/** Whoever logs in. A login that a logout or another user's login has overtaken goes no further. @type {{ subject: string } | undefined} */
let current;

/** @type {typeof import("./login.d.ts").onLogin} */
export const onLogin = async (subject, { unavailable = "continue", element, ...options }) => {
  if (!/^(continue|logout)$/.test(unavailable)) throw new TypeError(`unavailable cannot be ${unavailable}`);
  // A mistake of the host's lets nobody in unasked.
  /** @type {string | undefined} */
  let mistake;
  const hear = (/** @type {any} */ { detail: { code, message } }) => {
    if (code === "bad-option") mistake = message;
  };
  if (current?.subject !== subject) current = { subject };
  const mine = current;
  const asked = { ...options, subject };
  const heard = element ?? document;
  heard.addEventListener("ciente-error", hear);
  const { outcome } = await (element ? element.require(asked) : requireAcknowledgement(asked));
  heard.removeEventListener("ciente-error", hear);
  if (mistake) throw new TypeError(mistake);
  if (mine !== current || outcome === "declined") return false;
  return outcome !== "unavailable" || unavailable === "continue";
};

/** @type {typeof import("./login.d.ts").onLogout} */
export const onLogout = () => {
  current = undefined;
  for (const element of document.querySelectorAll("ciente-notice")) element.reset();
};
