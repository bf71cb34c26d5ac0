// @ts-check
/** What the device remembers. All but the note is read only: whoever writes it is the widget's outbox, or `drain.js`. */

import { within } from "./failure.js";

/** How long the device may take, in milliseconds, before it is taken to remember nothing. */
const LIMIT = 1000;

/**
 * Whether it is noted that somebody on this device has been asked: that is had at once, which the database is not. Without the
 * note the next one only fetches more than is needed.
 */
export const isKnown = () => {
  try {
    return localStorage.ciente;
  } catch {
    return 1;
  }
};

/** Notes that. */
export const note = () => {
  try {
    localStorage.ciente = 1;
  } catch {}
};

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
 * The user's last word, and what of theirs the outbox keeps, oldest first. The database is made by whoever first writes to it.
 *
 * @param {string | undefined} who
 * @returns {Promise<{word?: {id: string, version: string, action: "acknowledged" | "declined", state: "pending" | "recorded", last?: {version: string, state: "pending" | "recorded"}},
 *   kept?: {id: string, action: string, state: "pending" | "rejected"}[]}>} `last` is the acknowledgement before, where the last word is a refusal or waits still
 */
export const recall = (who) => within(read(who), LIMIT).catch((event) => event.target ?? {});

/** @param {string | undefined} who @returns {ReturnType<typeof recall>} */
const read = async (who) => {
  /** @type {any} */
  const open = indexedDB.open("ciente");
  // A device where nothing was ever written says so; one that cannot be asked says nothing.
  open.onupgradeneeded = () => open.transaction.abort((open.kept = []));
  await done(open);
  const db = /** @type {IDBDatabase} */ (open.result);
  try {
    const reading = db.transaction(["records", "outbox"]);
    const word = reading.objectStore("records").get(/** @type {string} */ (who));
    const kept = reading.objectStore("outbox").getAll();
    await done(reading);
    // Others may have written there as well.
    return { word: word.result, kept: kept.result.filter((e) => e?.who === who && e.body) };
  } finally {
    db.close();
  }
};

/** When a UUIDv7 was made (RFC 9562, 5.7), in milliseconds since 1970. @param {string} id */
export const madeAt = (id) => Number.parseInt(id.replace("-", "").slice(0, 12), 16);

/** What the tabs of this browser tell one another; nothing where storage is refused, which in Firefox takes it along. */
export const channelOfTabs = () => {
  try {
    return new BroadcastChannel("ciente");
  } catch {}
};

/** Whether something is still to be sent. @param {{state: string}[]} [kept] */
export const isUnsent = (kept) => kept?.some(({ state }) => state === "pending");

/**
 * Whether it stands with a word as that says: what waits, and is nowhere to be sent from, will not be sent, or was never done.
 *
 * @param {{state: string}} word @param {{state: string}[]} [kept]
 */
export const holds = (word, kept) => word.state === "recorded" || isUnsent(kept);
