// @ts-check
/** The notice's styles. They travel in this file, because bundlers make of a stylesheet what their own rules say. */

export const SHEET = new CSSStyleSheet();
SHEET.replaceSync("@css@");
