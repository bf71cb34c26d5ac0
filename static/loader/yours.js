// @ts-check
/**
 * The user's own acknowledgement: what is known of it, and how whoever looks the notice up is told.
 *
 * @typedef {{record: ReturnType<typeof fromDevice>, isOlder?: boolean, isUnsaid?: boolean, isOpen?: boolean, versions?: string[]}} Own
 *   what is known of it, whether it is of a version before the text's, whether the endpoint, which would know, has not said,
 *   whether more may be said while it is read, and which versions that may be of, where it may be an earlier one
 * @typedef {Record<string, string>} Words the interface's, by name
 */

import { madeAt } from "./device.js";
import { languageOf, momentOf } from "./language.js";

/**
 * What the device knows of the user's acknowledgement: the last one that was recorded or will be sent, or one that the
 * endpoint refused after that.
 *
 * @param {any} word @param {any[]} [kept] what the outbox keeps, oldest first
 */
export const ownOf = (word, kept = []) => {
  const held = word?.action === "acknowledged" ? word : word?.last;
  const refused = kept.findLast(({ state, action }) => state === "rejected" && action === "acknowledged");
  // What is recorded since by a clock that was set right is no older.
  if (held?.state === "recorded" && held.version === refused?.version) return held;
  // UUIDv7 sorts by time.
  return refused?.id >= (held?.id ?? "") ? refused : held;
};

/**
 * A record that the device has, as it is told. @param {any} own
 * @returns {{version: string, state: string, at?: string, locale?: string, receipt?: any} | undefined}
 */
export const fromDevice = (own) => own && { version: own.version, state: own.state, receipt: own.receipt, locale: own.locale, at: new Date(madeAt(own.id)).toISOString() };

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

/** Words in another language than the notice say so. @param {Words} words */
const foreign = (words) => words.lang && { lang: words.lang, dir: words.dir };

/**
 * The facts of an acknowledgement, and what is to be said besides.
 *
 * @param {Words} words @param {any[]} values version, date, language and state; a value that is missing is not told
 * @param {any[]} more
 */
const facts = ({ version, date, language, state }, values, ...more) => {
  const names = [version, date, language, state];
  const told = values.flatMap((value, n) => (value ? [["div", ["dt", names[n]], ["dd", value]]] : []));
  return [["dl", { class: "facts" }, ...told], ...more];
};

/** @param {string} label */
const labelled = (label) => ["bdi", { dir: "ltr" }, label];

/** That the text is newer than what was acknowledged. @param {Words} words @param {string} present @param {any[]} more */
const newer = ({ newer }, present, ...more) => {
  const [before, after] = newer.split("{}");
  return ["p", before, labelled(present), after, " ", ...more];
};

/** A language, in itself where the notice has a name for it. @param {string} locale @param {string | undefined} name @param {string} shown */
const named = (locale, name, shown) => (name && name !== locale ? ["bdi", { lang: locale }, name] : languageOf(locale, shown));

/**
 * What the user is told of their own acknowledgement.
 *
 * @param {{words: Words, locale: string, version: string}} text the one on the screen @param {Own} own
 * @param {(locale: string) => string | undefined} nameOf what the text calls a language
 */
export const yours = ({ words, locale, version: present }, { record, isOlder, isUnsaid }, nameOf) => {
  const shown = words.lang ?? locale;
  if (!record) return facts(words, ["", "", "", isUnsaid ? (words.unsaid ?? "") : words.notYet]);
  const date = record.at && momentOf(record.at, shown);
  const language = record.locale && named(record.locale, nameOf(record.locale), shown);
  // That of an earlier version says nothing of the text below it.
  const state = isOlder && record.state === "recorded" ? words.recordedEarlier : words[record.state];
  return facts(words, [labelled(record.version), date, language, state], ...(isOlder ? [newer(words, present)] : []));
};

/** What keeps room for something else. */
export const UNSEEN = { class: "most", "aria-hidden": "true" };

/**
 * All that may be said while it is read, each in the room of the others, so that nothing moves then.
 *
 * @param {import("./frame.js").Text} text @param {Own} own @param {[string, string][]} languages what the notice calls each
 */
const most = ({ view: { words }, locale, version }, { versions = [] }, languages) => {
  const shown = words.lang ?? locale;
  const room = (/** @type {any[]} */ all) => ["span", { class: "room" }, ...all.map((one) => ["span", one])];
  // Every month has a length of its own, and so has either half of the day.
  const moments = [...Array(24).keys()].map((n) => momentOf(new Date(2020, n >> 1, 28, n & 1 ? 10 : 22, 58).toISOString(), shown));
  const names = languages[0] ? languages.map(([name, own]) => named(own, name, shown)) : [named(locale, undefined, shown)];
  const labels = [version, ...versions].map(labelled);
  const states = [words.recorded, words.recordedEarlier, words.pending, words.rejected];
  const earlier = versions.filter((label) => label !== version);
  // What changed is called for with a button, which says less than this one.
  const calls = earlier.map((label) => newer(words, version, button(words, "", words.newer.replace("{}", `${label} ${version}`))));
  return facts(words, [labels, moments, names, states].map(room), ...(calls[0] ? [["div", { class: "room" }, ...calls]] : []));
};

/** What it looks like, as CSS classes have it. @param {Own} own */
export const lookOf = ({ record }) => (record ? `yours ${record.state}` : "yours");

/** A button of whoever looks it up. @param {Words} words @param {string} part @param {string} word */
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
  const box = ["div", { class: "told", ...(own.isOpen && { role: "status" }) }, ...yours({ words, locale, version }, own, nameOf)];
  const room = () => ["div", { class: "room" }, ["div", UNSEEN, ...most(text, own, languages)], box];
  const ours = ["div", { class: lookOf(own), ...foreign(words) }, ["h3", words.yours], own.isOpen ? room() : box];
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
