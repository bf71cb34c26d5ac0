// @ts-check
/**
 * Looking the notice up afterwards: which version, when, in which language, whether it is recorded; the receipt as a file;
 * printing. Nothing is asked here and nothing recorded, so it needs no WebAssembly.
 *
 * @typedef {{record: ReturnType<typeof recordOf>, isOlder?: boolean, isUnsaid?: boolean, isAsked?: boolean, hasEarlier?: boolean}} Own what is known
 *   of the user's own acknowledgement, whether it is of a version before the text's, whether the endpoint, which would know, has
 *   not said, and whether it may still do so, of an earlier version perhaps
 */

import { check } from "./checks.js";
import { keyOf, recall } from "./device.js";
import { Failure, within } from "./failure.js";
import { fetcher } from "./fetch.js";
import { languageOf, momentOf } from "./language.js";
import { choose, covers } from "./manifest.js";
import { resolve } from "./options.js";
import { known } from "./send.js";
import { changesSince, read } from "./texts.js";
import { build } from "./view.js";

/** How long the text waits for what the endpoint says, in milliseconds: most answer at once, and then nothing changes before the reader's eyes. */
const SOON = 700;

/** On paper there is the notice and nothing of the page around it, however deep in the page it stands. */
const PAPER = `@media print {
  body :not(:has(ciente-notice), ciente-notice) { display: none !important; }
  :root, body, :has(ciente-notice) {
    display: block !important; float: none !important; border: 0 !important; background: none !important; block-size: auto !important; max-block-size: none !important;
    min-block-size: 0 !important; overflow: visible !important; position: static !important; margin: 0 !important;
    padding: 0 !important; transform: none !important; inline-size: auto !important; max-inline-size: none !important;
  }
}`;

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
 * What is known of it: from the device, else from the endpoint.
 *
 * @param {any} own @param {any} answer
 */
