// The call alone: there is no element in the markup.
import { requireAcknowledgement } from "ciente";
import "../../chat.css";

const add = (parent, tag, properties) => parent.appendChild(Object.assign(document.createElement(tag), properties));
const main = document.querySelector("main");
add(main, "h1", { textContent: document.title });
const form = add(main, "form");
add(add(form, "label", { textContent: "Name " }), "input", { name: "name", required: true });
add(form, "button", { textContent: "Log in" });
const chat = add(main, "section", { hidden: true });
const outcome = add(chat, "p", { id: "outcome" });
const record = add(chat, "p", { id: "record" });
const lookup = add(chat, "button", { id: "lookup", textContent: "Privacy notice" });
const logout = add(chat, "button", { id: "logout", textContent: "Log out" });

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = new FormData(form).get("name");
  const { outcome: ended, delivery } = await requireAcknowledgement({
    notice: "/notices/im",
    endpoint: "/v1/acknowledgements",
    tenant: "hosts",
    subject: name,
    authorize: async () => ({ authorization: `Bearer ${await (await fetch(`/session?${name}`)).text()}` }),
  });
  form.hidden = true;
  chat.hidden = false;
  outcome.textContent = `${ended} ${delivery}`;
});

document.addEventListener("ciente-recorded", ({ detail }) => (record.textContent = detail.id));
lookup.addEventListener("click", () => document.querySelector("ciente-notice").open());
logout.addEventListener("click", () => {
  document.querySelector("ciente-notice").reset();
  outcome.textContent = record.textContent = "";
  chat.hidden = true;
  form.hidden = false;
});
