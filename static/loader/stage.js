// @ts-check
/**
 * From "a notice must be shown" to somebody who answers for it: the view rendered ahead of time is on the screen at once
 * and keeps what the user does; WebAssembly answers for it, or the fallback where that cannot be. One closure, and no class:
 * that would be half a kilobyte more to load before anything is read.
 *
 * @typedef {import("./frame.js").Act} Act
 * @typedef {{close(): void, restore?(): void, translate?(locale: string): void}} Handle
 * @typedef {{code: Promise<any>, now: import("./manifest.js").Current & {manifest: import("../index.d.ts").Manifest},
 *   before: string | undefined, view: Promise<any>, isSound: boolean, forget(): void,
 *   again(): Promise<any>, fallback(): Promise<any>, recall(): Promise<any>, elsewhere(): Promise<"recorded" | "pending" | undefined>}} Parts
 */

import { breathe } from "./breathe.js";
import { isUnsent, madeAt } from "./device.js";
import { Failure, told, within } from "./failure.js";
import { Frame } from "./frame.js";
import { isTrap, watch } from "./instance.js";
import { languages } from "./languages.js";
import { put, replace } from "./put.js";
import { otherTabs } from "./tabs.js";
import { read } from "./texts.js";
import { UNUSABLE, explained, published } from "./why.js";

/** How long taking over may take, in milliseconds, before the instance counts as dead. */
const LIMIT = 10_000;

/**
 * Shows the notice; resolves when somebody answers for it.
 *
 * @param {ShadowRoot} shadow @param {any} given the session @param {AbortSignal} signal @param {Parts} parts
 * @param {(handle: Handle) => void} place takes what ends the view
 */
