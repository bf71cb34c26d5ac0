/** The adapters against the chat clients' own types. It is only checked, never run. */

import TencentCloudChat, { type ChatSDK } from "@tencentcloud/chat";
import { TUILogin } from "@tencentcloud/tui-core-lite";
import * as Vue from "vue";
import { ciente } from "../../static/adapters/converse.js";
import { askAtLogin, onLogin } from "../../static/adapters/login.js";
import { loginWithNotice, useLoginWithNotice } from "../../static/adapters/tencent-chat.js";

const notice = { notice: "/notices/im", endpoint: "/v1/acknowledgements" };

export const chat: Promise<ChatSDK | undefined> = loginWithNotice(
  TencentCloudChat,
  { SDKAppID: 1400000000, userID: "alice", userSig: "sig" },
  { ...notice, prepare: (chat) => chat.on(TencentCloudChat.EVENT.SDK_READY, () => {}) },
);
// @ts-expect-error The SDK's own type wants a number.
loginWithNotice(TencentCloudChat, { SDKAppID: "1400000000", userID: "alice", userSig: "sig" }, notice);
// @ts-expect-error Nobody logs in without a userSig.
loginWithNotice(TencentCloudChat, { SDKAppID: 1400000000, userID: "alice" }, notice);
// @ts-expect-error It is one of two words.
onLogin("alice", { ...notice, tenant: "t", unavailable: "whatever" });

export const initialize: () => void = ciente.initialize.bind({} as never);

const kit = useLoginWithNotice(Vue, TUILogin);
export const entered: Promise<boolean> = kit.login({ SDKAppID: 1400000000, userID: "alice", userSig: "sig" }, notice);
// @ts-expect-error The kit's own type wants a userSig.
kit.login({ SDKAppID: 1400000000, userID: "alice" }, notice);

/** As matrix-js-sdk has it. */
declare const client: { getUserId(): string | null };
export const asked: Promise<boolean> = onLogin(client.getUserId(), { ...notice, tenant: "t" });
export const outcome: Promise<"passes" | "refused" | "ended"> = askAtLogin("alice", { ...notice, tenant: "t" }).then((answer) => answer.outcome);
