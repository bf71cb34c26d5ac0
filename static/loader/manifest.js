// @ts-check
/**
 * Reading the manifest: which locale, which version, and whether an older acknowledgement still holds. Pure.
 *
 * @typedef {import("../index.d.ts").Manifest} Manifest
 * @typedef {{path: string, integrity: string}} Part
 * @typedef {{id: string, version: string, locale: string, digest: string, json: Part, view: Part, url: URL}} Current the manifest's entry,
 *   and where the view lies
 */

import { Failure } from "./failure.js";

/**
 * The first of the wanted locales that there is (RFC 4647, 3.4), then any of the same language, then English, then the
 * source locale, which stands first in the manifest.
 *
 * @param {string[]} available @param {readonly string[]} wanted
 */
export const lookup = (available, wanted) => {
  for (const range of wanted) {
    const subtags = range.toLowerCase().split("-");
    for (let n = subtags.length; n; n--) {
      const tag = subtags.slice(0, n).join("-");
      const found = available.find((a) => a.toLowerCase() === tag);
      if (found) return found;
    }
    const found = available.find((a) => a.toLowerCase().split("-")[0] === subtags[0]);
    if (found) return found;
  }
  return available.find((a) => /^en\b/i.test(a)) ?? available[0];
};

/**
 * Whether someone who acknowledged `version` need not be asked again: nothing material came after it.
 *
 * @param {Manifest} manifest @param {string} version
 */
export const covers = ({ current, versions }, version) => {
  const at = (/** @type {string} */ label) => versions.findIndex((v) => v.version === label);
  const from = at(version);
  return from >= 0 && versions.slice(from + 1, at(current) + 1).every((v) => v.change === "editorial");
};

/**
 * Where a part of the notice lies: below its manifest. Any other address would be asked in the user's name, because somebody
 * else's manifest says so.
 *
 * @param {string} path @param {URL} base where the manifest lies
 */
export const below = (path, base) => {
  const url = new URL(path, base);
  if (!url.href.startsWith(new URL(".", base).href)) throw Error(path);
  return url;
};

/** @param {Manifest} manifest @param {URL} base @param {readonly string[]} wanted @returns {Current} */
export const choose = (manifest, base, wanted) => {
  try {
    if (manifest.format !== "ciente/manifest/1") throw Error(`format is ${manifest.format}`);
    const { current: version, id, versions } = manifest;
    const locales = /** @type {any} */ (versions.find((v) => v.version === version)).locales;
    const locale = /** @type {string} */ (lookup(Object.keys(locales), wanted));
    const parts = locales[locale];
    return { ...parts, locale, version, id, url: below(parts.view.path, base) };
  } catch (error) {
    throw new Failure("notice-invalid", `${base}: ${error}`);
  }
};
