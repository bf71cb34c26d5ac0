// @ts-check
/**
 * Telling the endpoint, or the host's own transport in its place. What an answer means is not decided here.
 *
 * @typedef {import("./send.js").Means} Means
 */

import { within } from "./failure.js";
import { LIMIT } from "./send.js";

/** What a transport resolves to, if it only says a status; what says none is refused here. @param {any} answer @returns {Response} */
const asResponse = (answer) => (answer instanceof Response ? answer : new Response(null, { status: answer.status ?? 0 }));

/**
 * Sends one record once. A redirect is not followed: whoever answers elsewhere is not the endpoint.
 *
 * @param {Means} own @param {URL} endpoint @param {string} id @param {string} body @param {Headers} headers
 * @returns {Promise<Response>}
 */
const post = (own, endpoint, id, body, headers) => {
  const signal = AbortSignal.timeout(LIMIT);
  headers.set("content-type", "application/json");
  headers.set("idempotency-key", `"${id}"`);
  const { transport, credentials } = own;
  const sent = transport
    ? (async () => asResponse(await transport.submit(JSON.parse(body), { headers, signal })))()
    : fetch(endpoint, { method: "POST", body, headers, credentials, signal, redirect: "manual", keepalive: true });
  return within(sent, LIMIT);
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
  post: (/** @type {string} */ id, /** @type {string} */ body, /** @type {Headers} */ headers) =>
    post(session.own, session.endpoint, id, body, headers),
});
