// What the fallback makes and how it reads answers, without a browser. `crates/notice/src/wire.rs` holds the same table.
import assert from "node:assert/strict";
import { test } from "node:test";
import { classify, newId } from "../../static/loader/fallback.js";

test("each status means what the wire says", () => {
  for (let status = 200; status < 700; status++) {
    const expected =
      status < 300
        ? "recorded"
        : status === 401 || status === 403
          ? "unauthorized"
          : [408, 425, 429].includes(status) || status < 400 || status > 499
            ? "failed"
            : "rejected";
    assert.equal(classify(status, undefined), expected, `${status}`);
  }
  assert.equal(classify(0, null), "failed");
  assert.equal(classify(409, { type: "https://a.example/problems/stale-notice" }), "stale");
  assert.equal(classify(409, { type: "about:blank" }), "rejected");
  assert.equal(classify(422, { type: "/problems/stale-notice" }), "rejected");
});

test("an id is a UUIDv7 of its instant", () => {
  for (const now of [0, 1, 1645557742000, 2 ** 48 - 1]) {
    const id = newId(now);
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(parseInt(id.slice(0, 13).replace("-", ""), 16), now);
  }
  assert.notEqual(newId(5), newId(5));
});
