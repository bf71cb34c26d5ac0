//! The panel's view of the receiver: the records as they arrive, whether it can be reached, and nothing of how its endpoint answers.
// @ts-check
import { announce, el, get, tick, time } from "./dom.js";
import { readAnswer } from "./setting.js";

/**
 * @typedef {{ id: string, subject: string, action: string, notice: { id: string, version: string, locale: string } }} Acknowledgement
 * @typedef {{ acknowledgement: Acknowledgement, receivedAt: string }} Receipt
 */

const RETRY_MS = 2000;
/** A record younger than this has just come; an older one is told again. */
const FRESH_MS = 5000;
const roll = get("records", HTMLElement);
const state = get("receiver-state", HTMLElement);
/** @type {EventSource | undefined} */
let source;
let retry = 0;

/** Follows the receiver for as long as the page is shown, through its stops and starts. */
export function watchReceiver() {
  connect();
  // An open stream would keep the page out of the back/forward cache.
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", (event) => event.persisted && connect());
}

function connect() {
  disconnect();
  const stream = new EventSource("/preview/records");
  source = stream;
  stream.addEventListener("open", () => {
    setState("connected", "receiver: connected");
  });
  stream.addEventListener("message", (event) => onRecord(event.data));
  stream.addEventListener("error", () => {
    setState("lost", "receiver: not reachable, trying again");
    // A stream that could not be resumed is closed for good, and the browser leaves the rest to us.
    if (stream.readyState === EventSource.CLOSED && source === stream) retry = setTimeout(connect, RETRY_MS);
  });
}

function disconnect() {
  clearTimeout(retry);
  source?.close();
  source = undefined;
}

/**
 * @param {"connected" | "lost"} name
 * @param {string} sentence
 */
function setState(name, sentence) {
  readAnswer(name === "connected");
  if (state.dataset.state === name) return;
  state.dataset.state = name;
  state.textContent = sentence;
}

/** @param {string} data */
function onRecord(data) {
  /** @type {Receipt} */
  let receipt;
  try {
    receipt = JSON.parse(data);
  } catch {
    return;
  }
  const id = receipt?.acknowledgement?.id;
  // After a reconnection the receiver tells everything again.
  if (!id || roll.querySelector(`[data-id="${CSS.escape(id)}"]`)) return;
  const slip = slipOf(receipt, id);
  const fresh = Math.abs(Date.now() - Date.parse(receipt.receivedAt)) < FRESH_MS;
  if (fresh) slip.classList.add("fresh");
  const older = [...roll.children].find((other) => (other.getAttribute("data-received") ?? "") <= receipt.receivedAt);
  roll.insertBefore(slip, older ?? null);
  const open = slip.querySelector("details");
  // Sharing a name, the slips close each other: the newest one is the open one.
  if (open && slip === roll.firstElementChild) open.open = true;
  if (fresh) announce(`Record received: ${receipt.acknowledgement.subject}, ${receipt.acknowledgement.action}`);
  summarise();
}

function summarise() {
  for (const counter of ["records-count", "views-count"]) {
    get(counter, HTMLElement).textContent = String(roll.children.length);
    get(counter, HTMLElement).hidden = false;
  }
  get("records-empty", HTMLElement).hidden = true;
  if ([...roll.children].some((slip) => slip.getAttribute("data-action") === "acknowledged")) tick("first");
  if (new Set([...roll.children].map((slip) => slip.getAttribute("data-subject"))).size > 1) tick("other");
}

/**
 * @param {Receipt} receipt
 * @param {string} id
 */
function slipOf(receipt, id) {
  const { subject, action, notice } = receipt.acknowledgement;
  const received = new Date(receipt.receivedAt);
  const summary = el("summary", "",
    el("bdi", "slip-who", subject), " ", el("span", "slip-action", action), " ",
    el("span", "slip-what", `${notice?.id} ${notice?.version}, ${notice?.locale}`), " ",
    Number.isNaN(received.valueOf()) ? "" : time(received, 0));
  const details = el("details", "", summary, el("pre", "", ...coloured(JSON.stringify(receipt, null, 2))));
  details.name = "records";
  const slip = el("article", "slip", details);
  slip.dataset.id = id;
  slip.dataset.received = receipt.receivedAt;
  slip.dataset.subject = subject;
  slip.dataset.action = action;
  return slip;
}

/**
 * Pretty-printed JSON as one span a line, so that long strings wrap under their own indent; the text stays the same JSON.
 * @param {string} json
 */
function coloured(json) {
  return json.split(/(?<=\n)/).map((text) => {
    const indent = text.length - text.trimStart().length;
    const line = el("span", `line in-${Math.min(indent / 2, 4)}`);
    for (const [token, key, string, literal] of text.matchAll(/("(?:[^"\\]|\\.)*")(?=:)|("(?:[^"\\]|\\.)*")|(\b(?:true|false|null)\b|-?\d[\d.eE+-]*)|[^"\w-]+|./g)) {
      line.append(key ? el("span", "j-key", key) : string ? el("span", "j-string", string) : literal ? el("span", "j-literal", literal) : token);
    }
    return line;
  });
}
