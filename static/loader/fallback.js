// @ts-check
/**
 * Acknowledging where WebAssembly does not run: posts the record itself, says *recorded* only when the endpoint said so, and
 * queues nothing for later: until then the notice stays and can be acknowledged again. Fetched only then.
 *
 * @typedef {import("./frame.js").Frame} Frame
 * @typedef {import("./frame.js").Act} Act
 * @typedef {import("./wire.js").Acknowledgement} Acknowledgement
 * @typedef {import("./wire.js").Answer} Answer
 */

import { holds, recall } from "./device.js";
import { drain, remember } from "./drain.js";
import { told, within } from "./failure.js";
import { SHORTEST, deliver, newId } from "./wire.js";

export { drain };

/** How long "recorded" stays on the screen, in milliseconds. */
const DISMISS_AFTER = 6_000;
/** How long after the dialog the last word is said, in milliseconds: a screen reader tells first where the focus went. */
const SAID_AFTER = 200;

/**
 * Takes the place of the widget.
 *
 * @param {Frame} frame @param {typeof import("./put.js").replace} replace puts another text on the screen
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
    return isSame && holds(word, kept) ? word.state : undefined;
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
      await reload().catch((error) => {
        session.emit("error", { id, ...told(error) });
        if (error.code !== "notice-stale") return say("waiting", "failed");
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
