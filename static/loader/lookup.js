// @ts-check
/**
 * Looking the notice up afterwards: which version, when, in which language, whether it is recorded; the receipt as a file;
 * printing. Nothing is asked here and nothing recorded, so it needs no WebAssembly.
 */

import { check } from "./checks.js";
import { channelOfTabs, holds, keyOf, recall } from "./device.js";
import { Failure, told, within } from "./failure.js";
import { fetcher } from "./fetch.js";
import { choose, covers } from "./manifest.js";
import { resolve } from "./options.js";
import { onPaper } from "./paper.js";
import { known } from "./send.js";
import { changesSince, read } from "./texts.js";
import { build } from "./view.js";
import { UNSEEN, button, dress, fromDevice, fromEndpoint, lookOf, ownOf, yours } from "./yours.js";

/** How long the text waits for what the endpoint says, in milliseconds: most answer at once, and then nothing changes before the reader's eyes. */
const SOON = 700;

/** How long the look-up says nothing aloud while the page does, in milliseconds. */
const SILENCE = 1000;

/** How long a file may take to be taken away, in milliseconds. */
const REVOKED_AFTER = 40_000;

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
  const [endpoint, base] = resolve(element, document.baseURI);
  const { tenant, subject, locale } = element;
  check(element);
  const { wait } = own;
  const get = fetcher(signal, wait);
  const manifest = await get(base);
  const first = choose(manifest, base, [locale, ...navigator.languages]);
  const who = await keyOf(tenant, subject, first.id);
  const question = { notice: first.id, tenant, subject };
  /** What the device knows of their acknowledgement. @type {any} */
  let ours;
  const remembered = async () => {
    const { word, kept } = await recall(who);
    // A device that does not say takes nothing back.
    if (!kept && ours) return ours;
    // What has no id was not written by us.
    const isSound = typeof word?.id === "string" && holds(word, kept);
    return ownOf(isSound ? word : undefined, kept);
  };
  ours = await remembered();
  /** What the endpoint said, when it was asked. @type {any} */
  let answer;
  /** Whether it may still say something. */
  let isAsked = true;
  const isCovered = (/** @type {any} */ known) => known && known.state !== "rejected" && covers(manifest, known.version);
  /** The language of what was acknowledged: each has a digest of its own. @param {any} answer */
  const localeOf = ({ version, digest }) => {
    const { locales = {} } = manifest.versions.find((/** @type {any} */ own) => own.version === version) ?? {};
    return Object.keys(locales).find((locale) => locales[locale].digest === digest);
  };
  /** @returns {import("./yours.js").Own} */
  const judge = () => {
    const found = fromEndpoint(answer);
    const theirs = found && { ...found, locale: localeOf(answer) };
    const record = isCovered(theirs) ? theirs : (fromDevice(ours) ?? theirs);
    const isOlder = record && !covers(manifest, record.version) && manifest.versions.some((/** @type {any} */ { version }) => version === record.version);
    const isUnsaid = !isCovered(ours) && !theirs && answer?.acknowledged !== false;
    // Of nothing, and of an earlier version, there may be more to say: here, in another tab, by the endpoint.
    const isOpen = !isCovered(record) || record?.state === "pending";
    const mayBeEarlier = !record && isUnsaid && isAsked;
    const versions = mayBeEarlier ? manifest.versions.map((/** @type {any} */ { version }) => version) : undefined;
    return { record, isOlder, isUnsaid, isOpen, versions };
  };
  // It is fetched while the endpoint is asked.
  const bytes = get(first.url, first.view.integrity, "arrayBuffer");
  bytes.catch(() => {});
  let mine = judge();
  // What the device knows is there at once, however slow the endpoint is. What came later may have come from another device.
  const asked = (mine.isUnsaid ? within(known(own, endpoint, question, signal), wait) : Promise.resolve())
    .then((said) => (answer = said))
    .catch(() => {})
    .then(() => {
      isAsked = false;
      mine = judge();
    });
  await within(asked, SOON).catch(() => {});
  let offPaper = () => {};

  /** With what was known when it was begun. @param {import("./manifest.js").Current} next @param {Promise<ArrayBuffer>} [bytes] */
  const textOf = async (next, bytes) => {
    const told = mine;
    return { ...(await read({ ...next, manifest }, base, told.record?.version, get, bytes)), told };
  };
  const reading = textOf(first, bytes);
  reading.catch(() => {});
  const { Frame, style, explained, put, replace } = await stage;
  const text = await explained(reading, first.url, signal);
  signal.throwIfAborted();
  if (!element.isConnected) throw new Failure("not-connected", "the element is in no document");
  /** @type {any} */
  const session = { mode, emit, done, dress: (/** @type {Awaited<ReturnType<typeof textOf>>} */ text) => dress(text, text.told) };
  // Meanwhile the notice may have come to be asked about.
  if (element.shadowRoot.querySelector("dialog > header")) return done();
  /** @type {import("./frame.js").Frame} */
  const frame = new Frame(session);
  /** @type {Record<string, () => void>} */
  const acts = {
    close: done,
    print: () => frame.whole.then(() => element.ownerDocument.defaultView.print()),
    receipt: () => {
      const { record } = session.told;
      if (!record?.receipt) return;
      const url = URL.createObjectURL(new Blob([JSON.stringify(record.receipt, null, 2)], { type: "application/json" }));
      const link = document.createElement("a");
      Object.assign(link, { href: url, download: `${first.id}-${record.version}-receipt.json` }).click();
      // WebKit begins a download some time later.
      setTimeout(() => URL.revokeObjectURL(url), REVOKED_AFTER);
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
      offer();
      frame.say("");
    } catch (error) {
      if (own !== turn) return;
      emit("error", told(error));
      frame.say("bad", session.words.localeMissed);
      frame.showChoice();
    }
  };
  /** Says whether there is a receipt of what is told. */
  const offer = () => {
    const { told, words } = session;
    const isThere = !!told.record?.receipt;
    if (isThere && !frame.find("[part=receipt]")) frame.find("[part=print]").before(build(button(words, "receipt", words.receipt)));
    frame.find("[part=receipt]")?.setAttribute("aria-disabled", `${!isThere}`);
  };
  /** Tells what was found out after the text on the screen was begun: in the room that there is for that. */
  const catchUp = async () => {
    await frame.whole;
    const { told, locale } = session;
    const box = frame.find(".told");
    const said = (/** @type {typeof mine} */ { record, isUnsaid }) => JSON.stringify([record, isUnsaid]);
    if (signal.aborted || !box || said(told) === said(mine)) return;
    const now = mine;
    const lists = told.record ? [] : await changesSince(manifest, now.record?.version, locale, base, get);
    if (signal.aborted) return;
    // The reader changed the language meanwhile, or there is more to tell, or it was told.
    if (session.locale !== locale || session.told !== told || mine !== now) return catchUp();
    session.told = now;
    const nameOf = (/** @type {string} */ locale) => [...(frame.find("select")?.options ?? [])].find(({ value }) => value === locale)?.text;
    if (told.isOpen) {
      // What was said keeps its room, too.
      const before = build(["div", UNSEEN]);
      before.append(...box.childNodes);
      box.before(before);
    }
    box.replaceChildren(...yours(session, now, nameOf).map((tree) => build(tree)));
    box.closest(".yours").className = lookOf(now);
    offer();
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
    offPaper();
    frame.end();
  };
  signal.addEventListener("abort", close);
  await put(frame, text, () => {
    style(element.shadowRoot);
    element.shadowRoot.append(frame.root);
    offPaper = onPaper(element);
    frame.front();
    offer();
  });
  signal.throwIfAborted();
  /** Another tab may have recorded it, or this one what had waited. */
  const follow = async (/** @type {any} */ { type, detail }) => {
    const isTold = type.startsWith("ciente");
    // Other events of the element are about other things.
    if (isTold && !detail?.id) return;
    const box = frame.find(".told");
    // Beside a notice that does not lie over the page, the page says the same, aloud.
    if (isTold && mode() !== "modal" && box.role) {
      box.role = null;
      setTimeout(() => (box.role = "status"), SILENCE);
    }
    ours = await remembered();
    mine = judge();
    await catchUp();
  };
  const onNews = (/** @type {Event} */ event) => follow(event).catch(() => {});
  for (const news of ["ciente-recorded", "ciente-error"]) element.addEventListener(news, onNews, { signal });
  document.addEventListener("visibilitychange", onNews, { signal });
  const channel = who ? channelOfTabs() : undefined;
  if (channel) {
    channel.onmessage = (event) => event.data === who && onNews(event);
    signal.addEventListener("abort", () => channel.close());
  }
  asked.then(catchUp).catch(() => {});
};
