// @ts-check
/**
 * A text of the notice with what changed in it, from the documents that the manifest names.
 *
 * @typedef {import("../index.d.ts").Manifest} Manifest
 * @typedef {import("./manifest.js").Current} Current
 */

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
 * A text, with what changed since the version that the user acknowledged. A list that cannot be had keeps nobody from the
 * notice.
 *
 * @param {Current & {manifest: Manifest}} current @param {URL} base where the manifest lies @param {string | undefined} since
 * @param {(url: URL, integrity: string) => Promise<any>} get @param {Promise<any>} [view] if it is being fetched already
 * @returns {Promise<import("./frame.js").Text>}
 */
export const read = async ({ manifest, ...current }, base, since, get, view = get(current.url, current.integrity)) => {
  const parts = since ? listsSince(manifest, since, current.locale) : [];
  const lists = parts.map(({ path, integrity }) => get(new URL(path, base), integrity).catch(() => {}));
  return { ...current, view: await view, lists: (await Promise.all(lists)).filter(Boolean) };
};
