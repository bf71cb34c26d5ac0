// @ts-check
/** Why a text cannot be had: browsers do not say so where its integrity is checked. */

import { Failure } from "./failure.js";

/** How long finding out may take, in milliseconds. */
const LIMIT = 5_000;

/**
 * A text, or the error that says what is wrong with it.
 *
 * @template T @param {Promise<T>} text @param {URL} url where it lies @param {AbortSignal} signal @returns {Promise<T>}
 */
export const explained = (text, url, signal) =>
  text.catch(async (error) => {
    if (error.code !== "notice-unreachable" || signal.aborted) throw error;
    // The same request without the check tells what is there, and whether it is there to its end.
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT)]);
    const get = async () => {
      const response = await fetch(url, { signal: limit, credentials: "omit" });
      await response.blob();
      return response;
    };
    const there = await get().catch(() => undefined);
    if (there?.ok) throw new Failure("notice-digest-mismatch", `${url}`);
    if (there && there.status < 500) throw new Failure("notice-not-found", `${url}: ${there.status}`);
    throw error;
  });
