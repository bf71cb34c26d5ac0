// @ts-check
/**
 * The language on the screen while the notice is read: the reader or the host may want another, and it may not be to be had.
 *
 * @typedef {import("./frame.js").Frame} Frame
 * @typedef {import("./frame.js").Text} Text
 */

import { told } from "./failure.js";
import { replace } from "./put.js";

/**
 * @param {(locale: string) => Promise<Text>} textIn as a record can name it
 * @param {(missed: boolean) => void} tell says that a language cannot be had, or nothing
 * @param {() => boolean} isOver whether nothing is shown any more
 */
export const languages = (textIn, tell, isOver) => {
  /** How often there was to be another text. */
  let turns = 0;
  const all = {
    /** What the reader or the host chose. @type {string | undefined} */
    chosen: undefined,
    /** Whether the one that was wanted last could not be had. */
    missed: false,
    /** A language that is still on its way is of no use any more. */
    dismiss: () => turns++,
    /** @param {Frame} frame @param {string} locale */
    turn: async (frame, locale) => {
      const turn = ++turns;
      // What is said of the one before goes, so that it is said anew.
      if (all.missed) say(false);
      try {
        const text = await textIn(locale);
        // Whoever acts in between has all of the one before.
        await frame.whole;
        if (turn !== turns || isOver()) return;
        await replace(frame, text);
        // It was dropped, where the user acted meanwhile: the choice says which language is on the screen.
        if (frame.session.locale === text.locale) all.chosen = /** @type {any} */ (locale);
        frame.showChoice();
        say(false);
      } catch (error) {
        if (turn !== turns || isOver()) return;
        frame.session.emit("error", told(error));
        frame.showChoice();
        say(true);
      }
    },
  };
  const say = (/** @type {boolean} */ missed) => tell((all.missed = missed));
  return all;
};
