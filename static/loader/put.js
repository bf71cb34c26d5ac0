// @ts-check
/**
 * A text onto the screen, or another in its place.
 *
 * @typedef {import("./frame.js").Frame} Frame
 * @typedef {import("./frame.js").Text} Text
 */

import { Failure } from "./failure.js";

/** So long is no sentence of the widget's, in characters. */
const LONGEST = 500;

/**
 * Puts a text on the screen; says what is wrong with it where it is none. Resolves when it is whole.
 *
 * @param {Frame} frame @param {Text} text @param {() => void} stands called when it is there
 * @param {boolean} [patient] whether the user waits for it @param {HTMLElement | null} [served] its nodes, where they are there
 */
export const put = async (frame, text, stands, patient, served) => {
  // Nothing else of what a manifest says of a text: it is somebody's name there, perhaps.
  const { view, id, version, locale, digest, told } = /** @type {Text & {told?: any}} */ (text);
  const words = view?.words;
  const done = () => {
    Object.assign(frame.session, { id, version, locale, digest, told, words });
    stands();
  };
  try {
    if (!words) throw Error("it has no words");
    // They are said outside the dialog as well, where there is room for a sentence.
    // And what only looks like a text would stop the program that it is handed to.
    if ([id, version, digest, ...Object.values(words)].some((word) => word.trim().length > LONGEST)) throw Error("a word is too long");
    if (served) {
      // From now on somebody answers to the choice of languages.
      frame.find("select")?.removeAttribute("class");
      frame.tell(text.lists);
      done();
    } else await frame.fill(text, done, patient);
  } catch (error) {
    throw new Failure("notice-invalid", `${text.url}: ${/** @type {Error} */ (error).message}`);
  }
};

/**
 * Another text in place of the one on the screen, from its beginning, unless the user has acted on that meanwhile.
 *
 * @param {Frame} frame @param {Text} text @param {boolean} [patient] whether the user waits for it
 */
export const replace = (frame, text, patient) => put(frame, text, () => frame.renew(), patient);
