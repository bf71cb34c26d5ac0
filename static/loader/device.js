// @ts-check
/** What the device remembers, read only: whoever writes it is the widget's outbox. */

import { within } from "./failure.js";

/** How long the device may take, in milliseconds, before it is taken to remember nothing. */
const LIMIT = 1000;

/** @param {any} request or a transaction @returns {Promise<unknown>} */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = request.oncomplete = resolve;
    request.onerror = request.onabort = reject;
  });

/**
 * Where this user's last word about this notice lies on the device; nothing where the subject cannot be hashed (a page
 * that is no secure context).
 *
 * @param {string} tenant @param {string} subject @param {string} notice
 */
export const keyOf = async (tenant, subject, notice) => {
  const bytes = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(`${tenant}\0${subject}`));
  return bytes && `${btoa(String.fromCharCode(...new Uint8Array(bytes)))} ${notice}`;
};

/**
 * The user's last word, and whether the outbox holds something of theirs that is not sent. The database is made by whoever
 * first writes to it.
 *
 * @param {string | undefined} who
 * @returns {Promise<{word?: {version: string, action: "acknowledged" | "declined", state: "pending" | "recorded"}, unsent?: boolean}>}
 */
export const recall = (who) => within(read(who), LIMIT).catch(() => ({}));

/** @param {string | undefined} who @returns {ReturnType<typeof recall>} */
const read = async (who) => {
  const open = indexedDB.open("ciente");
  open.onupgradeneeded = () => open.transaction?.abort();
  await done(open);
  const db = open.result;
  try {
    const reading = db.transaction(["records", "outbox"]);
    const word = reading.objectStore("records").get(/** @type {string} */ (who));
    const kept = reading.objectStore("outbox").getAll();
    await done(reading);
    return { word: word.result, unsent: kept.result.some((e) => e.who === who && e.state === "pending") };
  } finally {
    db.close();
  }
};
