//! The workbench's setting: notice, version, language, theme, where the notice stands, how wide the chat is, what the user acknowledged before, how the endpoint
//! answers. It is in the page's address, so that a link reproduces it.
// @ts-check
import { announce, breathe, el, get } from "./dom.js";

/** @typedef {"answers" | "fails" | "slow" | "stale" | "absent"} Answer */

/** @typedef {{ id: string, current: string }} Served a notice, and the version of it that holds by its manifest */

/** How long a login waits for the receiver to take the version, in milliseconds. */
const LONGEST_MS = 2000;
const FIELDS = ["notice", "version", "locale", "theme", "knows", "mode", "width", "dir"];
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
  field("notice").replaceChildren(...(await optionsOf(notices.map(({ id }) => id), (id) => id)));
  const link = new URLSearchParams(location.search);
  const wanted = link.get("notice");
  if (wanted && notices.some(({ id }) => id === wanted)) field("notice").value = wanted;
  await fill(link.get("version") ?? "");
  for (const name of FIELDS.slice(2)) {
    field(name).value = link.get(name) ?? "";
    if (field(name).selectedIndex < 0) field(name).selectedIndex = 0;
  }
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

/** How often a notice or version was chosen: what was being found out about another is of no use any more. */
let turns = 0;
/** The choices being filled. @type {Promise<void>} */
let filling = Promise.resolve();

/**
 * Fills the choices that are the notice's, and those that are its version's, when all of them are known; what there is as well
 * stays chosen.
 * @param {string} version the version to choose
 */
async function fill(version = field("version").value) {
  const turn = ++turns;
  const { id, current } = served.find(({ id }) => id === field("notice").value) ?? served[0];
  const response = await fetch(`/notices/${id}/manifest.json`);
  if (!response.ok) throw new Error(`manifest.json: ${response.status}`);
  const { versions } = await response.json();
  /** @type {string[]} */
  const labels = versions.map((/** @type {any} */ { version }) => version);
  const shown = labels.includes(version) ? version : current;
  const at = labels.indexOf(shown);
  const own = {
    version: await optionsOf(labels.filter((label) => label !== current), (v) => v),
    locale: await optionsOf(Object.keys(versions[at]?.locales ?? {}), nameOf),
    knows: await optionsOf(labels.slice(0, at), (v) => `version ${v}`),
  };
  if (turn !== turns) return;
  field("version").options[0].textContent = `${current}, current`;
  for (const [name, options] of Object.entries(own)) {
    const select = field(name);
    const chosen = name === "version" ? shown : select.value;
    select.replaceChildren(select.options[0], ...options);
    if (options.some(({ value }) => value === chosen)) select.value = chosen;
  }
}

/**
 * @param {string[]} values
 * @param {(value: string) => string} label
 */
async function optionsOf(values, label) {
  const options = [];
  for (const value of values) {
    // A slow device takes long to find a language's name.
    await breathe();
    const option = el("option", "", label(value));
    option.value = value;
    options.push(option);
  }
  return options;
}

/**
 * The setting for one login, once it is known what there is to choose; and its version is the one that holds, for pages and
 * receiver. Where the receiver is away, what it was told last stands.
 * @param {string} endpoint
 * @param {string} first the notice, where no choice could be had
 */
export async function settle(endpoint, first) {
  await filling;
  arrange();
  const call = options(endpoint, first);
  const body = { notice: field("notice").value || first, version: field("version").value || null };
  try {
    const headers = { "content-type": "application/json" };
    const response = await fetch("/preview/version", { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(LONGEST_MS) });
    if (!response.ok) announce("The receiver does not have this version");
  } catch {
    // A login works while the receiver is stopped.
  }
  return call;
}

/**
 * What the setting makes of a call.
 * @param {string} endpoint
 * @param {string} first the notice, where no choice could be had
 */
function options(endpoint, first) {
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
  // What is on the screen stays where it is until the next login.
  if (element?.shadowRoot?.querySelector("dialog[open]")) return;
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
  if (target === field("notice") || target === field("version")) await (filling = fill().catch(() => {}));
  arrange();
  remember();
});
