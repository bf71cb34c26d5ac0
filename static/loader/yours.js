// @ts-check
/**
 * The user's own acknowledgement: what is known of it, and how whoever looks the notice up is told.
 *
 * @typedef {{record: ReturnType<typeof fromDevice>, isOlder?: boolean, isUnsaid?: boolean, isOpen?: boolean, versions?: string[]}} Own
 *   what is known of it, whether it is of a version before the text's, whether the endpoint, which would know, has not said,
 *   whether more may be said while it is read, and which versions that may be of, where it may be an earlier one
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
export const yours = ({ words, locale: shown, version: present }, { record, isOlder, isUnsaid }, nameOf) => {
  const fact = (/** @type {string} */ name, /** @type {any} */ value) => ["div", ["dt", name], ["dd", value]];
  const facts = (/** @type {any[]} */ ...all) => ["dl", { class: "facts" }, ...all];
  if (!record) {
    const none = isUnsaid ? (words.unsaid ?? "") : words.notYet;
    const unknown = [words.version, words.date, words.language].map((name) => fact(name, "–"));
    return [facts(...unknown, fact(words.state, none))];
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

/** What keeps room for something else. */
export const UNSEEN = { class: "most", "aria-hidden": "true" };

/** The one with the longest words, which come first in it. @template T @param {[string, T][]} all @returns {T | undefined} */
const longest = (all) => [...all].sort(([one], [other]) => other.length - one.length)[0]?.[1];

/**
 * The most that may be said while it is read: so much room there is, so that nothing moves then.
 *
 * @param {import("./frame.js").Text} text @param {Own} own @param {[string, string][]} languages what the notice calls each
 * @returns {Own[]}
 */
const most = ({ view: { words }, locale, version }, { versions = [] }, languages) => {
  const moments = [...Array(12).keys()].map((month) => new Date(2020, month, 28, 22, 58).toISOString());
  const record = {
    version: longest([version, ...versions].map((label) => [label, label])) ?? version,
    at: longest(moments.map((at) => [momentOf(at, words.lang ?? locale), at])),
    locale: longest(languages) ?? locale,
  };
  return ["recorded", "pending", "rejected"].map((state) => ({ record: { ...record, state }, isOlder: versions.length > 1 }));
};

/** A button of whoever looks it up. @param {Record<string, string>} words @param {string} part @param {string} word */
export const button = (words, part, word) => ["button", { type: "button", part, ...foreign(words) }, word];

/**
 * The same text for whoever looks it up: their own acknowledgement comes first, and there are other buttons.
 *
 * @param {import("./frame.js").Text} text @param {Own} own
 */
export const dress = (text, own) => {
  const { view, locale, version } = text;
  const { words, root } = view;
  const dialog = below(root, "dialog");
  const [, attributes, header, body, [, none, now]] = dialog;
  const [tag, about, first, ...rest] = body;
  /** @type {[string, string][]} */
  const languages = below(root, "select")?.slice(2).map((/** @type {any} */ [, { value }, name]) => [name, value]) ?? [];
  const nameOf = (/** @type {string} */ locale) => languages.find(([, own]) => own === locale)?.[0];
  const tell = (/** @type {Own} */ own) => yours({ words, locale, version }, own, nameOf);
  const box = ["div", { class: "told", ...(own.isOpen && { role: "status" }) }, ...tell(own)];
  const room = () => {
    const all = most(text, own, languages).map(tell);
    // What changed is called for with a button. None says more than this one.
    if (own.versions?.[1]) all[0].at(-1)?.push(button(words, "", words.newer.replace("{}", version + version)));
    return ["div", { class: "room" }, ...all.map((trees) => ["div", UNSEEN, ...trees]), box];
  };
  const ours = ["div", { class: "yours", ...foreign(words) }, ["h3", words.yours], own.isOpen ? room() : box];
  const footer = [
    "footer",
    none,
    now,
    ...(own.record?.receipt || own.record?.state === "pending" ? [button(words, "receipt", words.receipt)] : []),
    button(words, "print", words.print),
    ["button", { type: "button", class: "main", part: "close", ...foreign(words) }, words.dismiss],
  ];
  dialog.splice(0, Infinity, "dialog", { ...attributes, closedby: "closerequest" }, header, [tag, about, first, ours, ...rest], footer);
  return text;
};
