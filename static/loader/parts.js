// @ts-check
/** Fetching the widget's own parts: what shows a notice, what looks it up again, and the code. `cargo xtask build` puts their hashed names in. */

import { Failure, ok, within } from "./failure.js";

/** How many times as long as an answer the code may take to arrive: nothing hangs for ever. */
const CODE_WAITS = 8;

/** What was fetched, or is being fetched, once a page. @type {Record<string, Promise<any> | undefined>} */
const kept = {};
let failures = 0;

/**
 * A module; under another URL after a failure, because browsers remember that one could not be had. Bundlers find parts by
 * `new URL`, as the files that they are, and have nothing to do with what is imported from there.
 *
 * @param {URL} url
 */
const module = (url) => import(/* webpackIgnore: true */ /* @vite-ignore */ url.href + (failures ? `?${failures}` : ""));

/** @type {Record<string, () => Promise<any>>} */
const FETCH = {
  code: async () => {
    const [glue, wasm] = await Promise.all([
      module(new URL("@glue@", import.meta.url)),
      // The notice comes first.
      fetch(new URL("@wasm@", import.meta.url), { priority: "low" }).then(ok),
    ]);
    await glue.default({ module_or_path: wasm });
    return [glue];
  },
  look: async () => {
    const [stage, css] = await Promise.all([module(new URL("@stage@", import.meta.url)), fetch(new URL("@css@", import.meta.url)).then(ok)]);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await css.text());
    return [stage, sheet];
  },
  lookup: () => module(new URL("@lookup@", import.meta.url)),
};

/** Forgets a part, so that the next call begins anew. @param {string} what */
export const forget = (what) => {
  kept[what] = undefined;
  failures++;
};

/**
 * The widget's code, or what it takes to show a notice or to look it up, fetched once a page. A failure is forgotten, so that the next call
 * tries again.
 *
 * @param {"code" | "look" | "lookup"} what @param {number} wait
 */
export const load = (what, wait) =>
  (kept[what] ??= within(FETCH[what](), CODE_WAITS * wait).catch((error) => {
    forget(what);
    throw new Failure("widget-unreachable", `${error}`);
  }));
