// @ts-check
/**
 * Acknowledging where WebAssembly does not run: posts the record itself, says *recorded* only when the endpoint said so, and
 * keeps nothing: until then the notice stays and can be acknowledged again. Fetched only then. The wire is `PROTOCOL.md`'s.
 *
 * @typedef {import("./frame.js").Frame} Frame
 * @typedef {import("./frame.js").Act} Act
 * @typedef {import("../index.d.ts").Acknowledgement} Acknowledgement
 * @typedef {"recorded" | "stale" | "rejected" | "unauthorized" | "failed"} Verdict
 */

import { Failure, within } from "./failure.js";

/** A user who can do nothing else waits so long at least, in milliseconds. */
const SHORTEST = 3_000;
/** How long "recorded" stays on the screen, in milliseconds. */
const DISMISS_AFTER = 6_000;

/** How long the device may take to remember, in milliseconds: the user waits. */
const REMEMBERING = 1_000;

/** A UUIDv7 (RFC 9562, 5.7). @param {number} now milliseconds since 1970 */
export const newId = (now) => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (40 - 8 * i));
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** What an answer means; `classify` of the notice crate is the same table. @param {number} status @param {any} body @returns {Verdict} */
export const classify = (status, body) => {
  if (status >= 200 && status < 300) return "recorded";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 409 && `${body?.type}`.endsWith("/problems/stale-notice")) return "stale";
  return status < 400 || status > 499 || [408, 425, 429].includes(status) ? "failed" : "rejected";
};

/**
 * The device's last word about this user and notice, as the widget's store writes it, so that they are not asked again and find
 * it when they look the notice up. Where the device refuses, the endpoint remembers.
 *
 * @param {string} who @param {Acknowledgement} record @param {any} receipt
 */
const remember = (who, { id, action, notice: { version, digest, locale } }, receipt) => {
  const written = new Promise((done, fail) => {
    const open = indexedDB.open("ciente");
    open.onerror = fail;
    open.onupgradeneeded = () => ["outbox", "records"].forEach((name) => open.result.createObjectStore(name));
    open.onsuccess = () => {
      const db = open.result;
      try {
        const write = db.transaction("records", "readwrite", { durability: "strict" });
        write.objectStore("records").put({ id, version, digest, action, locale, state: "recorded", receipt }, who);
        write.oncomplete = write.onabort = done;
      } catch (error) {
        fail(error);
      }
      db.close();
    };
  });
  return within(written, REMEMBERING).catch(() => {});
};

/**
 * Takes the place of the widget.
 *
 * @param {Frame} frame @param {typeof import("./stage.js").replace} replace puts another text on the screen
 * @returns {(act: Act) => void} who hears the user from now on
 */
export const answer = (frame, replace) => {
  const { session } = frame;
  /** The records made so far, one an action: a repeated click sends the same. @type {Partial<Record<string, Acknowledgement>>} */
  let made = {};
  let busy = false;

  /** @param {string} tone @param {string} word */
  const say = (tone, word) => frame.say(tone, session.words[word]);

  /** Says it after the notice, for a while. @param {string} tone @param {string} word */
  const sayLater = (tone, word) => {
    frame.say(tone, session.words[word], true);
    setTimeout(() => frame.say("", "", true), DISMISS_AFTER);
  };

  /** @param {Act} act @returns {Acknowledgement} */
  const record = ({ action, at }) => {
    const { id, version, locale, digest, tenant, subject } = session;
    return {
      format: "ciente/acknowledgement/1",
      id: newId(at),
      notice: { id, version, locale, digest },
      tenant,
      subject,
      action: action === "decline" ? "declined" : "acknowledged",
      shownAt: new Date(frame.shownAt ?? at).toISOString(),
      actedAt: new Date(at).toISOString(),
      client: { widget: "@version@", origin: self.origin },
    };
  };

  /** @param {Acknowledgement} record @returns {Promise<{verdict: Verdict, status?: number, receipt?: any}>} */
  const post = async (record) => {
    try {
      const headers = await session.headers();
      const sent = session.post(record.id, JSON.stringify(record), headers);
      const { status, text } = await within(/** @type {ReturnType<import("./post.js").Post>} */ (sent), Math.max(session.wait, SHORTEST));
      // A body that breaks off is no answer, also where the browser reads it as whole: sent again, the record brings its receipt.
      const body = text[0] === "{" ? JSON.parse(text) : undefined;
      const receipt = body?.acknowledgement?.id === record.id ? body : null;
      return { verdict: classify(status, body), status, receipt };
    } catch {
      return { verdict: "failed" };
    }
  };

  /** The notice has changed: the current one, and nothing recorded for the old. */
  const reload = async () => {
    const text = await session.reload();
    // The endpoint knows a newer version than the folder that the notice is fetched from.
    if (text.digest === session.digest) throw new Failure("notice-stale", `${text.url}`);
    await replace(frame, text, true);
    made = {};
    say("waiting", "replaced");
  };

  /** @param {string} [action] @param {object} [detail] */
  const leave = (action, detail) => {
    frame.hear = undefined;
    frame.say("");
    frame.leave();
    if (action) session.emit(action, detail);
  };

  /** @param {Act} act */
  const send = async (act) => {
    const sent = (made[act.action] ??= record(act));
    const { id, action } = sent;
    say("busy", "sending");
    let { verdict, status, receipt } = await post(sent);
    if (verdict === "unauthorized") ({ verdict, status, receipt } = await post(sent));
    if (!frame.root.isConnected) return;
    if (verdict === "recorded") {
      if (action === "acknowledged" && session.who) await remember(session.who, sent, receipt);
      session.settle(action, "recorded", receipt);
      leave(action, { id, delivery: "recorded" });
      if (action === "acknowledged") sayLater("good", "recorded");
      session.emit("recorded", { id, receipt });
    } else if (verdict === "rejected" || verdict === "unauthorized") {
      session.settle(action, "rejected");
      leave(action, { id, delivery: "rejected" });
      if (action === "acknowledged") sayLater("bad", "rejected");
      session.emit("error", { id, code: "endpoint-refused", status });
    } else if (action === "declined") {
      // Whoever declines leaves, also when nobody hears of it: there is no record then, and nobody says so.
      session.settle(action);
      leave(action, { id });
    } else if (verdict === "stale") {
      await reload().catch(({ code = "widget-failed", message }) => {
        session.emit("error", { code, message });
        if (code !== "notice-stale") return say("waiting", "failed");
        // What nobody can acknowledge keeps nobody out of the chat.
        session.settle("unavailable");
        leave();
        sayLater("bad", "failed");
      });
    } else {
      say("waiting", "failed");
    }
  };

  return async (act) => {
    if (busy) return;
    busy = true;
    frame.busy(true);
    await send(act);
    busy = false;
    frame.busy(false);
  };
};
