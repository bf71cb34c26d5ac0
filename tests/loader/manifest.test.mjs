// The loader's reading of a manifest, without a browser. `crates/notice/src/manifest.rs` holds the same for the receiver.
import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, covers, lookup } from "../../static/loader/manifest.js";

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

test("only a material change since asks again", () => {
  const changes = ["material", "material", "editorial", "editorial", "material"];
  const versions = changes.map((change, i) => ({ version: `${i + 1}`, change, locales: {} }));
  const manifest = { format: "ciente/manifest/1", id: "im", current: "4", versions };
  for (const [acknowledged, covered] of [["1", false], ["2", true], ["3", true], ["4", true], ["5", true], ["0", false]]) {
    assert.equal(covers(manifest, acknowledged), covered, acknowledged);
  }
});

test("a manifest that is none is refused with a code", () => {
  for (const bad of [null, {}, { format: "ciente/manifest/2" }, { format: "ciente/manifest/1", current: "1", versions: [] }]) {
    assert.throws(() => choose(bad, new URL("https://chat.example/manifest.json"), []), { code: "notice-invalid" });
  }
});
