// @ts-check
/**
 * What went wrong, with its code; and waiting that ends.
 *
 * @typedef {import("../index.d.ts").ErrorCode} ErrorCode
 */

/** An error with a code of the table in `index.d.ts`. */
export class Failure extends Error {
  /** @param {ErrorCode} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** What the host is told of it. What a browser throws has a number for a code. @param {any} error */
export const told = ({ code, message }) => ({ code: code?.at ? code : "widget-failed", message });

/** The unit of how long files are waited for: `wait`, and 1.25 s at least, because a host that sets `wait` to 0 for its endpoint still needs the files. @param {number} wait in milliseconds */
export const patience = (wait) => (wait > 1250 ? wait : 1250);

/** @param {Response} response */
export const ok = (response) => {
  if (!response.ok) throw Error(`${response.status} ${response.url}`);
  return response;
};

/**
 * @template T
 * @param {Promise<T>} work @param {number} milliseconds
 * @returns {Promise<T>}
 */
export const within = (work, milliseconds) =>
  new Promise((done, fail) => {
    const timer = setTimeout(() => fail(Error("too late")), milliseconds);
    work.then(done, fail).finally(() => clearTimeout(timer));
  });
