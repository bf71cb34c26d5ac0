// @ts-check
/**
 * Telling the endpoint, or the host's own transport in its place. What an answer means is not decided here.
 *
 * @typedef {import("./send.js").Means} Means
 * @typedef {(id: string, body: string, headers: Headers, limit?: number) => ReturnType<typeof post>} Post
 */

import { within } from "./failure.js";
import { LIMIT } from "./send.js";

/** What a body that broke off reads like: `is_cut_off` of the widget, and `understand` without it, say how often that is believed. */
const CUT_OFF = "{";

/**
 * Sends one record once; resolves to the whole answer. A redirect is not followed: whoever answers elsewhere is not the
 * endpoint, also where a transport followed one, or a service worker has a page for whoever is offline. A transport need not
 * resolve to a `Response`, if what it resolves to has a status.
 *
 * @param {Means} own @param {URL} endpoint @param {string} id @param {string} body @param {Headers} headers
 * @param {number} [limit] how long the answer may take, and then its body, in milliseconds
 * @returns {Promise<{status: number, retryAfter?: string | null, date?: string | null, text: string}>}
 */
const post = async (own, endpoint, id, body, headers, limit = LIMIT) => {
  // No timer of its own: that would keep the user's data in memory until it is over.
  const abort = new AbortController();
  const { signal } = abort;
  headers.set("content-type", "application/json");
  headers.set("idempotency-key", `"${id}"`);
  const { transport, credentials } = own;
  const send = async () =>
    transport
      ? transport.submit(JSON.parse(body), { headers, signal })
      : fetch(endpoint.href, { method: "POST", body, headers, credentials, signal, redirect: "manual", keepalive: true });
  try {
    /** @type {any} */
    const answer = await within(send(), limit);
    const { status, headers: said, redirected, url, bodyUsed, type } = answer;
    // What is no HTTP at all some browsers take for a whole answer, with this status and without any header.
    if (!transport && status === 200 && type === "basic" && ![...said][0]) throw TypeError("no answer");
    const isElsewhere = transport ? redirected : url && new URL(url).pathname !== endpoint.pathname;
    if (!Number.isInteger(status) || isElsewhere) throw TypeError("no answer");
    const [retryAfter, date] = ["retry-after", "date"].map((name) => said?.get?.(name));
    // A transport may have read it already, and what it has may be no function.
    const read = async () => (answer.text?.call ? answer.text() : answer.text);
    const text = bodyUsed ? "" : await within(read(), limit).catch(() => abort.abort() ?? CUT_OFF);
    return { status, retryAfter, date, text: `${text ?? ""}` };
  } catch (error) {
    abort.abort();
    throw error;
  }
};

/**
 * The lock of one record among the tabs of this origin: what releases it, nothing where another tab has it. A tab that is
 * closed lets go of its locks. Where there are no locks the endpoint tells repetitions apart, by the record's id.
 *
 * @param {string} id @param {boolean} patient whether to wait for it
 * @returns {Promise<(() => void) | undefined>}
 */
const lock = (id, patient) =>
  new Promise((done) => {
    const free = () => done(() => {});
    if (!navigator.locks) return free();
    const held = (/** @type {Lock | null} */ got) => (got ? new Promise((/** @type {any} */ release) => done(release)) : done(undefined));
    navigator.locks.request(`ciente ${id}`, { ifAvailable: !patient }, held).catch(free);
  });

/** A session that can also send. @param {any} session @returns {any} */
export const equip = (session) => ({
  ...session,
  lock,
  /** @type {Post} */
  post: (...sent) => post(session.own, session.endpoint, ...sent),
});
