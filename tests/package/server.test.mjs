// On a server there is no element to define: what imports the package there, a page that is rendered before it is sent, must
// still load.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const root = new URL("../../target/package/ciente/", import.meta.url);
const { exports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
const adapters = ["converse", "login", "tencent-chat"].map((name) => `./adapters/${name}.js`);
const modules = Object.values(exports).map((entry) => entry.default ?? entry).filter((path) => path.endsWith(".js") && !path.includes("*"));

for (const path of new Set([...modules, ...adapters])) {
  test(`${path} can be imported where there is no document`, async () => {
    assert.equal(globalThis.HTMLElement, undefined);
    await import(new URL(path, root));
  });
}

test("what is called there rejects, and throws nothing", async () => {
  const { requireAcknowledgement } = await import(new URL("ciente.js", root));
  const call = requireAcknowledgement({ notice: "/n", endpoint: "/e", tenant: "t", subject: "s" });
  await assert.rejects(call);
});
