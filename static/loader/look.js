// @ts-check
/** The first stage: all that a notice takes to be seen, before there is any WebAssembly. Fetched only when needed. */

export { Frame } from "./frame.js";
export { ask, drain } from "./session.js";
export { style } from "./sheet.js";
export { put, replace } from "./put.js";
export { explained } from "./why.js";
