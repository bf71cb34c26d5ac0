// @ts-check
/** What the browser knows of languages, where it knows them. */

/** What a language is called in another. @param {string} locale @param {string} words */
export const languageOf = (locale, words) => {
  try {
    return new Intl.DisplayNames(words, { type: "language" }).of(locale) ?? locale;
  } catch {
    // Not every tag that is well-formed is known there: `zh-yue`.
    return locale;
  }
};

/** A moment as a language writes it. @param {string} at @param {string} words */
export const momentOf = (at, words) => {
  const write = (/** @type {string} */ locale) => new Date(at).toLocaleString(locale, { dateStyle: "long", timeStyle: "short" });
  try {
    return write(words);
  } catch {
    return write(words.split("-")[0]);
  }
};
