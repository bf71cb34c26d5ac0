// @ts-check
/** Fetching the notice's texts: manifest, view and what changed. */

import { Failure } from "./failure.js";
import { listsSince } from "./manifest.js";

/** How many times as long as an answer a text may take to arrive: nothing hangs for ever. */
const TEXT_WAITS = 4;

/**
 * A JSON document of the notice. Where there is no network, a copy that the browser still has will do: the record names
 * the digest, so the endpoint finds out when it was too old. Why a checked document cannot be had, `why.js` finds out.
 *
 * @param {URL} url @param {AbortSignal} signal @param {number} wait @param {string} [integrity]
 */
export const fetchJson = async (url, signal, wait, integrity) => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TEXT_WAITS * wait)]);
  /** @param {RequestInit} init */
  const get = (init) => fetch(url, { signal: limit, credentials: "omit", ...init });
  const cache = integrity ? "default" : "no-cache";
  const response = await get({ cache, integrity })
    .catch(() => get({ cache: "force-cache", integrity }))
    .catch((error) => {
      signal.throwIfAborted();
      throw new Failure("notice-unreachable", `${url}: ${error.message}`);
    });
  if (!response.ok)
    throw new Failure(response.status < 500 ? "notice-not-found" : "notice-unreachable", `${url}: ${response.status}`);
  return response.json().catch((error) => {
    throw new Failure("notice-not-json", `${url}: ${error.message}`);
  });
};

/**
 * A text, with what changed since the version that the user acknowledged. A list that cannot be had keeps nobody from the
 * notice.
 *
 * @param {import("./manifest.js").Current} current @param {import("../index.d.ts").Manifest} manifest @param {URL} base
 * @param {string | undefined} since @param {AbortSignal} signal @param {number} wait
 * @returns {Promise<import("./frame.js").Text>}
 */
export const fetchText = async (current, manifest, base, since, signal, wait) => {
  const parts = since ? listsSince(manifest, since, current.locale) : [];
  const lists = parts.map(({ path, integrity }) => fetchJson(new URL(path, base), signal, wait, integrity).catch(() => {}));
  const view = await fetchJson(current.url, signal, wait, current.integrity);
  return { ...current, view, lists: (await Promise.all(lists)).filter(Boolean) };
};
