/** Tencent's web chat SDK and its Vue kit: `create()` already talks to the network, so the notice comes before it. */

import type { LoginOptions } from "./login.d.ts";

/** The tenant is the SDKAppID unless another is named. */
export type NoticeOptions = Omit<LoginOptions, "tenant"> & { tenant?: string };

/** What the adapter uses of an SDK instance. */
export interface Chat {
  login(account: { userID: string; userSig: string }): Promise<unknown>;
  logout(): Promise<unknown>;
}

/** What the adapter uses of `@tencentcloud/chat`. */
export interface Sdk<C extends Chat> {
  create(options: { SDKAppID: number }): C;
}

/** Whoever logs in. Whatever else is given, such as `proxyServer`, goes to `create()`. `userSig` goes to `login()` alone. */
export interface Account {
  SDKAppID: number;
  userID: string;
  userSig: string;
  [option: string]: unknown;
}

/**
 * Asks, then creates the SDK's instance and logs in. Resolves to that instance, or to `undefined` when the user declined, or when a
 * logout or another user's login came in between, and rejects as the SDK's `login` does. `prepare` is called between `create()` and
 * `login()`, once for each instance, which `create()` gives again until it is destroyed: the place to listen for events.
 */
export declare function loginWithNotice<C extends Chat>(
  TencentCloudChat: Sdk<C>,
  account: Account,
  notice: NoticeOptions & { prepare?: (chat: C) => void },
): Promise<C | undefined>;

/** Where a login stands. */
export type LoginState = "loggedOut" | "asking" | "loggedIn" | "refused";

/**
 * For `@tencentcloud/chat-uikit-vue`: give it `vue` and the kit's `TUILogin`, once, in a module of your own, because there is one
 * login. `login` resolves to whether the user is logged in; whoever was logged in before is logged out first.
 */
export declare function useLoginWithNotice<A extends { SDKAppID: number; userID: string }>(
  vue: { shallowRef(value: LoginState): { value: LoginState } },
  TUILogin: { login(account: A): Promise<unknown>; logout(): Promise<unknown> },
): {
  state: { value: LoginState };
  login(account: A, notice: NoticeOptions): Promise<boolean>;
  logout(): Promise<void>;
};
