//! The host's part: log in, ask the widget once, and open the chat or not. How chat and panel look is next door.
// @ts-check
import { closeChat, openChat, setBanner, setDelivery } from "./chat.js";
import { announce, breathe, focusOn, get, tick } from "./dom.js";
import { log, reportWeight } from "./log.js";
import { watchReceiver } from "./records.js";
import { prepare, remember, settle } from "./setting.js";
import { tell } from "./state.js";

/**
 * @typedef {"recorded" | "pending" | "rejected"} Delivery
 * @typedef {{ id?: string, tenant?: string, subject?: string, action?: string }} Acknowledgement
 * @typedef {{ acknowledgement?: Acknowledgement }} Receipt
 * @typedef {{ notice: string, endpoint: string, tenant: string, subject: string, locale?: string, transport?: object }} Call
 * @typedef {{ outcome: "already" | "acknowledged" | "declined" | "unavailable", delivery?: Delivery | null, receipt?: Receipt | null }} Result
 * @typedef {{ requireAcknowledgement: (call: Call) => Promise<Result> }} Widget
 * @typedef {HTMLElement & { reset?: () => void, open?: (options: { readonly: boolean }) => void }} NoticeElement
 * @typedef {{ delivery?: Delivery, receipt?: Receipt | null, id?: string, code?: string, message?: string }} Detail
 */

// A variable, so that a type checker does not look for the built file.
const WIDGET = "/assets/ciente.js";
const EVENTS = ["ciente-shown", "ciente-acknowledged", "ciente-recorded", "ciente-declined", "ciente-error"];

const link = new URLSearchParams(location.search);
const login = get("login", HTMLElement);
const form = get("login-form", HTMLFormElement);
const nameInput = get("login-name", HTMLInputElement);
const submit = get("login-submit", HTMLButtonElement);
const message = get("login-message", HTMLElement);
const lookup = get("lookup", HTMLButtonElement);

/** @type {{ tenant: string, subject: string, id?: string, delivery?: Delivery, error?: string } | null} */
let session = null;
let signingIn = false;

/** @param {string} name */
async function logIn(name) {
  if (signingIn) return;
  setSigningIn(true);
  message.textContent = "";
  // The button is seen pressed before the work begins.
  await breathe();
  try {
    const { notices, endpoint, tenant } = await loadConfig();
    await prepared;
    const setting = await settle(endpoint, notices[0].id);
    remember();
    get("endpoint-url", HTMLElement).textContent = endpoint;
    await breathe();
    /** @type {Call} */
    const call = { endpoint, tenant, subject: name, ...setting };

    session = { tenant, subject: name };
    const result = await ask(call);

    if (result.outcome === "declined") return signOut("You were signed out, because the notice was not acknowledged.");
    enter(name, result);
  } catch {
    message.textContent = "The preview's server did not answer. Start it again, then log in.";
  } finally {
    setSigningIn(false);
  }
}

/**
 * The one call. It is imported here, not at the top, so that a widget that cannot be loaded locks nobody out.
 * @param {Call} call
 * @returns {Promise<Result>}
 */
async function ask(call) {
  const { transport, ...texts } = call;
  log("call", "requireAcknowledgement()", { ...texts, ...(transport && { transport: "yes" }) });
  tell("call");
  const started = performance.now();
  /** @type {Result} */
  let result;
  try {
    await breathe();
    const { requireAcknowledgement } = /** @type {Widget} */ (await import(WIDGET));
    result = await requireAcknowledgement(call);
    log("result", `settled: ${result.outcome}`, { delivery: result.delivery, receipt: result.receipt ? "yes" : "no", after: seconds(started) });
  } catch (error) {
    result = { outcome: "unavailable" };
    if (session) session.error ??= "widget-failed";
    log("error", "the call failed", { message: String(error), after: seconds(started) });
  }
  reportWeight();
  return result;
}

/**
 * @param {string} name
 * @param {Result} result
 */
function enter(name, result) {
  if (result.outcome === "already") tick("again");
  tell(result.outcome, result.delivery ?? undefined);
  login.hidden = true;
  openChat(name);
  // An event may have brought better news between the promise's settling and this line.
  const delivery = session?.delivery === "recorded" ? "recorded" : result.delivery;
  showDelivery(delivery ?? null);
  const unavailable = result.outcome === "unavailable";
  setBanner(unavailable ? { code: session?.error ?? "unknown" } : null);
  lookup.hidden = unavailable || typeof noticeElement()?.open !== "function";
}

