// @ts-check
/** The notice as a plugin of converse.js: asked between binding and `connected`, before roster, presence and messages. */

import { endLogin, onLogin } from "./login.js";

/** @typedef {import("./converse.d.ts").Converse} Converse */
/** @typedef {import("./login.d.ts").LoginOptions} LoginOptions */

/** So high a chat box must be to hold a notice that can be read, in pixels. */
const LOWEST = 240;

/** A language range (RFC 4647, 2.1). */
const LANGUAGE = /^[a-z]{1,8}(-[a-z\d]{1,8})*$/i;

/**
 * The chat box that is open holds the panel; where none is, or too little of it is seen, the notice stands in front of the page.
 *
 * @param {LoginOptions} options @returns {LoginOptions}
 */
const placed = (options) => {
  if (options.mode !== "panel" || options.element) return options;
  const box = document.querySelector("#controlbox .box-flyout");
  const { top = 0, bottom = 0 } = box?.checkVisibility() ? box.getBoundingClientRect() : {};
  if (!box || top < 0 || Math.min(bottom, innerHeight) - top < LOWEST) return { ...options, mode: "modal" };
  // First: converse.js empties the end of the box when the session begins, and what stands there ends with it.
  const element = box.querySelector("ciente-notice") ?? box.insertBefore(document.createElement("ciente-notice"), box.firstChild);
  return { ...options, element };
};

/**
 * Whoever is logged in, where they were asked, and whether they go on.
 *
 * @typedef {object} Gate
 * @property {string} subject
 * @property {LoginOptions["element"]} element
 * @property {Promise<boolean>} passes
 * @property {"free" | "held" | "open"} state whether a binding is held, and whether the session has begun
 * @property {() => void} [bound] hears of another binding while one is held
 */

export const ciente = {
  /** @this {{ _converse: Converse }} */
  initialize() {
    const { _converse } = this;
    const { api } = _converse;
    api.settings.extend({ ciente: {} });
    /** @type {Gate | undefined} */
    let gate;

    /** @param {string} subject @returns {Gate} */
    const ask = (subject) => {
      // What the user reads the chat in, where that is a language's name, unless the host says otherwise.
      const locale = `${api.settings.get("i18n") ?? ""}`.replaceAll("_", "-");
      const options = placed({ ...(LANGUAGE.test(locale) && { locale }), ...api.settings.get("ciente") });
      return { subject, element: options.element, passes: onLogin(subject, options), state: "free" };
    };

    /** Whether this binding goes on. @param {Gate} mine */
    const holds = async (mine) => {
      // A connection that was lost and is back is the same login.
      if (mine.state === "open") return true;
      if (mine.state === "held") {
        // One binding is held already; were both to go on, converse.js would begin the session twice.
        mine.bound?.();
        return false;
      }
      mine.state = "held";
      const passes = await mine.passes.catch((mistake) => {
        // A mistake of the host's. The next binding says so again, instead of waiting for this one.
        if (gate === mine) gate = undefined;
        throw mistake;
      });
      // A session that began without a connection would never get what is asked for at its beginning.
      while (gate === mine && passes && !api.connection.connected()) {
        await new Promise((done) => (mine.bound = () => done(undefined)));
      }
      if (gate !== mine) return false;
      if (passes) mine.state = "open";
      else await api.user.logout();
      return passes;
    };

    // It is awaited before `connected` and before `reconnected`.
    api.listen.on("afterResourceBinding", async () => {
      const subject = _converse.session.get("bare_jid");
      if (gate?.subject !== subject) gate = ask(subject);
      if (await holds(gate)) return;
      // This session has ended, or another binding goes on. Were this promise to settle, converse.js would go on to start it.
      await new Promise(() => {});
    });

    const end = () => {
      if (gate) endLogin(gate.subject, gate.element);
      gate = undefined;
    };
    api.listen.on("logout", end);
    // Not while it reconnects: the session is over, for another password perhaps, and the login form is there.
    api.listen.on("disconnected", end);
  },
};
