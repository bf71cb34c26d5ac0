// @ts-check
/** The notice before Tencent's web chat SDK: nothing of it is created before the answer, and `userSig` goes to it alone. */

import { onLogin, onLogout } from "./login.js";

/** A missing one stays missing, and is told as that. @param {{ SDKAppID?: number }} account @returns {any} */
const tenantOf = ({ SDKAppID }) => SDKAppID && `${SDKAppID}`;

/** @type {typeof import("./tencent-chat.d.ts").loginWithNotice} */
export const loginWithNotice = async (TencentCloudChat, { userID, userSig, ...create }, { prepare, ...notice }) => {
  if (!(await onLogin(userID, { tenant: tenantOf(create), ...notice }))) return undefined;
  const chat = /** @type {ReturnType<typeof TencentCloudChat["create"]>} */ (TencentCloudChat.create(create));
  prepare?.(chat);
  await chat.login({ userID, userSig });
  return chat;
};

/** @type {typeof import("./tencent-chat.d.ts").useLoginWithNotice} */
export const useLoginWithNotice = ({ shallowRef }, TUILogin) => {
  const state = shallowRef(/** @type {import("./tencent-chat.d.ts").LoginState} */ ("loggedOut"));
  /** A login that was overtaken by a logout, or by another login, goes no further. */
  let turn = 0;
  /** @type {import("./login.d.ts").LoginOptions["element"]} */
  let asked;
  return {
    state,
    login: async (account, { element, ...notice }) => {
      const mine = ++turn;
      asked = element;
      state.value = "asking";
      try {
        const goesOn = await onLogin(account.userID, { tenant: tenantOf(account), element, ...notice });
        if (mine !== turn) return false;
        if (goesOn) await TUILogin.login(account);
        if (mine === turn) {
          state.value = goesOn ? "loggedIn" : "refused";
          return goesOn;
        }
      } catch (error) {
        if (mine === turn) state.value = "loggedOut";
        throw error;
      }
      // The kit has logged in whoever was logged out meanwhile.
      if (state.value === "loggedOut") await TUILogin.logout();
      return false;
    },
    logout: async () => {
      turn++;
      state.value = "loggedOut";
      onLogout(asked);
      await TUILogin.logout();
    },
  };
};
