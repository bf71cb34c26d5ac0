// @ts-check
/** Fetching the widget's own parts: what shows a notice, and the code. `cargo xtask build` puts their hashed names in. */

import { Failure, ok, within } from "./failure.js";

/** How many times as long as an answer the code may take to arrive: nothing hangs for ever. */
const CODE_WAITS = 8;

/** What was fetched, or is being fetched, once a page. @type {Record<string, Promise<any> | undefined>} */
const kept = {};
let failures = 0;

/** @param {string} name */
const at = (name) => new URL(name, import.meta.url);
/** A module; under another URL after a failure, because browsers remember that one could not be had. @param {string} name */
const module = (name) => import(at(name).href + (failures ? `?${failures}` : ""));

/** @type {Record<string, () => Promise<any>>} */
const FETCH = {
  code: async () => {
    const [glue, wasm] = await Promise.all([
      module("@glue@"),
      // The notice comes first.
      fetch(at("@wasm@"), { priority: "low" }).then(ok),
    ]);
    await glue.default({ module_or_path: wasm });
    return [glue];
  },
  look: async () => {
    const [stage, css] = await Promise.all([module("@stage@"), fetch(at("@css@")).then(ok)]);
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(await css.text());
    return [stage, sheet];
  },
};

/** Forgets a part, so that the next call begins anew. @param {string} what */
export const forget = (what) => {
  kept[what] = undefined;
  failures++;
};

/**
 * The widget's code, or what it takes to show a notice, fetched once a page. A failure is forgotten, so that the next call
 * tries again.
 *
 * @param {"code" | "look"} what @param {number} wait
 */
export const load = (what, wait) =>
  (kept[what] ??= within(FETCH[what](), CODE_WAITS * wait).catch((error) => {
    forget(what);
    throw new Failure("widget-unreachable", `${error}`);
  }));
