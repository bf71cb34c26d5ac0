// @ts-check
/** Whether a notice's documents are what they should be, and why one cannot be had: browsers do not say so where its integrity is checked. */

import { Failure } from "./failure.js";

/** What says that the notice itself is unusable, not only that something did not arrive. */
export const UNUSABLE = /^notice-(?!unreachable)/;

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
      const response = await fetch(url.href, { signal: limit, credentials: "same-origin" });
      await response.blob();
      return response;
    };
    const there = await get().catch(() => undefined);
    if (there?.ok) throw new Failure("notice-digest-mismatch", `${url}`);
    if (there && there.status < 500) throw new Failure("notice-not-found", `${url}: ${there.status}`);
    throw error;
  });

/** What `fetch` checks a document against (SRI, 3.1), from the digest of its bytes. @param {string} digest `sha-256:` and hex */
const integrityOf = (digest) =>
  `sha256-${btoa(String.fromCharCode(...(digest.slice(8).match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16))))}`;

/**
 * A text whose notice is published as data too: a record names that document by its digest, and whoever is asked for evidence
 * later has to find it.
 *
 * @param {import("./frame.js").Text} text @param {(url: URL, integrity: string, as: "blob") => Promise<any>} get
 * @param {AbortSignal} signal @returns {Promise<import("./frame.js").Text>}
 */
export const published = async (text, get, signal) => {
  const { data, digest } = text;
  // It is enough that it is there, with these bytes.
  await explained(get(data, integrityOf(digest), "blob"), data, signal);
  return text;
};
