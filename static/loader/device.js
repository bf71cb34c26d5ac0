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
 * The last word, read only: the database is made by whoever first writes to it.
 *
 * @param {string | undefined} who
 * @returns {Promise<{version: string, digest: string, state: "pending" | "recorded"} | undefined>}
 */
export const lastWord = (who) =>
  new Promise((done) => {
    const none = () => done(undefined);
    if (!who) return none();
    try {
      const open = indexedDB.open("ciente");
      open.onupgradeneeded = () => open.transaction?.abort();
      open.onerror = none;
      open.onsuccess = () => {
        const db = open.result;
        try {
          const get = db.transaction("records").objectStore("records").get(who);
          get.onsuccess = () => done(get.result);
          get.onerror = none;
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