export const recordOf = (own, answer) => {
  if (own) {
    const { version, state, receipt, locale } = own;
    return { version, state, receipt, locale, at: timeOf(own.id) };
  }
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

/**
 * What the user is told of their own acknowledgement.
 *
 * @param {{words: Record<string, string>, locale: string, version: string}} text the one on the screen @param {Own} own
 * @param {(locale: string) => string | undefined} nameOf what the text calls a language
 */
const yours = ({ words, locale: shown, version: present }, { record, isOlder, isUnsaid, isAsked }, nameOf) => {
  const fact = (/** @type {string} */ name, /** @type {any} */ value) => ["div", ["dt", name], ["dd", value]];
  const facts = (/** @type {any[]} */ ...all) => ["dl", { class: "facts" }, ...all];
  if (!record) {
    const none = isUnsaid ? (words.unsaid ?? "") : words.notYet;
    const unknown = [words.version, words.date, words.language].map((name) => fact(name, "–"));
    return [isAsked ? facts(...unknown, fact(words.state, none)) : ["p", none]];
  }
  const { version, at, locale, state } = record;
  const name = nameOf(locale);
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

/** Words in another language than the notice say so. @param {Record<string, string>} words */
const foreign = (words) => words.lang && { lang: words.lang, dir: words.dir };

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
  // There is room for what the endpoint may say later: it moves nothing then, and is read aloud.
  const most = { record: { version, at: new Date().toISOString(), locale, state: "recorded", receipt: null }, isOlder: own.hasEarlier };
  const hidden = yours({ words, locale, version }, most, nameOf);
  // No button with what changed says more than that.
  if (own.hasEarlier && !own.record) hidden.at(-1)?.push(button("", words.newer.replace("{}", version + version)));
  const ours = [
    "div",
    { class: "yours", ...foreign(words) },
    ["h3", words.yours],
    ...(own.isAsked
      ? [["div", { class: "room" }, ["div", { class: "most", "aria-hidden": "true" }, ...hidden], ["div", { class: "told", role: "status" }, ...told]]]
      : told),
  ];
  const footer = [
    "footer",
    none,
    now,
    ...(own.record?.receipt ? [button("receipt", words.receipt)] : []),
    button("print", words.print),
    ["button", { type: "button", class: "main", part: "close", ...foreign(words) }, words.dismiss],
  ];
  dialog.splice(0, Infinity, "dialog", { ...attributes, closedby: "closerequest" }, header, [tag, about, first, ours, ...rest], footer);
  return text;
};

/**
 * Shows the notice to be read only, until it is ended.
 *
 * @param {any} element @param {any} own its properties @param {AbortController} abort what ends it
 * @param {(name: string, detail: object) => void} tell @param {() => import("../index.d.ts").Mode} mode
 * @param {Promise<any>} stage the first stage
 */
export const lookUp = async (element, own, abort, tell, mode, stage) => {
  const { signal } = abort;
  const done = () => abort.abort();
  const emit = (/** @type {string} */ name, /** @type {object} */ detail) => signal.aborted || tell(name, detail);
  const { tenant, subject, locale, endpoint, notice: base } = resolve(element, document.baseURI);
  check(element);
  const { wait } = own;
  base.pathname = base.pathname.replace(/\/*$/, "/manifest.json");
  const get = fetcher(signal, wait);
  const manifest = await get(base);
  const first = choose(manifest, base, [locale, ...navigator.languages].filter(Boolean));
  const who = await keyOf(tenant, subject, first.id);
  const question = { notice: first.id, tenant, subject };
  const { word, kept } = await recall(who);
  const ours = ownOf(word, kept);
  const holds = (/** @type {any} */ known) => known && known.state !== "rejected" && covers(manifest, known.version);
  /** The language of what was acknowledged: each has a digest of its own. @param {any} answer */
  const localeOf = ({ version, digest }) => {
    const { locales = {} } = manifest.versions.find((/** @type {any} */ own) => own.version === version) ?? {};
    return Object.keys(locales).find((locale) => locales[locale].digest === digest);
  };
  /** @param {any} [answer] the endpoint's @returns {Own} */
  const judge = (answer) => {
    const found = recordOf(undefined, answer);
    const theirs = found && { ...found, locale: localeOf(answer) };
    const record = holds(theirs) ? theirs : (recordOf(ours, undefined) ?? theirs);
    const isOlder = record && !covers(manifest, record.version) && manifest.versions.some((/** @type {any} */ { version }) => version === record.version);
    return { record, isOlder, isUnsaid: !holds(ours) && !theirs && answer?.acknowledged !== false };
  };
  // It is fetched while the endpoint is asked.
  const bytes = get(first.url, first.integrity, "arrayBuffer");
  bytes.catch(() => {});
  let mine = judge();
  // What the device knows is there at once, however slow the endpoint is. What came later may have come from another device.
  const asked = mine.isUnsaid ? within(known(own, endpoint, question, signal), wait).then((answer) => (mine = judge(answer))) : Promise.resolve(mine);
  if (mine.isUnsaid) mine = { ...mine, isAsked: true, hasEarlier: manifest.versions.length > 1 };
  await within(asked, SOON).catch(() => {});
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PAPER);

  /** With what was known when it was begun. @param {import("./manifest.js").Current} next @param {Promise<ArrayBuffer>} [bytes] */
  const textOf = async (next, bytes) => {
    const told = mine;
    return { ...(await read({ manifest, ...next }, base, told.record?.version, get, bytes)), told };
  };
  const reading = textOf(first, bytes);
  reading.catch(() => {});
  const { Frame, SHEET, explained, put, replace } = await stage;
  const text = await explained(reading, first.url, signal);
  signal.throwIfAborted();
  if (!element.isConnected) throw new Failure("not-connected", "the element is in no document");
  /** @type {any} */
  const session = { mode, emit, done, dress: (/** @type {Awaited<ReturnType<typeof textOf>>} */ text) => dress(text, text.told) };
  /** @type {import("./frame.js").Frame} */
  const frame = new Frame(session);
  /** @type {Record<string, () => void>} */
  const acts = {
    close: done,
    print: () => frame.whole.then(() => print()),
    receipt: () => {
      const url = URL.createObjectURL(new Blob([JSON.stringify(session.told.record.receipt, null, 2)], { type: "application/json" }));
      const link = document.createElement("a");
      Object.assign(link, { href: url, download: `${first.id}-${session.told.record.version}-receipt.json` }).click();
      setTimeout(() => URL.revokeObjectURL(url));
    },
  };
  frame.hear = ({ action }) => acts[action]?.();
  /** Which language is being fetched; another one ends that. */
  let turn = 0;
  /** Another language. @param {string} wanted */
  const translate = async (wanted) => {
    const own = ++turn;
    try {
      const text = await textOf(choose(manifest, base, [wanted]));
      await frame.whole;
      if (own !== turn) return;
      await replace(frame, text);
      frame.say("");
    } catch (error) {
      if (own !== turn) return;
      const { code = "widget-failed", message } = /** @type {any} */ (error);
      emit("error", { code, message });
      frame.say("bad", session.words.localeMissed);
      frame.find("select").value = session.locale;
    }
  };
  /** Tells what the endpoint said after the text on the screen was begun: in the room that there is for that. */
  const catchUp = async () => {
    await frame.whole;
    const { told, locale } = session;
    const box = frame.find(".told");
    if (signal.aborted || mine.isUnsaid || told === mine || !box) return;
    const lists = told.record ? [] : await changesSince(manifest, mine.record?.version, locale, base, get);
    if (signal.aborted) return;
    // The reader changed the language meanwhile.
    if (session.locale !== locale) return catchUp();
    session.told = mine;
    const nameOf = (/** @type {string} */ locale) => [...frame.find("select").options].find(({ value }) => value === locale)?.text;
    box.replaceChildren(...yours(session, { ...mine, isAsked: true }, nameOf).map((tree) => build(tree)));
    // It is of what was acknowledged before that.
    frame.find("[part=receipt]")?.style.setProperty("visibility", "hidden");
    // What changed for this reader would move what they read: they call for it.
    const [[, ...title] = []] = lists.flatMap(({ view }) => view?.panel ?? []);
    if (!title.length) return;
    box.lastChild.append(build(["button", { type: "button", part: "since" }, ...title]));
    acts.since = () => {
      frame.tell(lists);
      frame.find("[part=since]").remove();
      frame.goTo("[part=changes]");
    };
  };
  frame.choose = (wanted) => translate(wanted).then(catchUp).catch(() => {});
  // The element tells the host's changes to whatever ends the look-up.
  Object.assign(abort, { restore: () => frame.restore(), translate: frame.choose });
  const close = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    frame.end();
  };
  signal.addEventListener("abort", close);
  await put(frame, text, () => {
    element.shadowRoot.adoptedStyleSheets = [SHEET];
    element.shadowRoot.append(frame.root);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    frame.front();
  });
  asked.then(catchUp).catch(() => {});
};
