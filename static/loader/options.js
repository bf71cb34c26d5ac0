// @ts-check
/**
 * From options as a host gives them to options that hold, with errors that name the option. What only matters once a notice is
 * shown, `checks.js` checks.
 *
 * @typedef {import("../index.d.ts").Options} Options
 */

import { Failure } from "./failure.js";

/** Attributes, reflected as properties. */
export const TEXT = ["notice", "endpoint", "tenant", "subject", "locale", "mode", "theme"];
/** What a call cannot do without. */
export const NEEDED = TEXT.slice(0, 4);
/** What is no text, and what it is while the host sets nothing. */
export const PROPERTIES = {
  /** @type {Options["authorize"]} */
  authorize: undefined,
  /** @type {Options["transport"]} */
  transport: undefined,
  /** @type {RequestCredentials} */
  credentials: "omit",
  /** How long the endpoint may take to answer, in milliseconds, before the user goes on. */
  wait: 8000,
};
/** Where the notice stands: in front of the page, in front of what holds the element, or where the element stands. */
export const MODES = /^(modal|panel|inline)$/;
/** The longest wait, in milliseconds: timers count in 32 bits, and some wait eight times as long. */
const LONGEST = 2 ** 27;

/** @param {string} name @param {string} what @returns {never} */
export const bad = (name, what) => {
  throw new Failure("bad-option", `${name} ${what}`);
};

/** @param {string} name @param {string} text @param {string} base */
const url = (name, text, base) => {
  try {
    const found = new URL(text, base);
    if (/^https?:/.test(found.href)) return found;
  } catch {}
  return bad(name, `is no http(s) URL: ${text}`);
};

/** @param {object} options */
export const named = (options) => {
  Object(options) === options || bad("options", "are no object");
  for (const name of Object.keys(options)) TEXT.includes(name) || Object.hasOwn(PROPERTIES, name) || bad(name, "is no option");
};

/**
 * Where the endpoint is, and the notice's manifest.
 *
 * @param {any} given all options, texts as strings
 * @param {string} base what relative URLs are relative to
 */
export const resolve = (given, base) => {
  for (const name of NEEDED) {
    given[name] || bad(name, "is missing");
    // Two users with the same nonsense for a name would be one.
    /^(\[object |NaN$|undefined$)/.test(given[name]) && bad(name, `cannot be ${given[name]}`);
  }
  const { wait } = given;
  (Math.abs(wait) === wait && wait < LONGEST) || bad("wait", `cannot be ${typeof wait} ${wait}`);
  const notice = url("notice", given.notice, base);
  notice.pathname = notice.pathname.replace(/\/*$/, "/manifest.json");
  return [url("endpoint", given.endpoint, base), notice];
};
