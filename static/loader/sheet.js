// @ts-check
/** The notice's styles. They travel in this file, because bundlers make of a stylesheet what their own rules say. */

/** A constructed stylesheet is its document's alone (CSSOM, 6.2), and an element may be moved into another window's. @type {WeakMap<Document, CSSStyleSheet>} */
const SHEETS = new WeakMap();

/** Puts them on a notice, wherever it stands. @param {ShadowRoot} shadow */
export const style = (shadow) => {
  const { ownerDocument: page } = shadow;
  const { defaultView: view } = page;
  // In a template, and where the window is gone, nobody sees it.
  if (!view) return;
  let sheet = SHEETS.get(page);
  if (!sheet) {
    sheet = /** @type {CSSStyleSheet} */ (new /** @type {any} */ (view).CSSStyleSheet());
    sheet.replaceSync("@css@");
    SHEETS.set(page, sheet);
  }
  if (shadow.adoptedStyleSheets[0] !== sheet) shadow.adoptedStyleSheets = [sheet];
};
