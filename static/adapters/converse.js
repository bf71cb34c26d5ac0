// @ts-check
/** The notice as a plugin of converse.js: asked between binding and `connected`, before roster, presence and messages. */

import { onLogin, onLogout } from "./login.js";

/** @typedef {import("./converse.d.ts").Converse} Converse */

/**
 * The chat box that is open holds the panel; where none is, the notice stands in front of the page.
 *
 * @param {import("./login.d.ts").LoginOptions} options
 */
const placed = (options) => {
  if (options.mode !== "panel" || options.element) return options;
  const box = document.querySelector("#controlbox .box-flyout");
  if (!box?.checkVisibility()) return { ...options, mode: /** @type {const} */ ("modal") };
  const element = box.querySelector("ciente-notice") ?? box.appendChild(document.createElement("ciente-notice"));
  return { ...options, element };
};

export const ciente = {
  /** @this {{ _converse: Converse }} */
  initialize() {
    const { _converse } = this;
    const { api } = _converse;
    api.settings.extend({ ciente: {} });
    /** Whoever is logged in, where they were asked, and whether they go on. @type {{ subject: string, element?: import("./login.d.ts").LoginOptions["element"], passes: Promise<boolean> } | undefined} */
    let gate;

    // It is awaited before `connected` and before `reconnected`.
    api.listen.on("afterResourceBinding", async () => {
      const subject = _converse.session.get("bare_jid");
      // A connection that was lost and is back is the same login.
      if (gate?.subject !== subject) {
        const options = placed(api.settings.get("ciente"));
        gate = { subject, element: options.element, passes: onLogin(subject, options) };
      }
      const mine = gate;
      const passes = await mine.passes;
      if (gate === mine) {
        if (passes) return;
        await api.user.logout();
      }
      // This session has ended. Were this promise to settle, converse.js would go on to start it.
      await new Promise(() => {});
    });

    api.listen.on("logout", () => {
      onLogout(gate?.element);
      gate = undefined;
    });
  },
};
