// @ts-check
/** Languages' names, where the notice's own words have none. */

/** What a language is called in another. @param {string} locale @param {string} words */
export const languageOf = (locale, words) => {
  try {
    return new Intl.DisplayNames(words, { type: "language" }).of(locale) ?? locale;
  } catch {
    // Not every tag that is well-formed is known there: `zh-yue`.
    return locale;
  }
};
