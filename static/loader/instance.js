// @ts-check
/**
 * A run of the WebAssembly that answers for the notice, until it traps: from then on nothing of it is heard any more.
 */

import { Failure } from "./failure.js";

/** Where a trap outside of a call from these files is told. */
const TOLD = ["error", "unhandledrejection"];

/**
 * Whether an error is a trap of the widget's, or what else ends it: its functions are called from these files only, and of those
 * that the error came through the first is its glue.
 *
 * @param {any} error
 */
export const isTrap = (error) => {
  const [, ours] = `${error?.stack}`.split(import.meta.url.replace(/[^/]*$/, ""));
  return ours && (error instanceof (globalThis.WebAssembly?.RuntimeError ?? Failure) || ours.startsWith("ciente-glue"));
};

/**
 * Watches over a run that begins now.
 *
 * @param {any} session what it is handed, and is heard through
 */
export const watch = (session) => {
  let alive = true;
  let settled = false;
  /** What lets go of the records that it holds against other tabs. @type {(() => void)[]} */
  const locks = [];
  /** @type {(error: unknown) => void} */
  let fail;
  /** Rejects when it traps. @type {Promise<never>} */
  const trapped = new Promise((_, no) => (fail = no));
  trapped.catch(() => {});
  /** @param {unknown} error */
  const trap = (error) => {
    alive = false;
    locks.forEach((release) => release());
    fail(error);
  };
  const hear = (/** @type {any} */ { error, reason = error }) => isTrap(reason) && trap(reason);
  TOLD.forEach((name) => addEventListener(name, hear));
  return {
    trapped,
    trap,
    leave: () => TOLD.forEach((name) => removeEventListener(name, hear)),
    /** Whether the host has been told what the user did. */
    isSettled: () => settled,
    session: {
      __proto__: session,
      lock: async (/** @type {any[]} */ ...all) => {
        const release = await session.lock(...all);
        if (!alive) release?.();
        else if (release) locks.push(release);
        return release;
      },
      emit: (/** @type {any[]} */ ...all) => alive && session.emit(...all),
      settle: (/** @type {any[]} */ ...all) => {
        settled ||= alive;
        if (alive) session.settle(...all);
      },
    },
  };
};
