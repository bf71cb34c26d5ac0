// The loader's reading of a manifest, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, covers, lookup } from "../../static/loader/manifest.js";
import { twin } from "../twins/twin.mjs";
import { listsOf, listsSince } from "../../static/loader/texts.js";

test("a locale is found as RFC 4647 looks it up, then by language, then English, then the source", () => {
  const available = ["pt-BR", "ar", "en", "zh-CN", "es"];
  for (const [wanted, found] of [
    [["pt-BR"], "pt-BR"],
    [["PT-br"], "pt-BR"],
    [["pt-PT"], "pt-BR"],
    [["zh-Hans-CN"], "zh-CN"],
    [["es-419", "en"], "es"],
    [["de", "ar-EG"], "ar"],
    [["de"], "en"],
    [[], "en"],
  ]) {
    assert.equal(lookup(available, wanted), found, wanted.join());
  }
  assert.equal(lookup(["pt-BR", "es"], ["de"]), "pt-BR");
});

test("only a material change since asks again", async () => {
  const { changes, cases } = await twin("versions");
  const versions = Object.entries(changes).map(([version, change]) => ({ version, change, locales: {} }));
  for (const { current, covered, asked } of cases) {
    const manifest = { format: "ciente/manifest/1", id: "im", current, versions };
    for (const label of covered) assert.ok(covers(manifest, label), `${label} when ${current} is current`);
    for (const label of asked) assert.ok(!covers(manifest, label), `${label} when ${current} is current`);
  }
});

test("a manifest that is none is refused with a code", () => {
  for (const bad of [null, {}, { format: "ciente/manifest/2" }, { format: "ciente/manifest/1", current: "1", versions: [] }]) {
    assert.throws(() => choose(bad, new URL("https://chat.example/manifest.json"), []), { code: "notice-invalid" });
  }
});

test("what changed is what came after the version that was acknowledged, up to the current one", () => {
  const version = (label, locales) => ({ version: label, locales: { en: {}, ar: {} }, ...(locales && { changes: { since: "", locales } }) });
  const list = (path) => ({ path });
  const versions = [version("1"), version("2", { en: list("2/en") }), version("3", { en: list("3/en"), ar: list("3/ar") }), version("4", { en: list("4/en") })];
  const manifest = { versions, current: "3" };
  for (const [since, locale, paths] of [
    ["1", "en", ["2/en", "3/en"]],
    ["1", "ar", ["3/ar"]],
    ["2", "en", ["3/en"]],
    ["3", "en", []],
    ["4", "en", []],
    ["0", "en", []],
    [undefined, "en", []],
  ]) {
    assert.deepEqual(listsSince(manifest, since, locale).map(({ path }) => path), paths, `${since} ${locale}`);
  }
});

test("who acknowledged an older version is told what changed since then all in all, or else step by step", async () => {
  const earlier = [{ since: "1", view: 13 }];
  const lists = { "2": { view: 12 }, "3": { view: 23, earlier }, old: { view: 23 } };
  const asked = [];
  const of = (parts, since) => listsOf(parts, since, async (part) => (asked.push(part), lists[part]));
  assert.deepEqual(await of(["2", "3"], "1"), [earlier[0]]);
  assert.deepEqual(asked.splice(0), ["3"]);
  assert.deepEqual(await of(["3"], "2"), [lists["3"]]);
  assert.deepEqual(await of(["2", "old"], "1"), [lists["2"], lists.old]);
  assert.deepEqual(await of(["2", "missing"], "1"), [lists["2"]]);
  assert.deepEqual(await of(["2", "3"], "0"), [lists["2"], lists["3"]]);
  assert.deepEqual(await of([], "3"), []);
});
