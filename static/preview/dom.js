//! The few DOM helpers that every part of the preview page uses; it knows no part of the page.
// @ts-check

/**
 * The element with this id, of this class. A miss is a mistake in index.html, so it throws at start.
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function get(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} #${id}`);
  return found;
}

/**
 * A new element. Text goes in as text nodes, so nothing here is ever parsed as HTML.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** To make one takes a slow device longer than all that is written with it. @type {Record<string, Intl.DateTimeFormat>} */
const clocks = {};

/** @param {0 | 3} [digits] */
function clock(digits) {
  const seconds = digits !== undefined && { second: /** @type {const} */ ("2-digit"), ...(digits && { fractionalSecondDigits: digits }) };
  return new Intl.DateTimeFormat("en", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...seconds });
}

/**
 * A `<time>`: hours and minutes; with `digits`, seconds and as many digits of them, for a log wants to tell what came first.
 * @param {Date} date
 * @param {0 | 3} [digits]
 */
export function time(date, digits) {
  const element = el("time", "", (clocks[`${digits}`] ??= clock(digits)).format(date));
  element.dateTime = date.toISOString();
  return element;
}

/** Lets the page do what waits: long work in one go makes the widget, whose page this is, look slow. */
export function breathe() {
  return new Promise((done) => setTimeout(done));
}

/**
 * Says a change to a screen reader, whatever its user is reading now.
 * @param {string} sentence
 */
export function announce(sentence) {
  const region = get("announce", HTMLElement);
  // Appended, not replaced: of two changes in one moment both are read.
  region.append(el("p", "", sentence));
  if (region.children.length > 5) region.firstElementChild?.remove();
}

/**
 * Where somebody is taken: into the field with a mouse and keys; to the heading where a field would raise a keyboard.
 * @param {HTMLElement} field
 * @param {HTMLElement} heading
 */
export function focusOn(field, heading) {
  (matchMedia("(pointer: fine)").matches ? field : heading).focus();
}

/**
 * Ticks one of the things to try. After the first, the list folds to the next one and leaves the room to the records.
 * @param {"first" | "again" | "other" | "changed" | "looked" | "saved" | "sent"} step
 */
export function tick(step) {
  const item = document.querySelector(`[data-step="${step}"]`);
  if (!item || item.hasAttribute("data-done")) return;
  item.setAttribute("data-done", "");
  const next = document.querySelector("[data-step]:not([data-done])");
  get("try-next", HTMLElement).textContent = next ? `Next: ${next.textContent}` : "All done.";
  if (step === "first") get("try", HTMLDetailsElement).open = false;
  item.append(el("span", "quiet", " (done)"));
}
