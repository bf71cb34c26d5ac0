//! Papo, the sample chat client: conversations, bubbles, a composer that answers once, and the header's chip and banner.
// @ts-check
import { announce, el, focusOn, get, time } from "./dom.js";

/**
 * @typedef {{ from: string, text: string, at: Date }} Message
 * @typedef {{ title: string, about: string, unread: number, messages: Message[], reply: { from: string, text: string } | null }} Conversation
 */

const REPLY_MS = 1400;
/** @type {Record<import("./preview.js").Delivery, string>} */
const DELIVERIES = {
  recorded: "recorded",
  pending: "saved on this device, will be sent",
  rejected: "refused by the endpoint",
};

const chat = get("chat", HTMLElement);
const chip = get("delivery", HTMLElement);
const banner = get("banner", HTMLElement);
const list = get("conversations", HTMLUListElement);
const messages = get("messages", HTMLElement);
const input = get("composer-input", HTMLInputElement);

/** @type {Conversation[]} */
let conversations = [];
/** @type {Conversation | undefined} */
let current;
/** Timers of replies under way: none outlives its user's session. @type {Set<number>} */
const replies = new Set();

/** @param {string} name */
export function openChat(name) {
  conversations = sample(name);
  get("me", HTMLElement).textContent = name;
  chat.hidden = false;
  select(conversations[0]);
  announce(`Logged in as ${name}`);
  focusOn(input, get("talk-title", HTMLElement));
}

export function closeChat() {
  for (const timer of replies) clearTimeout(timer);
  replies.clear();
  conversations = [];
  current = undefined;
  list.replaceChildren();
  messages.replaceChildren();
  input.value = "";
  chat.hidden = true;
}

/** @param {import("./preview.js").Delivery | null} delivery `null` when nothing is known, and then nothing is said. */
export function setDelivery(delivery) {
  chip.hidden = !delivery;
  if (!delivery) {
    delete chip.dataset.delivery;
    return;
  }
  const changed = chip.dataset.delivery !== delivery;
  chip.dataset.delivery = delivery;
  get("delivery-text", HTMLElement).textContent = DELIVERIES[delivery];
  if (changed && !chat.hidden) announce(`Acknowledgement ${DELIVERIES[delivery]}`);
}

/** @param {{ code: string } | null} problem */
export function setBanner(problem) {
  banner.hidden = !problem;
  banner.replaceChildren();
  if (!problem) return;
  const why = problem.code === "notice-stale" ? "The server asks for a version of the privacy notice that is not published yet." : "The privacy notice could not be shown now.";
  banner.append(`${why} You can go on chatting; it is shown at a later login. `, el("code", "", problem.code));
  announce(banner.textContent ?? "");
}

/** @param {Conversation} conversation */
function select(conversation) {
  current = conversation;
  conversation.unread = 0;
  get("talk-title", HTMLElement).textContent = conversation.title;
  get("talk-about", HTMLElement).textContent = conversation.about;
  input.placeholder = `Message ${conversation.title}`;
  // Busy while it is filled: a log reads aloud what is new, and this is not.
  messages.setAttribute("aria-busy", "true");
  const today = conversation.messages[0].at.toDateString() === new Date().toDateString();
  messages.replaceChildren(el("p", "day", today ? "Today" : "Yesterday"));
  conversation.messages.forEach((message, index) => messages.append(bubble(conversation, message, conversation.messages[index - 1])));
  messages.setAttribute("aria-busy", "false");
  messages.scrollTop = messages.scrollHeight;
  drawList();
}

function drawList() {
  const focused = [...list.querySelectorAll("button")].findIndex((button) => button === document.activeElement);
  list.replaceChildren(...conversations.map((conversation, index) => {
    const last = conversation.messages[conversation.messages.length - 1];
    const preview = el("span", "conversation-last", last.text);
    preview.dir = "auto";
    const button = el("button", "conversation",
      avatar(conversation.title, index),
      el("span", "conversation-title", conversation.title), time(last.at),
      preview);
    if (conversation.unread) button.append(el("span", "count", String(conversation.unread), el("span", "quiet", " unread")));
    button.type = "button";
    if (conversation === current) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => select(conversation));
    return el("li", "", button);
  }));
  list.querySelectorAll("button")[focused]?.focus();
}

