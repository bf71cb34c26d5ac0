// @ts-check
/** Languages' names, where the notice's own words have none. */

/** What a language is called in another. @param {string} locale @param {string} words */
export const languageOf = (locale, words) => new Intl.DisplayNames(words, { type: "language" }).of(locale) ?? locale;
