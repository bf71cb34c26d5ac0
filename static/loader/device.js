// @ts-check
/** What the device remembers, read only: whoever writes it is the widget's outbox. */

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
export const recall = (who) =>
  new Promise((done) => {
    const none = () => done({});
    if (!who) return none();
    try {
      const open = indexedDB.open("ciente");
      open.onupgradeneeded = () => open.transaction?.abort();
      open.onerror = none;
      open.onsuccess = () => {
        const db = open.result;
        try {
          const read = db.transaction(["records", "outbox"]);
          const word = read.objectStore("records").get(who);
          const kept = read.objectStore("outbox").getAll();
          read.oncomplete = () =>
            done({ word: word.result, unsent: kept.result.some((e) => e.who === who && e.state === "pending") });
          read.onabort = none;
        } catch {
          none();
        }
        db.close();
      };
      setTimeout(none, 1000);
    } catch {
      none();
    }
  });
