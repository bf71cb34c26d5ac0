// @ts-check
/** Fetching the notice's documents. */

import { Failure, ok, patience } from "./failure.js";

/** How many times as long as an answer a text may take to arrive: nothing hangs for ever. */
const TEXT_WAITS = 4;

/**
 * What fetches the JSON documents of one call's notice. Where there is no network, a copy that the browser still has will do: the record names
 * the digest, so the endpoint finds out when it was too old. Why a checked document cannot be had, `why.js` finds out.
 *
 * @param {AbortSignal} signal @param {number} wait
 */
export const fetcher = (signal, wait) => async (/** @type {URL} */ url, integrity = "", as = /** @type {"json" | "arrayBuffer" | "blob"} */ ("json")) => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TEXT_WAITS * patience(wait))]);
  // As text: what a page puts in the place of `fetch` may know nothing else.
  const get = async (/** @type {RequestCache} */ cache) => fetch(url.href, { cache, integrity, signal: limit });
  // A text may also break off, or take too long.
  const failed = (/** @type {Error} */ error) => {
    const code = error instanceof SyntaxError ? "notice-not-json" : /^4/.test(error.message) ? "notice-not-found" : "notice-unreachable";
    throw new Failure(code, `${url}: ${error.message}`);
  };
  return get(integrity ? "default" : "no-cache")
    .catch(() => get("force-cache"))
    // What a browser or a proxy has kept may be from before it was built anew. Only in the end: while this request
    // fails, the cached copy is already gone.
    .catch(() => get("reload"))
    .then((response) => ok(response)[as]())
    .catch(failed);
};
