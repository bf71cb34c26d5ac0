//! The workbench's setting: notice, language, theme, where the notice stands, how wide the chat is, what the user acknowledged before, how the endpoint answers. It is in the page's
//! address, so that a link reproduces it.
// @ts-check
import { announce, breathe, el, get } from "./dom.js";

/** @typedef {"answers" | "fails" | "slow" | "stale" | "absent"} Answer */

const FIELDS = ["notice", "locale", "theme", "knows", "mode", "width", "dir"];
const app = get("app", HTMLElement);
const form = get("setting-form", HTMLFormElement);
const answer = get("endpoint-answer", HTMLSelectElement);

/** @param {string} name */
const field = (name) => get(`setting-${name}`, HTMLSelectElement);

/**
 * Fills the choices from the notices that are served, and takes over what the address says.
 * @param {string[]} notices their ids
 */
export async function prepare(notices) {
  await add("notice", notices, (id) => id);
  const link = new URLSearchParams(location.search);
  const wanted = link.get("notice");
  if (wanted && notices.includes(wanted)) field("notice").value = wanted;
  await fill();
  for (const name of FIELDS.slice(1)) field(name).value = link.get(name) ?? "";
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

/** Fills the choices that are the notice's; what it has as well stays chosen. */
async function fill() {
  const turn = ++turns;
  const response = await fetch(`/notices/${field("notice").value}/manifest.json`);
  if (!response.ok) throw new Error(`manifest.json: ${response.status}`);
  const { versions, current } = await response.json();
  const now = versions.find((/** @type {any} */ { version }) => version === current);
  const older = versions.map((/** @type {any} */ { version }) => version).filter((/** @type {string} */ v) => v !== current);
  if (turn !== turns) return;
  const chosen = ["locale", "knows"].map((name) => field(name).value);
  for (const name of ["locale", "knows"]) [...field(name).options].slice(1).forEach((option) => option.remove());
  const goesOn = () => turn === turns;
  await add("locale", Object.keys(now?.locales ?? {}), nameOf, goesOn);
  await add("knows", older, (v) => `version ${v}`, goesOn);
  if (!goesOn()) return;
  ["locale", "knows"].forEach((name, n) => {
    const { options } = field(name);
    if ([...options].some(({ value }) => value === chosen[n])) field(name).value = chosen[n];
  });
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
  const [notice, locale, theme, knows, mode] = FIELDS.map((name) => field(name).value);
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
  if (target === field("notice")) await fill().catch(() => {});
  arrange();
  remember();
});
