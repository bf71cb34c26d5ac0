// What the loader builds of a view, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build, grow } from "../../static/loader/view.js";
import { twin } from "../twins/twin.mjs";

globalThis.document = /** @type {any} */ ({
  createElement: () => ({ setAttribute() {}, append() {} }),
  createTextNode: (text) => text,
});

const isAllowed = (href) => {
  try {
    build(["a", { href }, "text"]);
    return true;
  } catch {
    return false;
  }
};

test("only safe schemes pass", async () => {
  const { allowed, refused } = await twin("links");
  for (const good of allowed) assert.ok(isAllowed(good), good);
  for (const bad of refused) assert.ok(!isAllowed(bad), bad);
});

test("unknown tags and attributes are refused wherever they stand", () => {
  for (const bad of [
    ["script"],
    ["p", ["iframe"]],
    ["p", { onclick: "x" }],
    ["p", { style: "x" }],
    ["p", "a", { srcdoc: "x" }],
    ["p", ["", '["script"]']],
    ["p", ["", '["p",{"onclick":"x"}]']],
    ["p", ["", "["]],
    ["p", ["", "1"]],
    ["p", [""]],
    ["P"],
    [""],
    [null],
    {},
    null,
  ]) {
    assert.throws(() => build(bad), JSON.stringify(bad));
  }
});

test("what stands in the text comes after everything around it", () => {
  const made = [];
  document.createElement = (tag) => ({ setAttribute() {}, append: (child) => made.push(child.tag ?? child), tag });
  const { step, top } = grow(["div", ["dialog", ["header", "a"], ["div", { part: "sections" }, ["p", "b"], ["", `["p","c"]`]], ["footer", "d"]], "e"]);
  while (step());
  assert.equal(top().tag, "div");
  assert.deepEqual(made, ["dialog", "header", "a", "div", "footer", "d", "e", "p", "b", "p", "c"]);
});
