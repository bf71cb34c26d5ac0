// The element declared in the markup; logging in says whom it is about.
const notice = document.querySelector("ciente-notice");
const form = document.querySelector("form");
const chat = document.querySelector("section");
const outcome = document.getElementById("outcome");
const record = document.getElementById("record");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = new FormData(form).get("name");
  notice.authorize = async () => ({ authorization: `Bearer ${await (await fetch(`/session?${name}`)).text()}` });
  notice.subject = name;
  const result = await notice.require();
  form.hidden = true;
  chat.hidden = false;
  outcome.textContent = `${result.outcome} ${result.delivery}`;
});

notice.addEventListener("ciente-recorded", ({ detail }) => (record.textContent = detail.id));

document.getElementById("lookup").addEventListener("click", () => notice.open());

document.getElementById("logout").addEventListener("click", () => {
  notice.reset();
  notice.subject = null;
  outcome.textContent = record.textContent = "";
  chat.hidden = true;
  form.hidden = false;
});
