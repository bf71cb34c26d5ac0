// @ts-check
/** Fetching the widget's own parts: what shows a notice, what looks it up again, and the code. `cargo xtask build` puts their hashed names in. */

import { Failure, ok, patience, within } from "./failure.js";

/** How many times as long as an answer the code may take to arrive: nothing hangs for ever. */
const CODE_WAITS = 8;

/** What was fetched, or is being fetched, once a page. @type {Record<string, Promise<any> | undefined>} */
const kept = {};
/** How often each part failed. @type {Record<string, number>} */
const failures = {};

/**
 * A module; under another URL after a failure, because browsers remember that one could not be had. Bundlers find parts by
 * `new URL`, as the files that they are; the build tells them to leave the import alone. `?no-inline` keeps them from turning
 * a small part into a `data:` URL, which no sound policy lets run.
 *
 * @param {string} what @param {URL} url
 */
const module = (what, url) => {
  if (failures[what]) url.search += `&${failures[what]}`;
  return import(url.href);
};

/** @type {Record<string, () => Promise<any>>} */
const FETCH = {
  code: async () => {
    const [glue, wasm] = await Promise.all([
      module("code", new URL("@glue@?no-inline", import.meta.url)),
      // The notice comes first.
      fetch(new URL("@wasm@?no-inline", import.meta.url), { priority: "low" }).then(ok),
    ]);
    await glue.default({ module_or_path: wasm });
    return [glue];
  },
  look: async () => {
    const stage = await module("look", new URL("@stage@?no-inline", import.meta.url));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(stage.CSS);
    return [stage, sheet];
  },
  lookup: () => module("lookup", new URL("@lookup@?no-inline", import.meta.url)),
  fallback: () => module("fallback", new URL("@fallback@?no-inline", import.meta.url)),
};

/** Forgets a part, so that the next call begins anew. @param {string} what */
export const forget = (what) => {
  kept[what] = undefined;
  failures[what] = (failures[what] ?? 0) + 1;
};

/**
 * The widget's code, or what it takes to show a notice, to look it up, or to do without the code; fetched once a page. A
 * failure is forgotten, so that the next call tries again.
 *
 * @param {"code" | "look" | "lookup" | "fallback"} what @param {number} wait
 */
export const load = (what, wait) =>
  (kept[what] ??= within(FETCH[what](), CODE_WAITS * patience(wait)).catch((error) => {
    forget(what);
    throw new Failure("widget-unreachable", `${error}`);
  }));
