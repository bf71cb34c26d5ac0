// @ts-check
/**
 * Asking the endpoint, or the host's own transport in its place; what tells it something is `post.js`.
 *
 * @typedef {Pick<import("../index.d.ts").Options, "authorize" | "transport" | "credentials">} Means
 */

import { ok, within } from "./failure.js";

/** How long the host may take to authorize, and one attempt to send may take, in milliseconds. The user waits less. */
export const LIMIT = 30_000;

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
 * What the endpoint says of this user's acknowledgement, made on another device perhaps; nothing where it cannot say.
 *
 * @param {Means} own @param {URL} endpoint @param {{notice: string, tenant: string, subject: string}} who @param {AbortSignal} signal
 * @returns {Promise<any>} `{acknowledged, version, receivedAt}` from an endpoint that does as it should
 */
export const known = async (own, endpoint, who, signal) => {
  const headers = await headersOf(own, signal);
  const { transport, credentials } = own;
  if (transport) return transport.status?.(who, { headers, signal });
  const url = new URL(endpoint);
  // Whoever authorizes is known by that; URLs end up in logs.
  for (const [name, value] of Object.entries([...headers][0] ? { notice: who.notice } : who)) {
    url.searchParams.set(name, value);
  }
  return ok(await fetch(url.href, { cache: "no-store", redirect: "manual", credentials, headers, signal })).json();
};
