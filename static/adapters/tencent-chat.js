// @ts-check
/** The notice before Tencent's web chat SDK: nothing of it is created before the answer, and `userSig` goes to it alone. */

import { askAtLogin, onLogout } from "./login.js";

/** A missing one stays missing, and is told as that. @param {{ SDKAppID?: number }} account @returns {any} */
const tenantOf = ({ SDKAppID }) => SDKAppID && `${SDKAppID}`;

/** Instances that `prepare` was called with: `create()` gives the same one until it is destroyed. @type {WeakSet<object>} */
const prepared = new WeakSet();

/** The login that each instance was given last. @type {WeakMap<object, object>} */
const entered = new WeakMap();

/** @type {typeof import("./tencent-chat.d.ts").loginWithNotice} */
export const loginWithNotice = async (TencentCloudChat, { userID, userSig, ...create }, { prepare, ...notice }) => {
  const { outcome, stands } = await askAtLogin(userID, { tenant: tenantOf(create), ...notice });
  if (outcome !== "passes") return undefined;
  const chat = /** @type {ReturnType<typeof TencentCloudChat["create"]>} */ (TencentCloudChat.create(create));
  if (!prepared.has(chat)) prepare?.(chat);
  prepared.add(chat);
  const mine = {};
  entered.set(chat, mine);
  await chat.login({ userID, userSig });
  if (stands()) return chat;
  // It has logged in whoever was overtaken meanwhile, unless the one who overtook was given to it since.
  if (entered.get(chat) === mine) await chat.logout();
  return undefined;
};

/** @type {typeof import("./tencent-chat.d.ts").useLoginWithNotice} */
export const useLoginWithNotice = ({ shallowRef }, TUILogin) => {
  const state = shallowRef(/** @type {import("./tencent-chat.d.ts").LoginState} */ ("loggedOut"));
  /** A login that was overtaken by a logout, or by another login, goes no further. */
  let turn = 0;
  /** Whom the kit has, or is logging in. @type {{ userID: string } | undefined} */
  let inKit;
  /** @type {import("./login.d.ts").LoginOptions["element"]} */
  let asked;
  /** The kit's last logout: whoever is logged in meanwhile would be logged out by it. @type {Promise<unknown> | undefined} */
  let leaving;
  const leave = async () => {
    inKit = undefined;
    await (leaving = Promise.resolve(TUILogin.logout()));
  };
  return {
    state,
    login: async (account, { element, ...notice }) => {
      const mine = ++turn;
      asked = element;
      state.value = "asking";
      try {
        // Nobody stays logged in while somebody else is asked.
        if (inKit && inKit.userID !== account.userID) await leave();
        if (mine !== turn) return false;
        const { outcome } = await askAtLogin(account.userID, { tenant: tenantOf(account), element, ...notice });
        if (mine !== turn) return false;
        const passes = outcome === "passes";
        if (passes) {
          await leaving?.catch(() => {});
          if (mine !== turn) return false;
          const entering = (inKit = { userID: account.userID });
          await TUILogin.login(account);
          if (mine !== turn) {
            // The kit has logged in whoever was overtaken meanwhile, unless somebody else was given to it since.
            if (inKit === entering || !inKit) await leave();
            return false;
          }
        }
        // Whoever was in the kit already, and declines on being asked again, is in it no more.
        else if (inKit) await leave();
        if (mine !== turn) return false;
        state.value = passes ? "loggedIn" : outcome === "refused" ? "refused" : "loggedOut";
        return passes;
      } catch (error) {
        if (mine === turn) {
          inKit = undefined;
          state.value = "loggedOut";
        }
        throw error;
      }
    },
    logout: async () => {
      turn++;
      state.value = "loggedOut";
      onLogout(asked);
      await leave();
    },
  };
};