export const show = async (shadow, given, signal, parts, place) => {
  /** Everything that whoever answers for the notice needs; the text on the screen among it. */
  const session = { ...given };
  /** The same view, if the host's server sent it with the page. @type {HTMLElement | null} */
  const served = shadow.querySelector("[data-digest]");
  const { base, get } = given;
  /** @type {Frame} */
  let frame;
  /** That what is on the screen can be named in a record. @type {Promise<unknown>} */
  let proof;
  /** @type {any} */
  let widget;
  /** What the user did before somebody could answer for it. @type {Act | undefined} */
  let early;
  /** What they do now that somebody can. @type {Act | undefined} */
  let pressed;
  let losePatience = () => {};
  /** Since when an instance answers; 0 before that. */
  let opened = 0;
  /** Nothing is shown any more. */
  let over = false;
  /** The run of the WebAssembly that the widget is of. @type {ReturnType<typeof watch> | undefined} */
  let instance;

  const letGo = () => {
    instance?.leave();
    widget = undefined;
  };
  const end = () => {
    over = true;
    letGo();
    tabs.end();
    frame?.end();
  };
  const press = () => {
    const act = pressed;
    pressed = undefined;
    if (frame) frame.isPressed = false;
    if (act) widget?.act(act.action, act.at);
  };
  const close = () => {
    try {
      // What the host does at the same click does not undo it.
      press();
      widget?.close();
    } catch {
      // An instance that traps now says nothing more; the host's `reset` goes on.
    }
    end();
  };
  /** They are told what changed since this version. */
  let since = parts.before;
  /** A text that a record can name. @param {Parts["now"]} next */
  const textOf = async (next) => published(await explained(read(next, base, since, get), next.url, signal), get, signal);
  const language = languages(
    (locale) => textOf(given.inLocale(locale)),
    (missed) => {
      if (widget) widget.translated(missed);
      else if (!frame.isBusy) frame.say("bad", missed ? session.words.localeMissed : "");
    },
    () => over,
  );
  /** Whether another tab has done it. */
  const look = async () => {
    const delivery = await parts.elsewhere().catch(() => {});
    if (!delivery || over || signal.aborted) return;
    if (widget) return widget.elsewhere(delivery);
    if (early || frame?.isBusy) return;
    end();
    session.settle("already", delivery);
  };
  const tabs = otherTabs(session.who, look);
  session.reload = async () => {
    const next = await given.current(language.chosen);
    since = parts.now.version;
    const text = await textOf(next);
    language.dismiss();
    // The endpoint knows a newer version than the folder that the notice is fetched from.
    if (text.digest === session.digest) throw new Failure("notice-stale", `${text.url} is current here, and not to the endpoint`);
    return text;
  };
  session.emit = (/** @type {string} */ name, /** @type {object} */ detail) => {
    given.emit(name, detail);
    if (name === "acknowledged" && !over) tabs.tell();
  };

  const first = async () => {
    const text = await explained(read(parts.now, base, parts.before, get, parts.view), parts.now.url, signal);
    signal.throwIfAborted();
    if (over) return;
    const { digest, format } = served?.dataset ?? {};
    proof = published(text, get, signal);
    proof.catch(() => {});
    // Its last node: what is still arriving is not whole.
    const isWhole = served?.querySelector(".root > [role=status]");
    // Read as another encoding, the same bytes are other words.
    const isServed = isWhole && digest === text.digest && format === text.view?.format && shadow.ownerDocument.characterSet === "UTF-8";
    frame = new Frame(session, isServed ? /** @type {HTMLElement} */ (served) : undefined);
    if (!isServed) shadow.append(frame.root);
    frame.choose = (locale) => language.turn(frame, locale);
    frame.hear = (act) => {
      if (early) return;
      early = act;
      frame.busy(true);
      frame.say("busy", session.words?.sending);
      losePatience();
    };
    const stands = () => {
      if (!isServed) served?.remove();
      frame.busy(false);
      frame.front();
    };
    await put(frame, text, stands, true, isServed ? served : null);
  };
  const shown = first().catch((error) => {
    end();
    signal.aborted || given.cover(false);
    throw error;
  });
  shown.catch(() => {});
  place({
    close,
    restore: () => frame?.restore(),
    translate: (locale) => shown.then(() => language.turn(frame, locale), () => {}),
  });

  /** Has the widget answer for the notice; resolves when it does. */
  const start = async () => {
    const patience = new Promise((_, fail) => {
      losePatience = () => setTimeout(fail, session.wait, new Failure("widget-unreachable", "the user waits"));
    });
    if (early) losePatience();
    const [glue] = await Promise.race([Promise.all([parts.code, proof]), /** @type {any} */ (patience)]);
    // To have made the instance was work enough for one go.
    await breathe();
    signal.throwIfAborted();
    if (over) return;
    const { trapped, isSettled, session: own } = (instance = watch(session));
    opened = Date.now();
    const ready = new Promise((done) => {
      frame.say("");
      widget = glue.open(frame.find(".now"), frame.find(".root > [role=status]"), {
        __proto__: own,
        get shownAt() {
          return frame.shownAt;
        },
        busy: (/** @type {boolean} */ busy) => frame.busy(busy),
        stand: (/** @type {boolean} */ open) => (open ? frame.front() : frame.leave()),
        takeOver: () => {
          const act = early;
          early = undefined;
          // The button is seen pressed before the work begins.
          frame.hear = (act) => {
            pressed ??= act;
            frame.isPressed = true;
            setTimeout(press);
          };
          frame.root.dataset.live = "";
          done(undefined);
          return act;
        },
        reload: async (/** @type {string} */ id) => {
          try {
            const text = await session.reload();
            await replace(frame, text, true);
            return true;
          } catch (error) {
            session.emit("error", { id, ...told(error) });
          }
        },
      });
    });
    await within(Promise.race([ready, trapped]), LIMIT);
    // What was said before is said by the widget now.
    if (language.missed) widget.translated(true);
    trapped.catch((error) => late(error, isSettled()).catch(isSettled() ? end : fail));
  };

  /** What the user does now is for whoever answers next. */
  const hold = () => {
    widget = undefined;
    frame.hear = (act) => {
      early ??= act;
      frame.busy(true);
    };
  };

  /** Goes on without the widget. @param {any} error why */
  const rescue = async (error) => {
    // What is left of an instance says nothing more, and another call gets a fresh one.
    instance?.trap(error);
    letGo();
    hold();
    // Code that is sound goes on: it may hold what the device does not keep.
    if (isTrap(error) || !parts.isSound) parts.forget();
    if (over) return;
    if (UNUSABLE.test(error.code)) throw error;
    session.emit("error", told(error));
    const { answer } = await parts.fallback();
    // What a record would name has to be there, however it is sent.
    await within(proof, session.wait).catch((error) => {
      if (UNUSABLE.test(error.code)) throw error;
    });
    signal.throwIfAborted();
    if (over) return;
    frame.say("");
    frame.say("", "", true);
    early ??= pressed;
    press();
    frame.busy(!!early);
    frame.front();
    frame.hear = answer(frame, replace);
    if (early) frame.hear?.(early);
  };

  const dispose = () => {
    end();
    parts.forget();
  };

  /**
   * A trap when the widget had the notice: what it wrote to its outbox is sent by a fresh instance.
   *
   * @param {any} error @param {boolean} settled whether the host has been told what the user did
   */
  const late = async (error, settled) => {
    hold();
    const { word, kept } = await parts.recall();
    signal.throwIfAborted();
    if (!settled && !(isUnsent(kept) && word && madeAt(word.id) >= (frame.shownAt ?? opened))) return rescue(error);
    dispose();
    session.emit("error", { code: "widget-failed", message: `${error}` });
    if (!settled && word) {
      session.settle(word.action, "pending", undefined, word.id);
      session.emit(word.action, { id: word.id, delivery: "pending" });
    }
    if (!isUnsent(kept)) return;
    const glue = await parts.again().catch(parts.fallback);
    if (!signal.aborted) place(glue.drain(session));
  };

  /** @param {any} error */
  const fail = (error) => {
    dispose();
    if (signal.aborted) return;
    session.emit("error", told(error));
    session.settle("unavailable");
  };

  await shown;
  try {
    await start().catch((error) => {
      signal.throwIfAborted();
      return rescue(error);
    });
  } catch (error) {
    close();
    // The element's own content is for whoever cannot be shown the notice.
    signal.aborted || given.cover(false);
    throw error;
  }
};
