// @ts-check
/**
 * Acknowledging where WebAssembly does not run: posts the record itself, says *recorded* only when the endpoint said so, and
 * keeps nothing: until then the notice stays and can be acknowledged again. What WebAssembly has kept before is sent once a
 * login. Fetched only then. The wire is `PROTOCOL.md`'s.
 *
 * @typedef {import("./frame.js").Frame} Frame
 * @typedef {import("./frame.js").Act} Act
 * @typedef {import("../index.d.ts").Acknowledgement} Acknowledgement
 * @typedef {"recorded" | "stale" | "rejected" | "unauthorized" | "failed"} Verdict
 * @typedef {{verdict: Verdict, status?: number, receipt?: any, pause?: number}} Answer without a status, none came; `pause` is what the
 *   endpoint asked for, in milliseconds
 */

import { one, write } from "../../src/web/outbox/db.js";
import { isUnsent, recall } from "./device.js";
import { within } from "./failure.js";

/** A user who can do nothing else waits so long at least, in milliseconds. */
const SHORTEST = 3_000;
/** How long "recorded" stays on the screen, in milliseconds. */
const DISMISS_AFTER = 6_000;
/** How long after the dialog the last word is said, in milliseconds: a screen reader tells first where the focus went. */
const SAID_AFTER = 200;

/** How long the device may take to remember, in milliseconds: the user waits. */
const REMEMBERING = 1_000;

/** An endpoint that asks for more is asked again after this, in milliseconds. */
const LONGEST_RETRY_AFTER = 24 * 60 * 60 * 1_000;

/** The longest answer that is read, in characters. A receipt in a log of millions has 2 KiB. */
const LONGEST = 65_536;

/** So often an answer may break off before it is taken for what the endpoint has to say. */
const BROKEN = 2;

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

/** Whether a body attests to this record and no other. @param {any} body @param {Acknowledgement} record */
const isReceiptFor = (body, record) => {
  const theirs = body?.acknowledgement;
  const same = (/** @type {any} */ one, /** @type {any} */ other, /** @type {string[]} */ ...names) => names.every((name) => one?.[name] === other[name]);
  return (
    body?.format === "ciente/receipt/1" &&
    same(theirs, record, "id", "tenant", "subject", "action") &&
    same(theirs.notice, record.notice, "id", "version", "digest")
  );
};

/**
 * What came back to a record. A body that breaks off where it matters is no answer, also where the browser reads it as whole:
 * sent again, the record brings its receipt. `Entry::is_cut_off` and `is_receipt_for` of the widget are the same rules.
 *
 * @param {Acknowledgement} record @param {number} attempts how often it was sent before @param {number} status @param {string} text
 * @returns {Answer}
 */
export const understand = (record, attempts, status, text) => {
  const told = `${text}`.trim();
  const matters = (status >= 200 && status < 300) || status === 409;
  if (matters && attempts < BROKEN && told.startsWith("{") && !told.endsWith("}")) return { verdict: "failed" };
  let body;
  try {
    // Nobody's receipt is that long: the device would keep it and read it at each login.
    if (told.length <= LONGEST) body = JSON.parse(told);
  } catch {}
  return { verdict: classify(status, body), status, receipt: isReceiptFor(body, record) ? body : null };
};

/**
 * Sends a record, and once more with fresh authorization where that may help.
 *
 * @param {any} session @param {string} body the record as it is sent each time @param {number} attempts how often it was sent before
 * @returns {Promise<Answer>}
 */
const deliver = async (session, body, attempts) => {
  const record = JSON.parse(body);
  const once = async () => {
    try {
      const { status, text, retryAfter: asked, date } = await session.post(record.id, body, await session.headers(), Math.max(session.wait, SHORTEST));
      return { ...understand(record, attempts, status, text), pause: retryAfter(`${asked}`, Date.parse(`${date}`) || Date.now()) };
    } catch {
      return { verdict: /** @type {const} */ ("failed") };
    }
  };
  const answer = await once();
  return answer.verdict === "unauthorized" ? once() : answer;
};

/**
 * What `Retry-After` asks for, in milliseconds; nothing where it is neither seconds nor a date. `retry_after` of the widget is
 * the same rule.
 *
 * @param {string} header @param {number} answered when the answer was given, by the endpoint's clock where that is known
 */
export const retryAfter = (header, answered) => {
  const asked = header.trim();
  const wait = /^\d+$/.test(asked) ? Number(asked) * 1000 : /^[A-Z].* GMT$/.test(asked) ? Math.max(0, Date.parse(asked) - answered) : NaN;
  return Number.isNaN(wait) ? undefined : Math.min(wait, LONGEST_RETRY_AFTER);
};

/** The device's word about a record, as the widget's store has it. @param {any} entry @param {string} state @param {any} receipt */
const wordOf = ({ id, version, digest, action, locale }, state, receipt) => ({ id, version, digest, action, locale, state, receipt });

/**
 * The device's last word about this user and notice, so that they are not asked again and find it when they look the notice
 * up. Where the device refuses, the endpoint remembers.
 *
 * @param {string} who @param {Acknowledgement} record @param {any} receipt
 */
