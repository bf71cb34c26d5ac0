// What the loader takes for an option, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PROPERTIES, named, resolve } from "../../static/loader/options.js";

const BASE = "https://chat.example/app/";
const sound = { ...PROPERTIES, notice: "../notices/im", endpoint: "/v1/a", tenant: "t", subject: "alice", locale: "" };
const refused = (options, begins) =>
  assert.throws(() => resolve({ ...sound, ...options }, BASE), (error) => {
    assert.equal(error.code, "bad-option");
    assert.ok(error.message.startsWith(`${begins} `), error.message);
    return true;
  });

test("sound options are resolved against the page", () => {
  const { notice, endpoint, subject } = resolve(sound, BASE);
  assert.deepEqual([notice.href, endpoint.href, subject], ["https://chat.example/notices/im", "https://chat.example/v1/a", "alice"]);
  for (const more of [{ subject: "🙂".repeat(256) }, { tenant: "x".repeat(128) }, { locale: "zh-Hans-CN" }, { wait: 0 }, { mode: "panel" }, { mode: "" }, { theme: "dark" }, { theme: "auto" }, { credentials: "include" }, { authorize() {} }, { transport: { submit() {} } }]) {
    resolve({ ...sound, ...more }, BASE);
  }
});

test("whatever is wrong is named", () => {
  for (const name of ["notice", "endpoint", "tenant", "subject"]) refused({ [name]: "" }, name);
  for (const name of ["notice", "endpoint"]) for (const url of ["ftp://a/", "javascript:0", "data:,x", "http://["]) refused({ [name]: url }, name);
  for (const name of ["tenant", "subject"]) refused({ [name]: `${Promise.resolve()}` }, name);
  for (const nonsense of [" ", "a\nb", "a\0", "NaN", "x".repeat(257)]) refused({ subject: nonsense }, "subject");
  refused({ tenant: "x".repeat(129) }, "tenant");
  for (const locale of ["pt_BR", "-", "x y"]) refused({ locale }, "locale");
  for (const wait of ["8000", NaN, -1, Infinity, 2 ** 27, {}]) refused({ wait }, "wait");
  for (const mode of ["popup", "Modal", "modal panel"]) refused({ mode }, "mode");
  refused({ credentials: "" }, "credentials");
  refused({ theme: "black" }, "theme");
  refused({ authorize: {} }, "authorize");
  refused({ transport: () => {} }, "transport");
  refused({ transport: { status() {} } }, "transport.submit");
  refused({ transport: { submit() {}, status: "x" } }, "transport.status");
});

test("an option that there is not is no option", () => {
  named(sound);
  assert.throws(() => named({ ...sound, authorise() {} }), { code: "bad-option", message: "authorise is not an option" });
});
