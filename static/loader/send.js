// @ts-check
/**
 * Requests to the endpoint, or to the host's own transport in its place. What an answer means is not decided here.
 *
 * @typedef {Pick<import("../index.d.ts").Options, "authorize" | "transport" | "credentials">} Means
 */

import { ok, within } from "./failure.js";

/** How long one attempt to send may take, in milliseconds. The user waits less. */
const LIMIT = 30_000;

/**
 * Fresh authorization. It is refused once the call has ended: whoever is authorized by then may be the next user.
 *
 * @param {Means} own @param {AbortSignal} signal
 */
export const headersOf = async (own, signal) => {
  signal.throwIfAborted();
  const given = await within(Promise.resolve(own.authorize?.()), LIMIT);
  signal.throwIfAborted();
  return new Headers(given ?? {});
};

/**
 * Sends one record once. A redirect is not followed: whoever answers elsewhere is not the endpoint.
 *
 * @param {Means} own @param {URL} endpoint @param {string} id @param {string} body @param {Headers} headers
 * @returns {Promise<Response>}
 */
export const post = (own, endpoint, id, body, headers) => {
  const signal = AbortSignal.timeout(LIMIT);
  headers.set("content-type", "application/json");
  headers.set("idempotency-key", `"${id}"`);
  const { transport, credentials } = own;
  const sent = transport
    ? (async () => transport.submit(JSON.parse(body), { headers, signal }))()
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
export const lock = (id, patient) =>
  new Promise((done) => {
    const free = () => done(() => {});
    if (!navigator.locks) return free();
    const held = (/** @type {Lock | null} */ got) => (got ? new Promise((/** @type {any} */ release) => done(release)) : done(undefined));
    navigator.locks.request(`ciente ${id}`, { ifAvailable: !patient }, held).catch(free);
  });

/**
 * What this user acknowledged, on another device perhaps; nothing where the endpoint cannot say so.
 *
 * @param {Means} own @param {URL} endpoint @param {{notice: string, tenant: string, subject: string}} who @param {AbortSignal} signal
 * @returns {Promise<{version: string, receivedAt?: string} | undefined>}
 */
export const known = async (own, endpoint, who, signal) => {
  const headers = await headersOf(own, signal);
  const { transport, credentials } = own;
  let answer;
  if (transport) answer = await transport.status?.(who, { headers, signal });
  else {
    const url = new URL(endpoint);
    // Whoever authorizes is known by that; URLs end up in logs.
    for (const [name, value] of Object.entries(headers.keys().next().done ? who : { notice: who.notice })) {
      url.searchParams.set(name, value);
    }
    answer = await ok(await fetch(url, { headers, credentials, signal, redirect: "manual", cache: "no-store" })).json();
  }
  return answer?.acknowledged === true ? answer : undefined;
};