const remember = (who, { id, action, notice }, receipt) =>
  within(write(id, undefined, who, wordOf({ ...notice, id, action }, "recorded", receipt), 2), REMEMBERING).catch(() => {});

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
      await write(id, undefined, who, wordOf(entry, verdict, receipt), 2);
      session.emit("recorded", { id, receipt });
    } else if (verdict === "stale") {
      await write(id, undefined, who, undefined, 1);
      session.emit("error", { id, code: "notice-stale" });
    } else if (verdict === "failed") {
      const next = { ...entry, attempts: entry.attempts + 1, held: pause > 0, notBefore: Date.now() + pause };
      await write(id, next, who, wordOf(entry, "pending", null), 1);
    } else {
      await write(id, { ...entry, state: "rejected" }, who, undefined, 1);
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
  /** How often they were sent. */
  let attempts = 0;
  let busy = false;
  drain(session);

  /** @param {string} tone @param {string} word */
  const say = (tone, word) => frame.say(tone, session.words[word]);

  /** Says it after the notice: what is well for a while, and what is not until the user has done with it. @param {string} tone @param {string} word */
  const sayLater = (tone, word) => {
    const silence = () => frame.say("", "", true);
    setTimeout(() => {
      frame.say(tone, session.words[word], true);
      const button = document.createElement("button");
      const cross = document.createElement("span");
      Object.assign(button, { type: "button", className: "dismiss", onclick: silence });
      button.setAttribute("part", "dismiss");
      button.setAttribute("aria-label", session.words.dismiss);
      cross.setAttribute("aria-hidden", "true");
      cross.append("×");
      button.append(cross);
      frame.find(".toast")?.append(button);
      // Not under the pointer or the focus, nor while nobody looks.
      const fade = () => {
        const isHeld = frame.root.ownerDocument.visibilityState === "hidden" || frame.find(".toast:is(:hover, :focus-within)");
        isHeld ? setTimeout(fade, DISMISS_AFTER) : silence();
      };
      if (tone === "good") setTimeout(fade, DISMISS_AFTER);
    }, SAID_AFTER);
  };

  /** @param {Act} act @returns {Acknowledgement} */
  const record = ({ action, at }) => {
    const { id, version, locale, digest, tenant, subject, origin } = session;
    return {
      format: "ciente/acknowledgement/1",
      id: newId(at),
      notice: { id, version, locale, digest },
      tenant,
      subject,
      action: action === "decline" ? "declined" : "acknowledged",
      shownAt: new Date(frame.shownAt ?? at).toISOString(),
      actedAt: new Date(at).toISOString(),
      client: { widget: "@version@", origin },
    };
  };

  /** What lets the other tabs go on; none where this one waits too long for them. @param {string} who @returns {Promise<(() => void) | undefined>} */
  const alone = (who) => {
    const lock = session.lock(who, true);
    return within(lock, Math.max(session.wait, SHORTEST)).catch(() => void lock.then((/** @type {any} */ release) => release?.()));
  };

  /** How the same acknowledgement stands on the device, by another tab. @param {Acknowledgement} record */
  const elsewhere = async ({ action, notice: { version } }) => {
    const { word, kept } = await recall(session.who);
    const isSame = word?.action === action && word.version === version;
    // What says that it waits, and is nowhere to be sent from, was not done.
    return isSame && (word.state === "recorded" || isUnsent(kept)) ? word.state : undefined;
  };

  /** The notice has changed: the current one, and nothing recorded for the old. */
  const reload = async () => {
    const text = await session.reload();
    await replace(frame, text, true);
    made = {};
    attempts = 0;
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
    // Another text came, perhaps, since it was made.
    if (made[act.action] && made[act.action]?.notice.version !== session.version) {
      made = {};
      attempts = 0;
    }
    const sent = (made[act.action] ??= record(act));
    const { id, action } = sent;
    const { who } = session;
    const isMine = action === "acknowledged" && !!who;
    say("busy", "sending");
    // Of two tabs that acknowledge at once, the one that comes second finds it done.
    const release = isMine ? await alone(who) : undefined;
    /** @type {Answer} */
    let answer;
    try {
      const state = isMine ? await elsewhere(sent) : undefined;
      if (state) {
        session.settle("already", state);
        leave();
        return sayLater("good", "elsewhere");
      }
      answer = await deliver(session, JSON.stringify(sent), attempts++);
      if (isMine && answer.verdict === "recorded") await remember(who, sent, answer.receipt);
    } finally {
      release?.();
    }
    const { verdict, status, receipt } = answer;
    if (!frame.root.isConnected) return;
    if (verdict === "recorded") {
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
      // Whoever declines leaves, also when nobody says that they heard of it; nor does anybody say so here.
      const delivery = verdict === "stale" ? "rejected" : undefined;
      session.settle(action, delivery);
      leave(action, { id, ...(delivery && { delivery }) });
      if (delivery) session.emit("error", { id, code: "notice-stale" });
    } else if (verdict === "stale") {
      await reload().catch(({ code = "widget-failed", message }) => {
        session.emit("error", { id, code, message });
        if (code !== "notice-stale") return say("waiting", "failed");
        // What nobody can acknowledge keeps nobody out of the chat; nor is there anything to be tried again.
        session.settle("unavailable");
        leave();
      });
    } else {
      say("waiting", "failed");
    }
  };

  return async (act) => {
    if (busy) return;
    busy = true;
    frame.busy(true);
    await send(act).finally(() => {
      busy = false;
      frame.busy(false);
    });
  };
};
