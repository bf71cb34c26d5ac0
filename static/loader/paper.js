// @ts-check
/** On paper there is the notice alone. */

/** What of a tree leads to the element, where that stands in another one. */
const LEADS = "data-ciente-leads";

/** On paper there is the notice and nothing of the page around it, however deep in the page it stands. */
const PAPER = `@media print {
  body :not(:has(ciente-notice, [${LEADS}]), ciente-notice, [${LEADS}]),
  :host :not(:has(ciente-notice, [${LEADS}]), ciente-notice, [${LEADS}]) { display: none !important; }
  :root, body, :host, :has(ciente-notice, [${LEADS}]), [${LEADS}]:not(slot) {
    display: block !important; float: none !important; border: 0 !important; background: none !important; block-size: auto !important; max-block-size: none !important;
    min-block-size: 0 !important; overflow: visible !important; position: static !important; margin: 0 !important;
    padding: 0 !important; transform: none !important; inline-size: auto !important; max-inline-size: none !important;
  }
}`;

/**
 * Keeps everything but the element off the paper, in each tree that it stands in; returns what ends that.
 *
 * @param {Element} element
 */
export const onPaper = (element) => {
  const { ownerDocument: page } = element;
  // A constructed stylesheet is its document's alone, and the element may stand in another window's.
  const sheet = new /** @type {any} */ (page.defaultView).CSSStyleSheet();
  sheet.replaceSync(PAPER);
  /** @type {Set<Document | ShadowRoot>} */
  const trees = new Set([page]);
  /** @type {Element[]} */
  const marked = [];
  /** @type {any} */
  let node = element;
  while (node) {
    // What is no root may have a `host` of another kind.
    const host = node.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? node.host : undefined;
    const leads = node.assignedSlot ?? host;
    if (leads) {
      marked.push(leads);
      leads.setAttribute(LEADS, "");
    }
    if (host) trees.add(node);
    node = node.assignedSlot ?? node.parentNode ?? host;
  }
  for (const tree of trees) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
  return () => {
    for (const tree of trees) tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter((other) => other !== sheet);
    for (const element of marked) element.removeAttribute(LEADS);
  };
};
