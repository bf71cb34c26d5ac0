// What a user does in one tab of the soak. The page plays it itself, so that all tabs log users in at the same time; the
// program tells it who comes and what they do, and reads afterwards what the widget said.

const notice = () => document.querySelector("ciente-notice");
const find = (css) => notice()?.shadowRoot?.querySelector(css);
const isOpen = () => !!find("dialog[open]");
/** Whether the user can answer. */
const canAct = () => isOpen() && !!find("[part=acknowledge]:not([aria-disabled])");
const heard = (name, code) => events.some((event) => event.name === name && (!code || event.detail.code === code));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const until = async (what, check, limit = 40_000) => {
  for (const end = performance.now() + limit; !check(); await sleep(15)) {
    if (performance.now() > end) throw Error(`not within ${limit} ms: ${what}`);
  }
};

// The code's memory is not the page's to see, unless it looks over the shoulder of whoever makes the instance.
let memory;
for (const name of ["instantiate", "instantiateStreaming"]) {
  const make = WebAssembly[name];
  WebAssembly[name] = async (...all) => {
    const made = await make.apply(WebAssembly, all);
    // The build shortens the names of what is exported.
    memory = Object.values(made.instance?.exports ?? {}).find((one) => one instanceof WebAssembly.Memory) ?? memory;
    return made;
  };
}
window.wasmBytes = () => memory?.buffer.byteLength ?? 0;

/** The same user in two tabs: the second says that it shows the notice, until its call ends; the first waits for that. */
const together = (subject, isOver) => {
  const channel = new BroadcastChannel("soak");
  return {
    async waits() {
      let there = false;
      channel.onmessage = ({ data }) => (there ||= data === subject);
      await until("the other tab shows it", () => there || isOver());
    },
    async says() {
      while (!isOver()) {
        channel.postMessage(subject);
        await sleep(40);
      }
    },
    close: () => channel.close(),
  };
};

const run = async ({ subject, act, locale, early, stays, looksUp, after }) => {
  events.length = 0;
  let result;
  const options = { notice: "/notices/im", endpoint: "/v1/acknowledgements", tenant: "t", subject, wait: 1500 };
  ciente.requireAcknowledgement(options).then((settled) => (result = settled));
  await until("asked, or not", () => result || canAct());
  const asked = !result;
  const answer = async (part) => {
    if (!early) await until("the widget takes over", () => result || find("[data-live]"));
    // A notice that turns out stale is replaced, and the user answers again.
    await until("the call ends", () => {
      if (!result && canAct()) find(`[part=${part}]`).click();
      return result;
    });
  };
  const acts = {
    acknowledge: () => answer("acknowledge"),
    decline: () => answer("decline"),
    async language() {
      const select = find("select");
      select.value = locale;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      await until("the language", () => result || find(".root")?.lang === locale);
      await answer("acknowledge");
    },
    leave: () => sleep(after),
    async leaveSending() {
      await until("the widget takes over", () => result || find("[data-live]"));
      find("[part=acknowledge]").click();
      await sleep(after);
    },
    async first() {
      const other = together(subject, () => result);
      await other.waits();
      other.close();
      await answer("acknowledge");
    },
    async second() {
      const other = together(subject, () => result);
      await other.says();
      other.close();
    },
    // The notice is in front while a version is published.
    async holds() {
      await until("the widget takes over", () => find("[data-live]"));
      await new Promise((done) => (window.goOn = done));
      window.goOn = undefined;
      await answer("acknowledge");
    },
  };
  if (asked) await acts[act]();
  if (stays && result?.delivery === "pending") {
    await until("it arrives", () => {
      if (canAct()) find("[part=acknowledge]").click();
      // Who is back may have a record of a replaced version, which is dropped.
      return heard("recorded") || heard("error", "notice-stale");
    });
  }
  if (looksUp && result && result.outcome !== "unavailable") {
    await notice().open();
    await until("it is looked up", () => find("[part=close]"));
    find("[part=close]").click();
    await until("it is closed", () => !isOpen());
  }
  // Logging out ends what is going on, and settles it.
  const before = result ?? null;
  notice()?.reset();
  await until("the call settles", () => result, 5_000);
  const said = events.map(({ name, detail }) => ({ name, detail }));
  return { asked, before, result, events: said, visible: document.visibilityState === "visible" };
};

window.play = (step) => {
  window.played = undefined;
  run(step)
    .catch((error) => ({ error: `${error}`, events: events.map(({ name, detail }) => [name, detail.code]) }))
    .then((played) => (window.played = played));
};
