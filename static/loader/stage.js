// @ts-check
/**
 * From "a notice must be shown" to somebody who answers for it: the view rendered ahead of time is on the screen at once
 * and keeps what the user does; WebAssembly takes it over, or the fallback where that cannot be. Fetched only when needed.
 *
 * @typedef {import("./frame.js").View} View
 * @typedef {import("./frame.js").Act} Act
 * @typedef {{close(): void, restore?(): void, translate?(locale: string): void}} Handle
 * @typedef {{code: Promise<any>, full: Promise<any>, view: Promise<View> | undefined, forget(): void,
 *   again(): Promise<any>, fallback(): Promise<any>, recall(): Promise<any>, elsewhere(): Promise<"recorded" | "pending" | undefined>}} Parts
 */

import { Failure, within } from "./failure.js";
import { Frame } from "./frame.js";

/** What says that the notice itself is unusable, not only that something did not arrive. */
const UNUSABLE = /^notice-(?!unreachable)/;
/** How long taking over may take, in milliseconds, before the instance counts as dead. */
const LIMIT = 10_000;
/** How long the view is waited for, in milliseconds, when everything else is there: the widget can do without it. */
const GRACE = 1_000;

/** The notice's styles. They travel in this file, because bundlers make of a stylesheet what their own rules say. */
export const CSS = "@css@";

/** Whether an error is a trap of the widget's: its functions are called from these files only. @param {any} error */
const isTrap = (error) =>
  error instanceof (globalThis.WebAssembly?.RuntimeError ?? Failure) &&
  `${error.stack}`.includes(new URL(".", import.meta.url).href);

/**
 * A session with more to it, which the sessions for another text keep.
 *
 * @param {any} session @param {object} more @returns {any}
 */
const extended = (session, more) => ({
  ...session,
  ...more,
  reload: async () => extended(await session.reload(), more),
  translate: async (/** @type {string} */ locale) => extended(await session.translate(locale), more),
});

/**
 * Shows the notice; resolves when somebody answers for it.
 *
 * @param {ShadowRoot} shadow @param {any} session @param {AbortSignal} signal @param {Parts} parts
 * @param {(handle: Handle) => void} place takes what ends the view
 */
