// @ts-check
/**
 * What the widget has kept on the device, where WebAssembly does not run: sent once a login, and what became of it kept in its
 * place.
 */

import { OLDER, OWN, one, write } from "../../src/web/outbox/db.js";
import { recall } from "./device.js";
import { within } from "./failure.js";
import { LONGEST_RETRY_AFTER, deliver } from "./wire.js";

/** How long the device may take to remember, in milliseconds: the user waits. */
const REMEMBERING = 1_000;

/** The device's word about a record, as the widget's store has it. @param {any} entry @param {string} state @param {any} receipt */
const wordOf = ({ id, version, digest, action, locale }, state, receipt) => ({ id, version, digest, action, locale, state, receipt });

/**
 * The device's last word about this user and notice, so that they are not asked again and find it when they look the notice
 * up. Where the device refuses, the endpoint remembers.
 *
 * @param {string} who @param {import("./wire.js").Acknowledgement} record @param {any} receipt
 */
export const remember = (who, { id, action, notice }, receipt) =>
  within(write(id, undefined, who, wordOf({ ...notice, id, action }, "recorded", receipt), OLDER), REMEMBERING).catch(() => {});

/**
 * Sends what the widget has kept for this user, each record once: the next login goes on.
 *
 * @param {any} session
 */
export const drain = (session) => {
  const { who } = session;
  let over = false;
  /** @param {string} id */
  const send = async (id) => {
    const [entry] = (await one(id, who)) ?? [];
    const left = entry?.held ? entry.notBefore - Date.now() : 0;
    // What the endpoint has asked for holds here too, and so does what another tab has made of it.
    if (over || entry?.state !== "pending" || (left > 0 && left < LONGEST_RETRY_AFTER)) return;
    const { verdict, status, receipt, pause = 0 } = await deliver(session, entry.body, entry.attempts);
    if (verdict === "recorded") {
      await write(id, undefined, who, wordOf(entry, verdict, receipt), OLDER);
      session.emit("recorded", { id, receipt });
    } else if (verdict === "stale") {
      await write(id, undefined, who, undefined, OWN);
      session.emit("error", { id, code: "notice-stale" });
    } else if (verdict === "failed") {
      const next = { ...entry, attempts: entry.attempts + 1, held: pause > 0, notBefore: Date.now() + pause };
      await write(id, next, who, wordOf(entry, "pending", null), OWN);
    } else {
      await write(id, { ...entry, state: "rejected" }, who, undefined, OWN);
      session.emit("error", { id, code: "endpoint-refused", status });
    }
  };
  const all = async () => {
    const { kept = [] } = await recall(who);
    for (const { id, state } of kept) {
      // What another tab is sending, it sends.
      const release = state === "pending" && !over && (await session.lock(id, false));
      if (release) await send(id).catch(() => {}).finally(release);
    }
  };
  all().catch(() => {});
  return { close: () => void (over = true) };
};
