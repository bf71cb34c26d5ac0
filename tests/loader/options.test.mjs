// What the loader takes for an option, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { check } from "../../static/loader/checks.js";
import { PROPERTIES, named, resolve } from "../../static/loader/options.js";

const BASE = "https://chat.example/app/";
const sound = { ...PROPERTIES, notice: "../notices/im", endpoint: "/v1/a", tenant: "t", subject: "alice", locale: "" };
/** @param {(given: object) => unknown} takes which of the two checks refuses it */
const refusedBy = (takes) => (options, begins) =>
  assert.throws(() => takes({ ...sound, ...options }), (error) => {
    assert.equal(error.code, "bad-option");
    assert.ok(error.message.startsWith(`${begins} `), error.message);
    return true;
  });
const refused = refusedBy((given) => resolve(given, BASE));
const refusedLater = refusedBy(check);

test("sound options are resolved against the page", () => {
  assert.deepEqual(resolve(sound, BASE).map(String), ["https://chat.example/v1/a", "https://chat.example/notices/im/manifest.json"]);
  for (const more of [{ subject: "🙂".repeat(256) }, { tenant: "x".repeat(128) }, { locale: "zh-Hans-CN" }, { locale: "zh-yue" }, { wait: 0 }, { mode: "panel" }, { mode: "" }, { theme: "dark" }, { theme: "auto" }, { credentials: "include" }, { authorize() {} }, { transport: { submit() {} } }]) {
    resolve({ ...sound, ...more }, BASE);
    check({ ...sound, ...more });
  }
});

test("whatever is wrong is named", () => {
  for (const name of ["notice", "endpoint", "tenant", "subject"]) refused({ [name]: "" }, name);
  for (const name of ["notice", "endpoint"]) for (const url of ["ftp://a/", "javascript:0", "data:,x", "http://["]) refused({ [name]: url }, name);
  for (const name of ["tenant", "subject"]) refused({ [name]: `${Promise.resolve()}` }, name);
  for (const nonsense of ["NaN", "undefined"]) refused({ subject: nonsense }, "subject");
  for (const wait of ["8000", NaN, -1, Infinity, 2 ** 27, {}]) refused({ wait }, "wait");
});

test("whatever is wrong of what only a notice that is shown needs is named", () => {
  // Half a character would be another one in the record, and the same for two users.
  for (const nonsense of [" ", "a\nb", "a\0", "x".repeat(257), "\ud800"]) refusedLater({ subject: nonsense }, "subject");
  refusedLater({ tenant: "x".repeat(129) }, "tenant");
  for (const locale of ["pt_BR", "-", "x y"]) refusedLater({ locale }, "locale");
  for (const mode of ["popup", "Modal", "modal panel"]) refusedLater({ mode }, "mode");
  refusedLater({ credentials: "" }, "credentials");
  refusedLater({ theme: "black" }, "theme");
  refusedLater({ authorize: {} }, "authorize");
  refusedLater({ transport: () => {} }, "transport");
  refusedLater({ transport: { status() {} } }, "transport.submit");
  refusedLater({ transport: { submit() {}, status: "x" } }, "transport.status");
});

test("an option that there is not is no option", () => {
  named(sound);
  assert.throws(() => named({ ...sound, authorise() {} }), { code: "bad-option", message: "authorise is no option" });
  assert.throws(() => named({ ...sound, toString: 1 }), { code: "bad-option", message: "toString is no option" });
  for (const nothing of [5, "alice", true]) assert.throws(() => named(nothing), { code: "bad-option", message: "options are no object" });
});
