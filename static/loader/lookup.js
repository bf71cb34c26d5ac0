// @ts-check
/**
 * Looking the notice up afterwards: which version, when, in which language, whether it is recorded; the receipt as a file;
 * printing. Nothing is asked here and nothing recorded.
 */

import { keyOf, recall } from "./device.js";
import { Failure, within } from "./failure.js";
import { Front } from "./front.js";
import { choose, localesOf } from "./manifest.js";
import { resolve } from "./options.js";
import { known } from "./send.js";
import { fetchChanges, fetchJson } from "./texts.js";

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
 * What is known of the user's acknowledgement: from the device, else from the endpoint.
 *
 * @param {any} word @param {any} answer
 */
export const recordOf = (word, answer) => {
  if (word?.action === "acknowledged") {
    const { version, state, receipt, locale } = word;
    return { version, state, receipt, locale, at: timeOf(word.id) };
  }
  return answer && { version: answer.version, at: answer.receivedAt, state: "recorded" };
};

/**
 * Shows the notice to be read only; resolves with what takes it away.
 *
 * @param {any} element @param {any} own its properties @param {AbortSignal} signal @param {() => void} done
 * @param {(name: string, detail: object) => void} emit @param {() => import("../index.d.ts").Mode} mode
 * @param {{code: Promise<any>, look: Promise<any>}} parts
 */
export const lookUp = async (element, own, signal, done, emit, mode, parts) => {
  const { tenant, subject, locale, endpoint, notice: base } = resolve(element, document.baseURI);
  const { wait } = own;
  base.pathname = base.pathname.replace(/\/*$/, "/manifest.json");
  const manifest = await fetchJson(base, signal, wait);
  const first = choose(manifest, base, [locale, ...navigator.languages].filter(Boolean));
  const who = await keyOf(tenant, subject, first.id);
  const question = { notice: first.id, tenant, subject };
  const [{ word }, answer] = await Promise.all([recall(who), within(known(own, endpoint, question, signal), wait).catch(() => {})]);
  const record = recordOf(word, answer);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(PAPER);

  const session = {
    who,
    tenant,
    subject,
    wait,
    record,
    emit,
    done,
    hold: (/** @type {HTMLDialogElement} */ dialog, /** @type {() => void} */ told) => new Front(dialog, mode, told, done),
    print: () => print(),
    save: () => {
      const url = URL.createObjectURL(new Blob([JSON.stringify(record.receipt, null, 2)], { type: "application/json" }));
      const link = document.createElement("a");
      Object.assign(link, { href: url, download: `${first.id}-${record.version}-receipt.json` }).click();
      setTimeout(() => URL.revokeObjectURL(url));
    },
    translate: (/** @type {string} */ wanted) => read(choose(manifest, base, [wanted])),
  };
  /** @param {import("./manifest.js").Current} next */
  const read = async (next) => {
    const [notice, changes] = await Promise.all([
      fetchJson(next.url, signal, wait, next.integrity),
      fetchChanges(manifest, base, record?.version, next.locale, signal, wait),
    ]);
    return { ...session, ...next, ...changes, notice, locales: localesOf(manifest) };
  };

  const [[glue], [, look], full] = await Promise.all([parts.code, parts.look, read(first)]);
  signal.throwIfAborted();
  if (!element.isConnected) throw new Failure("not-connected", "the element is in no document");
  element.shadowRoot.adoptedStyleSheets = [look];
  const root = document.createElement("div");
  element.shadowRoot.append(root);
  const clear = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    root.remove();
  };
  try {
    const view = glue.read(root, full);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => (view.close(), clear());
  } catch (error) {
    clear();
    throw error === "notice-invalid" ? new Failure(error, `${first.url}`) : error;
  }
};
