// What is known of an acknowledgement, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { recordOf } from "../../static/loader/lookup.js";

const id = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f0000";
const word = { id, version: "1", digest: "d", action: "acknowledged", state: "pending", locale: "ar", receipt: null };
const answer = { acknowledged: true, version: "2", receivedAt: "2026-11-23T10:00:00.000Z" };

test("the device's own word comes first; its time is in its id", () => {
  const at = new Date(0x0190a1b2c3d4).toISOString();
  assert.deepEqual(recordOf(word, answer), { version: "1", state: "pending", receipt: null, locale: "ar", at });
});

test("else the endpoint's, and nothing where there is none", () => {
  const known = { version: "2", at: answer.receivedAt, state: "recorded" };
  assert.deepEqual(recordOf(undefined, answer), known);
  assert.deepEqual(recordOf({ ...word, action: "declined" }, answer), known);
  assert.equal(recordOf(undefined, undefined), undefined);
  assert.equal(recordOf({ ...word, action: "declined" }, undefined), undefined);
});