/** @param {string} [why] */
function signOut(why = "") {
  // Whatever the widget holds of this user must not reach the next one.
  noticeElement()?.reset?.();
  session = null;
  tell("out");
  closeChat();
  showDelivery(null);
  setBanner(null);
  login.hidden = false;
  message.textContent = why;
  nameInput.select();
  focusOn(nameInput, get("login-title", HTMLElement));
}

/** @param {Delivery | null} delivery */
function showDelivery(delivery) {
  if (session && delivery) session.delivery = delivery;
  if (delivery === "pending") tick("saved");
  setDelivery(delivery);
}

/** @param {Event} event */
function onWidgetEvent(event) {
  const detail = /** @type {Detail} */ ((event instanceof CustomEvent && event.detail) || {});
  const { receipt, ...rest } = detail;
  log(event.type === "ciente-error" ? "error" : "event", event.type, { ...rest, ...(receipt !== undefined && { receipt: receipt ? "yes" : "no" }) });
  tell(event.type, detail.delivery);
  if (event.type === "ciente-shown" && noticeElement()?.shadowRoot?.querySelector("[part=changes]")) tick("changed");
  if (!session) return;

  if (event.type === "ciente-acknowledged") {
    session.id = detail.id ?? session.id;
    if (detail.delivery) showDelivery(detail.delivery);
  } else if (event.type === "ciente-recorded" && isThisUsers(detail)) {
    if (session.delivery === "pending") tick("sent");
    showDelivery("recorded");
  } else if (event.type === "ciente-error") {
    session.error = detail.code ?? session.error;
    // Asked for from the chat, it could not be shown.
    if (login.hidden && /^(notice|widget)-/.test(detail.code ?? "")) setBanner({ code: detail.code ?? "" });
    const delivery = detail.delivery ?? (detail.code === "endpoint-refused" ? "rejected" : null);
    if (delivery && isThisUsers(detail)) showDelivery(delivery);
  }
}

/**
 * The outbox is the device's: what it delivers now may have been acknowledged by somebody else, or declined.
 * @param {Detail} detail
 */
function isThisUsers(detail) {
  const sent = detail.receipt?.acknowledgement;
  if (sent) return sent.subject === session?.subject && sent.tenant === session?.tenant && sent.action !== "declined";
  return !session?.id || !detail.id || session.id === detail.id;
}

/** @returns {NoticeElement | null} */
function noticeElement() {
  return document.querySelector("ciente-notice");
}

/** @type {Promise<{ notices: import("./setting.js").Served[], endpoint: string, tenant: string }> | undefined} */
let config;

/** Fetched once a page, so that a login works while the receiver is stopped; a failure is forgotten. */
function loadConfig() {
  config ??= fetch("/preview/config.json")
    .then((response) => {
      if (!response.ok) throw new Error(`config.json: ${response.status}`);
      return response.json();
    })
    .catch((error) => {
      config = undefined;
      throw error;
    });
  return config;
}

/** @param {boolean} on */
function setSigningIn(on) {
  signingIn = on;
  // Not `disabled`: the button would lose the focus that the widget gives back.
  submit.setAttribute("aria-disabled", String(on));
  nameInput.readOnly = on;
  submit.textContent = on ? "Logging in…" : "Log in";
  if (on) announce("Logging in…");
}

/** @param {number} started */
function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(2)} s`;
}

/** @param {string | undefined} view */
function show(view) {
  get("page", HTMLElement).dataset.view = view;
  for (const button of document.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-show") === view));
  }
}

for (const type of EVENTS) document.addEventListener(type, onWidgetEvent);
for (const button of document.querySelectorAll("[data-show]")) {
  button.addEventListener("click", () => show(button.getAttribute("data-show") ?? "chat"));
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  logIn(nameInput.value.trim());
});
lookup.addEventListener("click", () => {
  tick("looked");
  noticeElement()?.open?.({ readonly: true });
});
get("logout", HTMLButtonElement).addEventListener("click", () => signOut());

submit.disabled = false;
watchReceiver();
// A setting that cannot be had is none; the login itself says when the server is away.
const prepared = loadConfig().then(({ notices }) => prepare(notices)).catch(() => {});
const user = link.get("user")?.trim();
if (user) {
  nameInput.value = user;
  logIn(user);
} else if (matchMedia("(pointer: fine)").matches) {
  nameInput.focus();
}
