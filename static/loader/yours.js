// @ts-check
/**
 * The user's own acknowledgement: what is known of it, and how whoever looks the notice up is told.
 *
 * @typedef {{record: ReturnType<typeof fromDevice>, isOlder?: boolean, isUnsaid?: boolean, isOpen?: boolean, hasEarlier?: boolean}} Own
 *   what is known of it, whether it is of a version before the text's, whether the endpoint, which would know, has not said,
 *   whether more may be said while it is read, and whether there are earlier versions that it may be of
 */

import { languageOf, momentOf } from "./language.js";

/** When a UUIDv7 was made (RFC 9562, 5.7). @param {string} id */
const timeOf = (id) => new Date(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toISOString();

/**
 * What the device knows of the user's acknowledgement: the last one that was recorded or will be sent, or one that the
 * endpoint refused after that.
 *
 * @param {any} word @param {any[]} [kept] what the outbox keeps, oldest first
 */
export const ownOf = (word, kept = []) => {
  const held = word?.action === "acknowledged" ? word : word?.last;
  const refused = kept.findLast(({ state, action }) => state === "rejected" && action === "acknowledged");
  // UUIDv7 sorts by time.
  return refused?.id >= (held?.id ?? "") ? refused : held;
};

/**
 * A record that the device has, as it is told. @param {any} own
 * @returns {{version: string, state: string, at?: string, locale?: string, receipt?: any} | undefined}
 */
export const fromDevice = (own) => own && { version: own.version, state: own.state, receipt: own.receipt, locale: own.locale, at: timeOf(own.id) };

/** A record that the endpoint has: it says of which version, and when it came. @param {any} answer @returns {ReturnType<typeof fromDevice>} */
export const fromEndpoint = (answer) => {
  const { acknowledged, version, receivedAt } = answer ?? {};
  const at = Date.parse(receivedAt) ? receivedAt : undefined;
  return acknowledged === true && typeof version === "string" ? { version, at, state: "recorded" } : undefined;
};

/** The first tree below this one with this tag. @param {any} tree @param {string} tag @returns {any} */
const below = (tree, tag) => {
  for (const part of tree.filter(Array.isArray)) {
    const found = part[0] === tag ? part : below(part, tag);
    if (found) return found;
  }
};

/** Words in another language than the notice say so. @param {Record<string, string>} words */
const foreign = (words) => words.lang && { lang: words.lang, dir: words.dir };

/**
 * What the user is told of their own acknowledgement.
 *
 * @param {{words: Record<string, string>, locale: string, version: string}} text the one on the screen @param {Own} own
 * @param {(locale: string) => string | undefined} nameOf what the text calls a language
 */
export const yours = ({ words, locale: shown, version: present }, { record, isOlder, isUnsaid, isOpen }, nameOf) => {
  const fact = (/** @type {string} */ name, /** @type {any} */ value) => ["div", ["dt", name], ["dd", value]];
  const facts = (/** @type {any[]} */ ...all) => ["dl", { class: "facts" }, ...all];
  if (!record) {
    const none = isUnsaid ? (words.unsaid ?? "") : words.notYet;
    const unknown = [words.version, words.date, words.language].map((name) => fact(name, "–"));
    return [isOpen ? facts(...unknown, fact(words.state, none)) : ["p", none]];
  }
  const { version, at, locale, state } = record;
  const name = locale && nameOf(locale);
  const [before, after] = words.newer.split("{}");
  return [
    facts(
      fact(words.version, ["bdi", { dir: "ltr" }, version]),
      ...(at ? [fact(words.date, momentOf(at, words.lang ?? shown))] : []),
      ...(locale ? [fact(words.language, name && name !== locale ? ["bdi", { lang: locale }, name] : languageOf(locale, words.lang ?? shown))] : []),
      fact(words.state, words[state]),
    ),
    ...(isOlder ? [["p", before, ["bdi", { dir: "ltr" }, present], after, " "]] : []),
  ];
};

/**
 * The same text for whoever looks it up: their own acknowledgement comes first, and there are other buttons.
 *
 * @param {import("./frame.js").Text} text @param {Own} own
 */
export const dress = (text, own) => {
  const { view, locale, version } = text;
  const { words, root } = view;
  const button = (/** @type {string} */ part, /** @type {string} */ word) => ["button", { type: "button", part, ...foreign(words) }, word];
  const dialog = below(root, "dialog");
  const [, attributes, header, body, [, none, now]] = dialog;
  const [tag, about, first, ...rest] = body;
  const nameOf = (/** @type {string} */ locale) => below(root, "select")?.find((/** @type {any} */ option) => option[1]?.value === locale)?.at(-1);
  const told = yours({ words, locale, version }, own, nameOf);
  // There is room for what may be said later: it moves nothing then, and is read aloud.
  const record = { version, at: new Date().toISOString(), locale, receipt: null, ...own.record, state: "recorded" };
  const most = yours({ words, locale, version }, { record, isOlder: own.record ? own.isOlder : own.hasEarlier }, nameOf);
  // No button with what changed says more than that.
  if (own.hasEarlier && !own.record) most.at(-1)?.push(button("", words.newer.replace("{}", version + version)));
  const box = ["div", { class: "told", ...(own.isOpen && { role: "status" }) }, ...told];
  const room = ["div", { class: "room" }, ["div", { class: "most", "aria-hidden": "true" }, ...most], box];
  const ours = ["div", { class: "yours", ...foreign(words) }, ["h3", words.yours], own.isOpen ? room : box];
  const footer = [
    "footer",
    none,
    now,
    ...(own.record?.receipt || own.record?.state === "pending" ? [button("receipt", words.receipt)] : []),
    button("print", words.print),
    ["button", { type: "button", class: "main", part: "close", ...foreign(words) }, words.dismiss],
  ];
  dialog.splice(0, Infinity, "dialog", { ...attributes, closedby: "closerequest" }, header, [tag, about, first, ours, ...rest], footer);
  return text;
};