export const show = async (shadow, session, signal, parts, place) => {
  let frame = new Frame(session);
  /** The same view, if the host's server sent it with the page. @type {HTMLElement | null} */
  const served = shadow.querySelector("[data-digest]");
  /** @type {any} */
  let widget;
  /** What the user did before somebody could answer for it. @type {Act | undefined} */
  let early;
  let losePatience = () => {};
  /** Since when an instance has had the nodes; 0 before that. */
  let opened = 0;
  /** Nothing is shown any more. */
  let over = false;
  /** @type {(error: unknown) => void} */
  let trap = () => {};

  // A trap outside of a call from here is told to the page only.
  const onTrap = (/** @type {any} */ { error, reason = error }) => isTrap(reason) && trap(reason);
  const TOLD = ["error", "unhandledrejection"];
  const letGo = () => {
    TOLD.forEach((name) => removeEventListener(name, onTrap));
    widget = undefined;
  };
  const end = () => {
    over = true;
    letGo();
    unhear();
    frame.leave();
    frame.root.remove();
  };
  const close = () => {
    widget?.close();
    end();
  };
  /** The language that the host wants by now. @type {string | undefined} */
  let wanted;
  place({
    close,
    restore: () => (widget ? widget.restore?.() : frame.front()),
    translate: (locale) => (widget?.translate ? widget.translate(locale) : (wanted = locale)),
  });

  // Two tabs show the notice: what the user does in one ends the other. What holds is what the device says.
  const look = async () => {
    const delivery = await parts.elsewhere();
    if (!delivery || over || signal.aborted) return;
    if (widget) return widget.elsewhere?.(delivery);
    if (early || frame.isBusy) return;
    end();
    session.settle("already", delivery);
  };
  const channel = session.who && globalThis.BroadcastChannel && new BroadcastChannel("ciente");
  const unhear = () => {
    channel?.close?.();
    document.removeEventListener("visibilitychange", look);
  };
  if (channel) channel.onmessage = (/** @type {MessageEvent} */ { data }) => data === session.who && look();
  document.addEventListener("visibilitychange", look);
  const { emit } = session;
  session = extended(session, {
    emit: (/** @type {string} */ name, /** @type {object} */ detail) => {
      emit(name, detail);
      if (name === "acknowledged" && !over) channel?.postMessage?.(session.who);
    },
  });
  frame.session = session;

  /** @type {View | undefined} */
  let view;
  try {
    const late = Promise.all([parts.code, parts.full]).then(() => new Promise((done) => setTimeout(done, GRACE)));
    view = /** @type {View | undefined} */ (await Promise.race([parts.view, late.catch(() => parts.view)]));
    if (view !== undefined) {
      const { digest, build } = served?.dataset ?? {};
      if (served && digest === session.digest && build === view?.build) frame = new Frame(session, served);
      else frame.fill(view);
    }
  } catch (error) {
    // The text is there a second time, as data.
    view = undefined;
    const { code = "notice-invalid", message } = /** @type {any} */ (error);
    session.emit("error", { code, message: code === "notice-invalid" ? `${session.view.url}: ${message}` : message });
  }
  signal.throwIfAborted();
  if (frame.root !== served) {
    served?.remove();
    shadow.append(frame.root);
  }
  if (view) {
    frame.hear = (act) => {
      if (early) return;
      early = act;
      frame.busy(true);
      losePatience();
    };
    frame.front();
  }

  /** Gives the notice to the widget; resolves when it has it. */
  const start = async () => {
    const patience = new Promise((_, fail) => {
      losePatience = () => setTimeout(fail, session.wait, new Failure("widget-unreachable", "the user waits"));
    });
    const [[glue], full] = await Promise.race([Promise.all([parts.code, parts.full]), /** @type {any} */ (patience)]);
    signal.throwIfAborted();
    if (over) return;
    TOLD.forEach((name) => addEventListener(name, onTrap));
    let alive = true;
    let settled = false;
    const trapped = new Promise((_, fail) => {
      trap = (error) => {
        alive = false;
        fail(error);
      };
    });
    trapped.catch(() => {});
    opened = Date.now();
    const ready = new Promise((done) => {
      const more = {
        hold: (/** @type {any} */ dialog, /** @type {any} */ told) => frame.hold(dialog, told),
        clear: () => frame.clear(),
        takeOver: () => {
          const act = early;
          early = frame.hear = undefined;
          done(undefined);
          return act;
        },
        // An instance that trapped says nothing more.
        emit: (/** @type {any[]} */ ...all) => alive && session.emit(...all),
        settle: (/** @type {any[]} */ ...all) => {
          settled ||= alive;
          if (alive) session.settle(...all);
        },
      };
      widget = glue.open(frame.root, { ...extended(full, more), build: view?.build, shownAt: frame.shownAt });
    });
    await within(Promise.race([ready, trapped]), LIMIT);
    if (wanted) widget?.translate?.(wanted);
    trapped.catch((error) => (settled ? dispose() : late(error).catch(fail)));
  };

  /** Goes on without the widget. @param {any} error why */
  const rescue = async (error) => {
    const { code = "widget-failed", message } = error === "notice-invalid" ? new Failure(error, `${session.url}`) : error;
    // What is left of an instance says nothing more, and another call gets a fresh one.
    trap(error);
    letGo();
    parts.forget();
    if (over) return;
    if (!view || UNUSABLE.test(code)) throw new Failure(code, message);
    session.emit("error", { code, message });
    const { answer } = await parts.fallback();
    signal.throwIfAborted();
    if (over) return;
    if (opened) {
      // Its listeners are on the old nodes.
      const fresh = new Frame(session);
      fresh.fill(view);
      fresh.shownAt = frame.shownAt;
      frame.leave();
      frame.root.replaceWith(fresh.root);
      frame = fresh;
    }
    frame.front();
    frame.hear = answer(frame, view);
    if (early) frame.hear?.(early);
  };

  const dispose = () => {
    end();
    parts.forget();
  };

  /** A trap when the widget had the notice: what it wrote to its outbox is sent by a fresh instance. @param {any} error */
  const late = async (error) => {
    const { word, unsent } = await parts.recall();
    signal.throwIfAborted();
    // An id says when it was made (RFC 9562, 5.7).
    if (!unsent || !(parseInt(word?.id.replace("-", ""), 16) / 2 ** 80 >= (frame.shownAt ?? opened))) return rescue(error);
    dispose();
    session.emit("error", { code: "widget-failed", message: `${error}` });
    session.emit(word.action, { id: word.id, delivery: "pending" });
    session.settle(word.action, "pending");
    const [glue] = await parts.again();
    if (!signal.aborted) place(glue.drain(session));
  };

  /** @param {any} error */
  const fail = ({ code = "widget-failed", message }) => {
    dispose();
    if (signal.aborted) return;
    session.emit("error", { code, message });
    session.settle("unavailable");
  };

  try {
    await start().catch((error) => {
      signal.throwIfAborted();
      return rescue(error);
    });
  } catch (error) {
    close();
    throw error;
  }
};
