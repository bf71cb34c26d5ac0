// What the fallback makes and how it reads answers, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { classify, newId } from "../../static/loader/fallback.js";
import { twin } from "../twins/twin.mjs";

test("each answer means what the wire says", async () => {
  const { statuses, problems } = await twin("answers");
  // The fallback keeps nothing for later: what may be sent again has failed now.
  const read = (status, body) => classify(status, body).replace("failed", "retry");
  for (const { from, to, verdict } of statuses) {
    for (let status = from; status <= to; status++) assert.equal(read(status, undefined), verdict, `${status}`);
  }
  for (const { status, type, verdict } of problems) assert.equal(read(status, { type }), verdict, `${status} ${type}`);
  assert.equal(classify(409, null), "rejected");
});

test("an id is a UUIDv7 of its instant", () => {
  for (const now of [0, 1, 1645557742000, 2 ** 48 - 1]) {
    const id = newId(now);
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(parseInt(id.slice(0, 13).replace("-", ""), 16), now);
  }
  assert.notEqual(newId(5), newId(5));
});
