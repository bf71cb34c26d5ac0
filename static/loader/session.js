// @ts-check
/**
 * From what the loader found out about the user to the notice, or to sending what is left in the outbox: the session, with
 * all that whoever answers for the notice needs.
 *
 * @typedef {import("./manifest.js").Current} Current
 * @typedef {{element: import("../index.d.ts").CienteNotice, call: {done?: boolean, view?: import("./stage.js").Handle}, own: any, mode: () => import("../index.d.ts").Mode,
 *   signal: AbortSignal, settle: (result: import("../index.d.ts").Result) => void, emit: (name: string, detail: object) => void,
 *   cover: (covered: boolean) => void, tenant: string, subject: string, wanted: string[], endpoint: URL, base: URL,
 *   get: ReturnType<typeof import("./fetch.js").fetcher>, manifest: import("../index.d.ts").Manifest, now: Current, who: string | undefined,
 *   before: string | undefined, view: Promise<ArrayBuffer> | undefined,
 *   PARTS: typeof import("./parts.js").PARTS, load: typeof import("./parts.js").load, module: typeof import("./parts.js").module,
 *   forget: typeof import("./parts.js").forget, recall: typeof import("./device.js").recall,
 *   choose: typeof import("./manifest.js").choose, covers: typeof import("./manifest.js").covers,
 *   headersOf: typeof import("./send.js").headersOf}} Asked what the loader found out, and what it has fetched or can do already
 */

import { check } from "./checks.js";
import { note } from "./device.js";
import { Failure, ok } from "./failure.js";
import { equip } from "./post.js";
import { SHEET } from "./sheet.js";
import { show } from "./stage.js";

/** The session of a call, without a text. @param {Asked} asked */
const sessionOf = ({ call, own, mode, signal, settle, emit, cover, tenant, subject, wanted, endpoint, base, get, manifest, who, choose, headersOf }) => {
  const tell = (/** @type {string} */ name, /** @type {object} */ detail) => {
    if (name === "recorded") call.done = true;
    return signal.aborted || emit(name, detail);
  };
  return equip({
    who,
    tenant,
    subject,
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
    cover: () => cover(true),
    settle: (/** @type {any} */ outcome, /** @type {any} */ delivery, /** @type {any} */ receipt) => {
      // What waits to be sent may be nowhere but in memory. Whoever declined and logs in again is asked again.
      call.done = outcome === "declined" || delivery !== "pending";
      note();
      cover(outcome !== "unavailable");
      settle({ outcome, ...(delivery && { delivery }), ...(receipt && { receipt }) });
    },
    get,
    base,
    /** The version that is current by now. */
    current: async () => {
      const manifest = await get(base);
      return { manifest, ...choose(manifest, base, wanted) };
    },
    // Only the language changes: whoever is reading finds the version that they were reading.
    inLocale: (/** @type {string} */ wanted) => ({ manifest, ...choose(manifest, base, [wanted]) }),
  });
};

/** The widget's code, ready to run. @param {Asked} asked @returns {Promise<any>} */
const code = ({ PARTS, load, module, own }) =>
  load("glue", own.wait, async (what) => {
    // The notice comes first.
    const [glue, wasm] = await Promise.all([module(what), fetch(PARTS.wasm, { priority: "low" }).then(ok)]);
    await glue.default({ module_or_path: wasm });
    return glue;
  });

/** Sends what an earlier session left in the outbox, behind the page. @param {Asked} asked */
export const drain = async (asked) => {
  const { element, call, now, signal } = asked;
  check(element);
  const glue = await code(asked);
  if (!signal.aborted) call.view = glue.drain({ ...sessionOf(asked), ...now });
};

/** Shows the notice; resolves when somebody answers for it. @param {Asked} asked */
export const ask = async (asked) => {
  const { element, call, now, own, signal, load, forget, recall, covers, manifest, who, before, wanted } = asked;
  check(element);
  if (!element.isConnected) throw new Failure("not-connected", "the element is in no document");
  const view = /** @type {Promise<ArrayBuffer>} */ (asked.view);
  const again = () => code(asked);
  const parts = {
    // It is five times what is to be read, which it must not slow down; the first stage shows that meanwhile.
    code: Promise.allSettled([view]).then(again),
    now: { manifest, ...now },
    before,
    view,
    again,
    fallback: () => load("fallback", own.wait),
    forget: () => forget("glue"),
    recall: () => recall(who),
    /** How a record stands that covers this version, whoever made it. */
    elsewhere: async () => {
      const { word } = await recall(who);
      return word?.action === "acknowledged" && covers(manifest, word.version) ? word.state : undefined;
    },
  };
  parts.code.catch(() => {});
  const shadow = /** @type {ShadowRoot} */ (element.shadowRoot);
  shadow.adoptedStyleSheets = [SHEET];
  const place = (/** @type {import("./stage.js").Handle} */ handle) => {
    call.view = handle;
    // The host may have thought of another language meanwhile.
    const { locale } = element;
    if (locale && locale !== wanted[0]) handle.translate?.(locale);
  };
  await show(shadow, sessionOf(asked), signal, parts, place);
};
