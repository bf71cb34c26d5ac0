//! The workbench's setting: notice, version, language, theme, where the notice stands, how wide the chat is, what the user acknowledged before, how the endpoint
//! answers. It is in the page's address, so that a link reproduces it.
// @ts-check
import { announce, breathe, el, get } from "./dom.js";

/** @typedef {"answers" | "fails" | "slow" | "stale" | "absent"} Answer */

/** @typedef {{ id: string, current: string }} Served a notice, and the version of it that holds */

const FIELDS = ["notice", "version", "locale", "theme", "knows", "mode", "width", "dir"];
/** What the notice has to offer. */
const ITS_OWN = ["version", "locale", "knows"];
const app = get("app", HTMLElement);
const form = get("setting-form", HTMLFormElement);
const answer = get("endpoint-answer", HTMLSelectElement);

/** @param {string} name */
const field = (name) => get(`setting-${name}`, HTMLSelectElement);

/** @type {Served[]} */
let served = [];

/**
 * Fills the choices from the notices that are served, and takes over what the address says.
 * @param {Served[]} notices
 */
export async function prepare(notices) {
  served = notices;
  await add("notice", notices.map(({ id }) => id), (id) => id);
  const link = new URLSearchParams(location.search);
  const wanted = link.get("notice");
  if (wanted && notices.some(({ id }) => id === wanted)) field("notice").value = wanted;
  await fill(link.get("version") ?? "");
  for (const name of FIELDS.slice(2)) field(name).value = link.get(name) ?? "";
  arrange();
  // A link that says anything of the setting says all of it, whatever the receiver was told before.
  if (link.size) {
    answer.value = link.get("endpoint") ?? "answers";
    if (!answer.value) answer.value = "answers";
    await setAnswer();
  }
}

/** @param {string} tag */
function nameOf(tag) {
  try {
    return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** How often a notice was chosen: what was being found out about another is of no use any more. */
let turns = 0;

/**
 * Fills the choices that are the notice's, and those that are its version's; what it has as well stays chosen.
 * @param {string} version the version to choose
 */
async function fill(version = field("version").value) {
  const turn = ++turns;
  const goesOn = () => turn === turns;
  const { id, current } = served.find(({ id }) => id === field("notice").value) ?? served[0];
  const response = await fetch(`/notices/${id}/manifest.json`);
  if (!response.ok) throw new Error(`manifest.json: ${response.status}`);
  const { versions } = await response.json();
  /** @type {string[]} */
  const labels = versions.map((/** @type {any} */ { version }) => version);
  const shown = labels.includes(version) ? version : current;
  const at = labels.indexOf(shown);
  if (!goesOn()) return;
  const chosen = ["locale", "knows"].map((name) => field(name).value);
  for (const name of ITS_OWN) [...field(name).options].slice(1).forEach((option) => option.remove());
  await add("version", labels.filter((label) => label !== current), (v) => v, goesOn);
  await add("locale", Object.keys(versions[at]?.locales ?? {}), nameOf, goesOn);
  await add("knows", labels.slice(0, at), (v) => `version ${v}`, goesOn);
  if (!goesOn()) return;
  field("version").options[0].textContent = `${current}, current`;
  [shown === current ? "" : shown, ...chosen].forEach((value, n) => {
    const select = field(ITS_OWN[n]);
    if ([...select.options].some((option) => option.value === value)) select.value = value;
  });
}

/** Lets the chosen version be the one that holds, for pages and receiver. Where the receiver is away, what it was told last stands. */
export async function publish() {
  const [notice, version] = [field("notice").value, field("version").value || null];
  await fetch("/preview/version", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ notice, version }),
  }).catch(() => {});
}

/**
 * @param {string} name
 * @param {string[]} values
 * @param {(value: string) => string} label
 * @param {() => boolean} [goesOn]
 */
async function add(name, values, label, goesOn = () => true) {
  const select = field(name);
  for (const value of values) {
    if ([...select.options].some((option) => option.value === value)) continue;
    // A slow device takes long to find a language's name.
    await breathe();
    if (!goesOn()) return;
    const option = el("option", "", label(value));
    option.value = value;
    select.append(option);
  }
}

/**
 * What the setting makes of a call.
 * @param {string} endpoint
 * @param {string} first the notice, where no choice could be had
 */
export function options(endpoint, first) {
  const [notice, , locale, theme, knows, mode] = FIELDS.map((name) => field(name).value);
  /** @type {Record<string, any>} */
  const more = {};
  if (locale) more.locale = locale;
  if (theme) more.theme = theme;
  if (mode) more.mode = mode;
  if (knows) {
    more.transport = {
      status: async () => ({ acknowledged: true, version: knows }),
      submit: (/** @type {object} */ body, /** @type {{ headers: Headers, signal: AbortSignal }} */ { headers, signal }) =>
        fetch(endpoint, { method: "POST", body: JSON.stringify(body), headers, signal }),
    };
  }
  return { notice: `/notices/${notice || first}`, ...more };
}

/** Makes the page as the setting has it; the notice stands in the chat client where that makes a difference. */
export function arrange() {
  app.dataset.width = field("width").value;
  document.documentElement.dir = field("dir").value || "ltr";
  const inside = field("mode").value !== "";
  const element = document.querySelector("ciente-notice");
  const home = inside ? app : document.body;
  if (inside ? element?.parentElement !== app : element?.parentElement === app) home.append(element ?? document.createElement("ciente-notice"));
}

/** Puts the setting into the address. Who logs in is not put there: a reload would log them in again. */
export function remember() {
  const url = new URL(location.href);
  /** @param {string} name @param {string} value */
  const put = (name, value) => (value ? url.searchParams.set(name, value) : url.searchParams.delete(name));
  const [first] = field("notice").options;
  for (const name of FIELDS) put(name, name === "notice" && field(name).value === first?.value ? "" : field(name).value);
  put("endpoint", answer.value === "answers" ? "" : answer.value);
  history.replaceState(null, "", url);
}

/** How often the answer was chosen: what was asked before that is no longer so. */
let choices = 0;

/** Shows how the endpoint answers now. @param {boolean} reachable */
export async function readAnswer(reachable) {
  answer.disabled = !reachable;
  if (!reachable) return;
  const asked = choices;
  try {
    const response = await fetch("/preview/endpoint");
    if (!response.ok) return;
    const now = await response.json();
    if (asked === choices) answer.value = now.answer;
  } catch {
    // The stream's own error already says that the receiver is away.
  }
}

async function setAnswer() {
  choices++;
  try {
    const response = await fetch("/preview/endpoint", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ answer: answer.value }),
    });
    choices++;
    if (!response.ok) throw new Error(String(response.status));
    announce(`The endpoint: ${answer.selectedOptions[0]?.textContent}`);
    remember();
  } catch {
    announce("The choice did not reach the receiver");
    await readAnswer(true);
  }
}

answer.addEventListener("change", setAnswer);
form.addEventListener("change", async ({ target }) => {
  // Without its choices a notice can still be shown.
  if (target === field("notice") || target === field("version")) await fill().catch(() => {});
  arrange();
  remember();
});
