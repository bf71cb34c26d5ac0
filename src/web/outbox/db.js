// @ts-check
/**
 * The browser's side of the store: one transaction a call, durable, over in a few seconds whatever else has the database open.
 * What the entries are, and what becomes of them, is decided in `store.rs`. A call that fails resolves to `undefined`.
 */

/** A database that another page blocks must not keep the user waiting, in milliseconds. */
const LIMIT = 3_000;
const NAMES = ["outbox", "records"];

/** Which last word gives way to a new one; `Over` in `store.rs` has the same numbers. Any: the user acts now. */
export const ANY = 0;
/** Only the entry's own: an answer came. */
export const OWN = 1;
/** An older one as well: the endpoint has the record. */
export const OLDER = 2;

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answer = (request) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

/**
 * @template T
 * @param {IDBTransactionMode} mode @param {(transaction: IDBTransaction) => T | Promise<T>} work
 * @param {T} [none] what there is to read where nothing was ever written
 * @returns {Promise<T | undefined>}
 */
const use = (mode, work, none) =>
  new Promise((/** @type {(value?: any) => void} */ done) => {
    /** @type {IDBTransaction | undefined} */
    let transaction;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      try {
        // What was not written in time must not be written after it was said that it is not.
        transaction?.abort();
      } catch {
        // It has ended this very moment, and what came of it is told.
        return;
      }
      done();
    }, LIMIT);
    const run = async () => {
      const open = indexedDB.open("ciente", 1);
      let isNew = false;
      open.onupgradeneeded = () => {
        isNew = mode === "readonly";
        // It is made by whoever first has something to write.
        if (isNew) open.transaction?.abort();
        else NAMES.forEach((name) => open.result.createObjectStore(name));
      };
      const db = await answer(open).catch((error) => {
        if (!isNew) throw error;
      });
      if (!db) return done(none);
      // An open connection would keep a newer version of the widget from its upgrade.
      try {
        if (late) return;
        const now = (transaction = db.transaction(NAMES, mode, { durability: "strict" }));
        const ended = new Promise((/** @type {(value?: any) => void} */ ended, fail) => {
          now.oncomplete = ended;
          now.onabort = () => fail(now.error);
        });
        ended.catch(() => {});
        const result = await work(now);
        await ended;
        done(result);
      } finally {
        transaction = undefined;
        db.close();
      }
    };
    run()
      .catch(() => done())
      .finally(() => clearTimeout(timer));
  });

/** All entries. */
export const all = () => use("readonly", (transaction) => answer(transaction.objectStore("outbox").getAll()), []);

/** An entry, and the last word about its user. @param {string} id @param {string} who */
export const one = (id, who) =>
  use(
    "readonly",
    (transaction) => Promise.all([answer(transaction.objectStore("outbox").get(id)), answer(transaction.objectStore("records").get(who))]),
    [undefined, undefined],
  );

/**
 * Puts an entry or takes it out, and with it the last word about its user, if what stands there gives way; until an
 * acknowledgement is recorded, the one before is kept under `last`. An acknowledgement
 * that is new is not put where the user has acknowledged the same version already, in another tab at this moment, or when the
 * device did not say so in time: then this resolves to how that one stands.
 *
 * @param {string} id @param {object | undefined} entry @param {string} who @param {object | undefined} word
 * @param {number} over which word gives way: `ANY`, `OWN` or `OLDER`
 */
export const write = (id, entry, who, word, over) =>
  use("readwrite", async (transaction) => {
    const [outbox, records] = NAMES.map((name) => transaction.objectStore(name));
    const known = await answer(records.get(who));
    const stored = known?.id;
    const { action: act, version, state: fate } = /** @type {any} */ (entry ?? {});
    if (over === ANY && known?.action === "acknowledged" && known.action === act && known.version === version) {
      // What says that it waits, and is nowhere to be sent from, was not done.
      if (known.state === "recorded" || (await answer(outbox.get(`${stored}`)))?.body) return known.state;
    }
    if (fate === "rejected") {
      // Where each login is refused, the last one says all.
      for (const old of await answer(outbox.getAll())) {
        if (old?.who === who && old.state === fate && old.action === act && old.version === version) outbox.delete(old.id);
      }
    }
    if (entry) outbox.put(entry, id);
    else outbox.delete(id);
    const { last, ...before } = known ?? {};
    // UUIDv7 sorts by time.
    if (over === ANY || stored === id || (over === OLDER && !(stored > id))) {
      // Whoever declines, or is refused, has acknowledged all the same what they acknowledged before.
      const held = before.action === "acknowledged" && stored !== id ? before : last;
      const { action, state } = /** @type {any} */ (word ?? {});
      const isKnown = action === "acknowledged" && state === "recorded";
      const next = word && held && !isKnown ? { ...word, last: held } : (word ?? held);
      if (next) records.put(next, who);
      else records.delete(who);
    } else if (last?.id === id) {
      // An answer to what came before the last word.
      records.put(word ? { ...before, last: word } : before, who);
    }
    return true;
  });
