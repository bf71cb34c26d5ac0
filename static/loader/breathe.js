// @ts-check
/** Long work in short goes: what lets the page do what it has to in between. */

/** How long a page that is seen may take to paint, in milliseconds, before nobody waits for it any more. */
const PATIENCE = 100;

/** Lets the page do what waits. @returns {Promise<unknown>} */
export const breathe = () => /** @type {any} */ (globalThis).scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));

/** Lets the page paint, if anybody sees it. @returns {Promise<unknown>} */
export const painted = () =>
  document.visibilityState === "hidden"
    ? breathe()
    : new Promise((done) => {
        requestAnimationFrame(() => setTimeout(done));
        setTimeout(done, PATIENCE);
      });
