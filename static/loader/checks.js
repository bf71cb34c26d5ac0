// @ts-check
/** The options that only matter once a notice is shown: whoever acknowledged it already need not fetch what checks them. */

import { MODES, bad } from "./options.js";

/** @param {string} name @param {any} value @param {RegExp} choices */
const oneOf = (name, value, choices) =>
  choices.test(value) || bad(name, `cannot be ${value}, only ${choices.source.slice(2, -2).replaceAll("|", ", ")}`);

/** @param {string} name @param {any} value @param {string} type */
const maybe = (name, value, type) => value == null || typeof value === type || bad(name, `is no ${type}`);

/** What the protocol takes for a name. @param {string} name @param {string} value @param {number} longest */
const fits = (name, value, longest) =>
  (/\S/.test(value) && !/[\p{Cc}\p{Cs}]/u.test(value) && [...value].length <= longest) || bad(name, `cannot be ${value}`);

/**
 * Throws with the name of the first that is not what it must be.
 *
 * @param {any} given all options, texts as strings
 */
export const check = ({ tenant, subject, locale, mode, theme, authorize, transport, credentials }) => {
  // What the endpoint refuses is told before anybody reads a notice for nothing.
  fits("tenant", tenant, 128);
  fits("subject", subject, 256);
  // Well-formed as a language range is (RFC 4647, 2.1); `Intl` knows fewer than there are.
  /^([a-z]{1,8}(-[a-z\d]{1,8})*)?$/i.test(locale) || bad("locale", `is no BCP 47 tag: ${locale}`);
  theme && oneOf("theme", theme, /^(auto|light|dark)$/);
  oneOf("mode", mode || "modal", MODES);
  maybe("authorize", authorize, "function");
  maybe("transport", transport, "object");
  maybe("transport.submit", transport ? (transport.submit ?? 0) : null, "function");
  maybe("transport.status", transport?.status, "function");
  oneOf("credentials", credentials, /^(omit|same-origin|include)$/);
};
