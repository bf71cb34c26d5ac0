/** The recipe for any chat client: `if (!(await onLogin(subject, options))) return;`, and log out whoever was logged in already. */

import type { CienteNotice, Options } from "../index.d.ts";

/** Everything that a call needs but the subject, which the login brings. */
export interface LoginOptions extends Omit<Options, "subject"> {
  /**
   * What happens when the notice cannot be shown, for which a `ciente-error` gives the reason. `"continue"`, the default: the
   * user chats, and is asked at the next login; a notice informs, and a fault of ours must lock nobody out. `"logout"`: as if
   * they had declined. A notice that the page takes away, or ends with `reset()`, has not failed: that user does not go on.
   */
  unavailable?: "continue" | "logout";
  /** The element that shows the notice, if not the page's first. With one of its own, each of several clients has a login of its own. */
  element?: CienteNotice;
}

/** What became of a login. */
export interface LoginAnswer {
  /**
   * The user goes on; they declined, or `unavailable` is `"logout"`; or nobody answered: a logout or another login came in between, or
   * the page took the notice away.
   */
  outcome: "passes" | "refused" | "ended";
  /** Whether it is still the login that counts: no logout and no other user's login has come since. */
  stands(): boolean;
}

/** Asks as `onLogin` does, and says more. */
export declare function askAtLogin(subject: string | null, options: LoginOptions): Promise<LoginAnswer>;

/**
 * Asks, unless this user acknowledged before. Resolves to whether they go on; `false` means: log them out, or do not log them in.
 * It may also mean that another user is logging in by now, so do not call `onLogout()` for it. A subject of `null` is refused.
 * Rejects when `unavailable`, or an option, is something other than it can be (`bad-option`), or when the element is in no
 * document (`not-connected`): a mistake of the host's lets nobody in.
 */
export declare function onLogin(subject: string | null, options: LoginOptions): Promise<boolean>;

/** Ends this user's login, and no other: what `onLogout` does where several clients share a page. */
export declare function endLogin(subject: string, element?: CienteNotice): void;

/** Call it when the user has logged out: nothing of them stays on the page. Of several clients, name the element of the one. */
export declare function onLogout(element?: CienteNotice): void;
