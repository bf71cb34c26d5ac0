// @ts-check
/**
 * A text of the notice with what changed in it, from the documents that the manifest names.
 *
 * @typedef {import("../index.d.ts").Manifest} Manifest
 * @typedef {import("./manifest.js").Current} Current
 */

import { breathe } from "./breathe.js";
import { Failure } from "./failure.js";
import { below } from "./manifest.js";

/** So many bytes are decoded in one go. */
const PIECE = 65_536;

/**
 * Where the lists of what changed after `version` lie, oldest first; nothing where this notice never had that version.
 *
 * @param {Manifest} manifest @param {string} version @param {string} locale
 */
export const listsSince = ({ versions, current }, version, locale) => {
  const at = (/** @type {string} */ label) => versions.findIndex((v) => v.version === label);
  const later = at(version) < 0 ? [] : versions.slice(at(version) + 1, at(current) + 1);
  return later.flatMap(({ changes }) => changes?.locales?.[locale] ?? []);
};

/**
 * What the newest list says of the version that the user acknowledged; where it says nothing of that, all lists since.
 *
 * @param {any[]} parts the lists since, oldest first @param {string | undefined} since @param {(part: any) => Promise<any>} get
 * @returns {Promise<any[]>}
 */
export const listsOf = async (parts, since, get) => {
  const newest = await (parts.length && get(parts.at(-1)));
  const whole = newest?.earlier?.find?.((/** @type {any} */ list) => list?.since === since);
  return whole ? [whole] : [...(await Promise.all(parts.slice(0, -1).map(get))), newest].filter(Boolean);
};

/** Reads JSON; a long one is too much for one go on a slow device. @param {ArrayBuffer} bytes @param {URL} url where it comes from */
const parse = async (bytes, url) => {
  const decoder = new TextDecoder();
  let json = "";
  for (let at = 0; at < bytes.byteLength; at += PIECE) {
    json += decoder.decode(bytes.slice(at, at + PIECE), { stream: true });
    await breathe();
  }
  try {
    const view = JSON.parse(json);
    if (bytes.byteLength > PIECE) await breathe();
    return view;
  } catch (error) {
    throw new Failure("notice-not-json", `${url}: ${/** @type {Error} */ (error).message}`);
  }
};

/**
 * What changed since the version that the user acknowledged. A list that cannot be had keeps nobody from the notice.
 *
 * @param {Manifest} manifest @param {string | undefined} since @param {string} locale @param {URL} base where the manifest lies
 * @param {(url: URL, integrity: string) => Promise<any>} get
 * @returns {Promise<any[]>}
 */
export const changesSince = (manifest, since, locale, base, get) =>
  listsOf(since ? listsSince(manifest, since, locale) : [], since, async ({ path, integrity }) => {
    try {
      return await get(below(path, base), integrity);
    } catch {}
  });

/** Where the notice lies as data. @param {string} path @param {URL} base */
const placeOf = (path, base) => {
  try {
    return below(path, base);
  } catch {
    throw new Failure("notice-invalid", `${base}: ${path}`);
  }
};

/**
 * A text, with what changed since the version that the user acknowledged.
 *
 * @param {Current & {manifest: Manifest}} current @param {URL} base where the manifest lies @param {string | undefined} since
 * @param {(url: URL, integrity: string, as?: "arrayBuffer") => Promise<any>} get
 * @param {Promise<ArrayBuffer>} [view] if it is being fetched already
 * @returns {Promise<import("./frame.js").Text>}
 */
export const read = async ({ manifest, ...current }, base, since, get, view = get(current.url, current.view.integrity, "arrayBuffer")) => {
  const lists = changesSince(manifest, since, current.locale, base, get);
  // Nobody waits for it where the other cannot be had.
  view.catch(() => {});
  return { ...current, data: placeOf(current.json?.path, base), view: await parse(await view, current.url), lists: await lists };
};
