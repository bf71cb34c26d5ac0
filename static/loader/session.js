// @ts-check
/**
 * From what the loader found out about the user to the notice, or to sending what is left in the outbox: the session, with
 * all that whoever answers for the notice needs.
 *
 * @typedef {import("./manifest.js").Current} Current
 * @typedef {{element: import("../index.d.ts").CienteNotice, call: {view?: import("./stage.js").Handle}, own: any, mode: () => import("../index.d.ts").Mode,
 *   signal: AbortSignal, settle: (result: import("../index.d.ts").Result) => void, emit: (name: string, detail: object) => void,
 *   cover: (covered: boolean) => void, wanted: string[], endpoint: URL, base: URL,
 *   get: ReturnType<typeof import("./fetch.js").fetcher>, manifest: import("../index.d.ts").Manifest, now: Current, who: string | undefined,
 *   before: string | undefined, view: Promise<ArrayBuffer> | undefined,
 *   PARTS: typeof import("./parts.js").PARTS, load: typeof import("./parts.js").load, module: typeof import("./parts.js").module,
 *   forget: typeof import("./parts.js").forget, recall: typeof import("./device.js").recall,
 *   choose: typeof import("./manifest.js").choose, covers: typeof import("./manifest.js").covers,
 *   headersOf: typeof import("./send.js").headersOf}} Asked what the loader found out, and what it has fetched or can do already
 */

import { check } from "./checks.js";
import { holds, isUnsent, note } from "./device.js";
import { Failure, ok } from "./failure.js";
import { equip } from "./post.js";
import { style } from "./sheet.js";
import { show } from "./stage.js";

/**
 * What users acknowledged on this page, under what names them and the notice: a device that is refused or full remembers
 * nothing of it, and nobody is asked twice. What waits on the device (`isKept`) may be sent by another tab, and be refused.
 *
 * @type {Record<string, false | {id: any, version: string, state: any, isKept?: boolean}>}
 */
let known = {};

/** The session of a call, without a text. @param {Asked} asked */
const sessionOf = ({ element, own, mode, signal, settle, emit, cover, wanted, endpoint, base, get, manifest, now, who, choose, recall, headersOf }) => {
  const { tenant, subject } = element;
  const key = [tenant, subject, now.id].join("\0");
  let { id } = known[key] || {};
  const tell = (/** @type {string} */ name, /** @type {any} */ detail) => {
    // Also when the call has ended: what was on its way then still arrives, of other records of this user too.
    if (name === "acknowledged") id = detail.id;
    if (known[key] && id && detail.id === id) Object.assign(known[key], { id, state: detail.delivery ?? name });
    return signal.aborted || emit(name, detail);
  };
  return equip({
    mine: known[key],
    who,
    tenant,
    subject,
    // A host's own `origin` takes the place of the page's. Only what has no address to tell it from is asked for that.
    origin: `${self.origin === "null" || location.origin === "null" ? self.origin : location.origin}`,
    wait: own.wait,
    mode,
    own,
    endpoint,
    headers: () =>
      headersOf(own, signal).catch((error) => {
        tell("error", { code: "authorize-failed", message: `${error}` });
        throw error;
      }),
    emit: tell,
    cover: (covered = true) => cover(covered),
    /** @this {any} @param {any} outcome @param {any} delivery @param {any} receipt @param {any} acted the record's id */
    settle(outcome, delivery, receipt, acted, version = this.version) {
      if (outcome !== "unavailable") {
        /** @type {any} */
        const word = (known[key] = outcome !== "declined" && { id: (id = acted ?? id), version, state: delivery });
        if (word && delivery === "pending") recall(who).then(({ kept }) => (word.isKept = isUnsent(kept)));
        note();
      }
      cover(outcome !== "unavailable");
      settle({ outcome, ...(delivery && { delivery }), ...(receipt && { receipt }) });
    },
    get,
    base,
    /** The version that is current by now, in the language that was chosen if it has that. */
    current: async (/** @type {string | undefined} */ chosen = wanted[0]) => {
      // Asked for when the endpoint calls what was acknowledged stale: that counts no more.
      known[key] = false;
      manifest = await get(base);
      return { ...choose(manifest, base, [chosen, ...wanted]), manifest };
    },
    // Only the language changes: whoever is reading finds the version that they were reading.
    inLocale: (/** @type {string} */ wanted) => ({ ...choose(manifest, base, [wanted]), manifest }),
  });
};

/** The widget's code, ready to run. @param {Asked} asked @returns {Promise<any>} */
const code = ({ PARTS, load, module, own }) =>
  load("glue", own.wait, async (what) => {
    // Its code asks for the page's window by that name, which older libraries give to something of their own; the fallback does not.
    if (!(globalThis instanceof Window) || self !== globalThis) throw Error("Window or self is something else here");
    // The notice comes first.
    const [glue, wasm] = await Promise.all([module(what), fetch(PARTS.wasm.href, { priority: "low" }).then(ok)]);
    await glue.default({ module_or_path: wasm });
    return glue;
  });

/** Sends what an earlier session left in the outbox, behind the page. @param {Asked} asked */
export const drain = async (asked) => {
  const { element, call, now, own, signal, load } = asked;
  check(element);
  // Where the code cannot be had, what waits is sent all the same.
  const glue = await code(asked).catch(() => load("fallback", own.wait));
  if (!signal.aborted) call.view = glue.drain({ ...now, ...sessionOf(asked) });
};

/** Shows the notice; resolves when somebody answers for it. @param {Asked} asked */
export const ask = async (asked) => {
  const { element, call, now, own, signal, load, forget, recall, covers, manifest, who, before, wanted, get, base } = asked;
  check(element);
  const session = sessionOf(asked);
  const { mine } = session;
  // A device that does not say takes nothing back.
  const { kept } = mine?.state === "pending" && mine.isKept ? await recall(who) : {};
  const isLost = kept && !isUnsent(kept);
  signal.throwIfAborted();
  if (!isLost && /pending|recorded/.test(mine?.state) && covers(manifest, mine.version)) {
    session.settle("already", mine.state, undefined, mine.id, mine.version);
    return drain(asked);
  }
  if (!element.isConnected) throw new Failure("not-connected", "the element is in no document");
  const view = /** @type {Promise<ArrayBuffer>} */ (asked.view);
  const again = () => code(asked);
  const parts = {
    // It is five times what is to be read, which it must not slow down; the first stage shows that meanwhile.
    code: Promise.allSettled([view]).then(again),
    now: { ...now, manifest },
    before,
    view,
    isSound: false,
    again,
    fallback: () => load("fallback", own.wait),
    // What it kept in memory is gone with it.
    forget: () => {
      known = {};
      forget("glue");
    },
    recall: () => recall(who),
    /** How a record stands that covers this version, or the one that is current by now, whoever made it. */
    elsewhere: async () => {
      const { word, kept } = await recall(who);
      if (word?.action !== "acknowledged" || !holds(word, kept)) return;
      return covers(manifest, word.version) || covers(await get(base), word.version) ? word.state : undefined;
    },
  };
  parts.code.then(
    () => (parts.isSound = true),
    () => {},
  );
  const shadow = /** @type {ShadowRoot} */ (element.shadowRoot);
  style(shadow);
  const place = (/** @type {import("./stage.js").Handle} */ handle) => {
    call.view = handle;
    // The host may have thought of another language meanwhile.
    const { locale } = element;
    if (locale && locale !== wanted[0]) handle.translate?.(locale);
  };
  await show(shadow, session, signal, parts, place);
};