/**
 * @param {Conversation} conversation
 * @param {Message} message
 * @param {Message | undefined} before
 */
function bubble(conversation, { from, text, at }, before) {
  const own = from === "";
  const words = el("p", "words", text);
  words.dir = "auto";
  const item = el("div", own ? "message own" : "message", el("span", "quiet", own ? "You: " : `${from}: `), words, time(at));
  if (before?.from === from) item.classList.add("follows");
  else if (!own && !conversation.title.startsWith(from)) {
    // Who wrote it is read from the hidden name before the words.
    const author = el("span", "author", from);
    author.setAttribute("aria-hidden", "true");
    item.prepend(author);
  }
  return item;
}

/**
 * @param {Conversation} conversation
 * @param {Message} message
 */
function add(conversation, message) {
  const before = conversation.messages[conversation.messages.length - 1];
  conversation.messages.push(message);
  if (conversation === current) {
    messages.append(bubble(conversation, message, before));
    messages.scrollTop = messages.scrollHeight;
  } else {
    conversation.unread += 1;
  }
  drawList();
}

/**
 * @param {string} title
 * @param {number} index
 */
function avatar(title, index) {
  const face = el("span", `avatar tone-${index % 4}`, title.split(" ").map((word) => word[0]).join("").slice(0, 2));
  face.setAttribute("aria-hidden", "true");
  return face;
}

get("composer", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  const conversation = current;
  if (!text || !conversation) return;
  input.value = "";
  add(conversation, { from: "", text, at: new Date() });
  const { reply } = conversation;
  if (!reply) return;
  conversation.reply = null;
  const timer = setTimeout(() => {
    replies.delete(timer);
    add(conversation, { ...reply, at: new Date() });
  }, REPLY_MS);
  replies.add(timer);
});

/**
 * @param {string} name
 * @returns {Conversation[]}
 */
function sample(name) {
  /** @param {number} minutes */
  const ago = (minutes) => new Date(Date.now() - minutes * 60_000);
  return [
    {
      title: "Saturday hike", about: "Lia, Tomás and you", unread: 0,
      messages: [
        { from: "Lia", text: "The trail is dry again. I walked the first half yesterday.", at: ago(26) },
        { from: "Tomás", text: "Good. I can drive, three seats free.", at: ago(24) },
        { from: "Tomás", text: "Who brings coffee?", at: ago(24) },
        { from: "Lia", text: "Me, if we meet at the bakery at half past seven.", at: ago(9) },
        { from: "Lia", text: `Are you coming, ${name}?`, at: ago(2) },
      ],
      reply: { from: "Lia", text: "Noted! I'll bring the big thermos then." },
    },
    {
      title: "Nora Lindqvist", about: "Last seen a few minutes ago", unread: 2,
      messages: [
        { from: "Nora", text: "I found your umbrella.", at: ago(51) },
        { from: "Nora", text: "It was in my umbrella stand, which explains a lot.", at: ago(50) },
      ],
      reply: { from: "Nora", text: "It's on my desk, next to the other three." },
    },
    {
      title: "Choir, second row", about: "Eleven people", unread: 0,
      messages: [
        { from: "Mateus", text: "New score is in the folder, bar 40 is the hard one.", at: ago(133) },
        { from: "", text: "Printed. I'll need bar 38 explained as well.", at: ago(121) },
        { from: "Mateus", text: "That one is a misprint, just hold the note.", at: ago(118) },
      ],
      reply: { from: "Mateus", text: "See you on Thursday, earlier if you want to warm up." },
    },
    {
      title: "Bike workshop", about: "Open until six", unread: 0,
      messages: [{ from: "Bike workshop", text: "Your bicycle is ready. The new chain is in, the bell is back.", at: ago(245) }],
      reply: { from: "Bike workshop", text: "Thank you. We are here until six." },
    },
  ];
}
