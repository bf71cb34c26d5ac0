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
  unavailable: "nobody could acknowledge it: the log says why",
  out: "nobody is logged in",
};
const state = get("state", HTMLElement);
const outbox = get("outbox", HTMLUListElement);
const LOOK_MS = 500;

/** What the last event came to. */
let told = STATES.out;

/** @param {string} name @param {string} [delivery] */
export function tell(name, delivery) {
  const text = STATES[name];
  if (text) told = delivery && delivery !== "recorded" ? `${text}, ${delivery}` : text;
  look();
}

/** With what the notice itself says of it: between two events there are states that only its reader sees. */
function sayState() {
  const says = document.querySelector("ciente-notice")?.shadowRoot?.querySelector(".now")?.textContent;
  const text = says ? `${told}: “${says}”` : told;
  if (state.textContent !== text) state.textContent = text;
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
  sayState();
  const waiting = await entries();
  const element = /** @type {{ subject?: string } | null} */ (document.querySelector("ciente-notice"));
  const current = told === STATES.out ? undefined : element?.subject;
  const lines = waiting.map(({ version, action, state: how, attempts, notBefore, body }) => {
    const { subject } = JSON.parse(body);
    const soon = notBefore > Date.now() ? `in ${Math.ceil((notBefore - Date.now()) / 1000)} s` : "now";
    // Records are sent for whoever is logged in.
    const next = subject === current ? `next try ${soon}` : "next try at the next login";
    const tries = how === "pending" ? `, tried ${attempts} ${attempts === 1 ? "time" : "times"}, ${next}` : "";
    return el("li", "", el("b", "", how), ` ${action} ${version}, `, el("bdi", "", subject), tries);
  });
  outbox.replaceChildren(...(lines.length ? lines : [el("li", "", "empty")]));
}

setInterval(() => document.visibilityState === "visible" && look(), LOOK_MS);
look();
