// @ts-check
/** Fetching the widget's own parts: what shows a notice, what looks it up again, and the code. `cargo xtask build` puts their hashed names in. */

import { Failure, patience, within } from "./failure.js";

/** How many times as long as an answer a part may take to arrive: nothing hangs for ever. */
const WAITS = 8;

/**
 * Where they lie. Bundlers find parts by `new URL`, as the files that they are; the build tells them to leave the import
 * alone. `?no-inline` keeps them from turning a small part into a `data:` URL, which no sound policy lets run.
 */
export const PARTS = {
  stage: new URL("@stage@?no-inline", import.meta.url),
  lookup: new URL("@lookup@?no-inline", import.meta.url),
  fallback: new URL("@fallback@?no-inline", import.meta.url),
  glue: new URL("@glue@?no-inline", import.meta.url),
  wasm: new URL("@wasm@?no-inline", import.meta.url),
};

/** What was fetched, or is being fetched, once a page. @type {Record<string, Promise<any> | undefined>} */
const kept = {};

/** Forgets a part, so that the next call begins anew: under another URL, because browsers remember that one could not be had. @param {keyof typeof PARTS} what */
export const forget = (what) => {
  kept[what] = undefined;
  PARTS[what].search += "&";
};

/** @param {keyof typeof PARTS} what @returns {Promise<any>} */
export const module = (what) => import(PARTS[what].href);

/**
 * A part of the widget, fetched once a page. A failure is forgotten, so that the next call tries again.
 *
 * @param {keyof typeof PARTS} what @param {number} wait @param {(what: keyof typeof PARTS) => Promise<any>} [make] what there is to do for it
 */
export const load = (what, wait, make = module) =>
  (kept[what] ??= within(make(what), WAITS * patience(wait)).catch((error) => {
    forget(what);
    throw new Failure("widget-unreachable", `${error}`);
  }));
