// @ts-check
/**
 * Other tabs of the same user: what they do in one ends the notice in the others. What holds is what the device says.
 */

import { channelOfTabs } from "./device.js";

/**
 * Has `look` called when another tab says that something was done, and whenever this one is seen again.
 *
 * @param {string | undefined} who the user, by their key on the device @param {() => void} look
 */
export const otherTabs = (who, look) => {
  const channel = who ? channelOfTabs() : undefined;
  if (channel) channel.onmessage = (/** @type {MessageEvent} */ { data }) => data === who && look();
  document.addEventListener("visibilitychange", look);
  return {
    tell: () => channel?.postMessage?.(who),
    end: () => {
      channel?.close?.();
      document.removeEventListener("visibilitychange", look);
    },
  };
};
