// @ts-check
/** The notice before Tencent's web chat SDK: nothing of it is created before the answer, and `userSig` goes to it alone. */

import { onLogin, onLogout } from "./login.js";

/** @type {typeof import("./tencent-chat.d.ts").loginWithNotice} */
export const loginWithNotice = async (TencentCloudChat, { userID, userSig, ...create }, { prepare, ...notice }) => {
  if (!(await onLogin(userID, { tenant: `${create.SDKAppID}`, ...notice }))) return undefined;
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
  return {
    state,
    login: async (account, notice) => {
      const mine = ++turn;
      state.value = "asking";
      const goesOn = await onLogin(account.userID, { tenant: `${account.SDKAppID}`, ...notice });
      if (mine !== turn) return false;
      if (goesOn) await TUILogin.login(account);
      if (mine === turn) state.value = goesOn ? "loggedIn" : "refused";
      return goesOn;
    },
    logout: async () => {
      turn++;
      state.value = "loggedOut";
      onLogout();
      await TUILogin.logout();
    },
  };
};
