//! What the widget is doing, told from its events, and what waits in this device's outbox.
// @ts-check
import { el, get } from "./dom.js";

/** @type {Record<string, string>} */
const STATES = {
  call: "asking the device and the endpoint",
  "ciente-shown": "the notice is in front of the user",
  "ciente-acknowledged": "acknowledged",
  "ciente-recorded": "recorded by the endpoint",
  "ciente-declined": "declined",
  already: "acknowledged before: nothing shown",
  unavailable: "the notice could not be shown",
  out: "nobody is logged in",
};
const state = get("state", HTMLElement);
const outbox = get("outbox", HTMLUListElement);
const LOOK_MS = 1000;

/** @param {string} name @param {string} [delivery] */
export function tell(name, delivery) {
  const text = STATES[name];
  if (text) state.textContent = delivery && delivery !== "recorded" ? `${text}, ${delivery}` : text;
  look();
}

/** The outbox as it lies on the device; a database that is not there is not made. */
function entries() {
  return new Promise((/** @type {(entries: any[]) => void} */ done) => {
    const open = indexedDB.open("ciente");
    open.onupgradeneeded = () => open.transaction?.abort();
    open.onerror = () => done([]);
    open.onsuccess = () => {
      const db = open.result;
      try {
        const all = db.transaction("outbox").objectStore("outbox").getAll();
        all.onsuccess = () => done(all.result);
        all.onerror = () => done([]);
      } catch {
        done([]);
      }
      db.close();
    };
  });
}

async function look() {
  const waiting = await entries();
  const lines = waiting.map(({ version, action, state: how, attempts, notBefore }) => {
    const next = how === "pending" ? `, next try ${notBefore > Date.now() ? `in ${Math.ceil((notBefore - Date.now()) / 1000)} s` : "now"}` : "";
    return el("li", "", el("b", "", how), ` ${action} ${version}, tried ${attempts} times${next}`);
  });
  outbox.replaceChildren(...(lines.length ? lines : [el("li", "", "empty")]));
}

setInterval(() => document.visibilityState === "visible" && look(), LOOK_MS);
look();
