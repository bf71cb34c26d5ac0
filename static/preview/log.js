//! The panel's log: the call, the widget's events, the result, and what a login made the page load.
// @ts-check
import { el, get, time } from "./dom.js";

const KEPT = 200;
const list = get("events", HTMLOListElement);
const loaded = get("loaded", HTMLElement);
/** What was loaded before this moment belongs to an earlier login. */
let since = 0;

/**
 * Adds a line, newest first. Fields that are undefined are left out.
 * @param {"call" | "event" | "result" | "error"} kind
 * @param {string} name
 * @param {Record<string, unknown>} [fields]
 */
export function log(kind, name, fields = {}) {
  const facts = el("dl", "");
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    facts.append(el("div", "", el("dt", "", key), " ", el("dd", "", typeof value === "string" ? value : JSON.stringify(value))));
  }
  const line = el("li", "", el("b", "", name), " ", time(new Date(), 3), facts);
  line.dataset.kind = kind;
  list.prepend(line);
  if (list.children.length > KEPT) list.lastElementChild?.remove();
  get("events-empty", HTMLElement).hidden = true;
}

/** Says what came from /assets (the widget) and /notices (the text) since the last report. */
export function reportWeight() {
  const files = /** @type {PerformanceResourceTiming[]} */ (performance.getEntriesByType("resource"))
    .map((entry) => ({ entry, path: new URL(entry.name).pathname }))
    .filter(({ entry, path }) => entry.startTime >= since && /^\/(assets|notices)\//.test(path))
    // What did not arrive has no weight.
    .filter(({ entry }) => entry.encodedBodySize > 0 && entry.responseStatus < 400);
  since = performance.now();

  const widget = files.filter(({ path }) => path.startsWith("/assets/"));
  const parts = widget.map(({ entry, path }) => `${fileName(path)} ${size(entry.encodedBodySize)}`);
  if (!parts.length) parts.push("nothing new from the widget");
  if (!widget.some(({ path }) => path.endsWith(".wasm"))) parts.push("no WebAssembly");

  const rows = files.map(({ entry, path }) => {
    // No byte on the wire for a body that has bytes: the browser's cache.
    const cached = entry.transferSize === 0 && entry.encodedBodySize > 0;
    return el("li", "", el("code", "", path), " ", el("span", "", size(entry.encodedBodySize) + (cached ? ", cached" : "")));
  });
  loaded.replaceChildren(el("p", "", `This login loaded: ${parts.join(", ")}.`), el("ul", "", ...rows));
}

/** @param {string} path */
function fileName(path) {
  return decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
}

/** @param {number} bytes */
function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}
