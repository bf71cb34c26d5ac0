// @ts-check
/** Fetching the widget's own parts: its code and its stylesheet. `cargo xtask build` puts their hashed names in. */

import { Failure, ok, within } from "./failure.js";

/** How many times as long as an answer the code may take to arrive: nothing hangs for ever. */
const CODE_WAITS = 8;

/** @type {Promise<[any, CSSStyleSheet]> | undefined} */
let parts;
let failures = 0;

const fetchParts = async () => {
  const retry = failures ? `?${failures}` : "";
  const [glue, css, wasm] = await Promise.all([
    import(new URL("@glue@", import.meta.url).href + retry),
    fetch(new URL("@css@", import.meta.url)).then(ok),
    fetch(new URL("@wasm@", import.meta.url)).then(ok),
  ]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await css.text());
  await glue.default({ module_or_path: wasm });
  return /** @type {[any, CSSStyleSheet]} */ ([glue, sheet]);
};

/** Forgets the widget's parts, so that the next call begins anew. */
export const forget = () => {
  parts = undefined;
  failures++;
};

/**
 * The widget's code and stylesheet, fetched once a page. A failure is forgotten, so that the next call tries again; it
 * does so under another URL, because browsers remember that a module could not be had.
 *
 * @param {number} wait
 */
export const load = (wait) =>
  (parts ??= within(fetchParts(), CODE_WAITS * wait).catch((error) => {
    forget();
    throw new Failure("widget-unreachable", `${error}`);
  }));
