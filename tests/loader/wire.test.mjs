// What is made and how answers are read where WebAssembly does not run, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { classify, newId, retryAfter, understand } from "../../static/loader/wire.js";
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

const RECORD = {
  format: "ciente/acknowledgement/1",
  id: "019ab0c5-3f2a-7c41-9a53-0d6c1b7e4f10",
  notice: { id: "im", version: "3", locale: "en", digest: "sha-256:7c" },
  tenant: "t",
  subject: "alice",
  action: "acknowledged",
};

test("only a body that matters can break off, and not for ever", async () => {
  for (const { status, text, attempts, broken } of await twin("broken")) {
    const { verdict, status: told } = understand(RECORD, attempts, status, text);
    assert.equal(verdict === "failed" && told === undefined, broken, `${status} ${text}`);
  }
  assert.equal(understand(RECORD, 0, 409, '{"type":"/problems/stale-notice"}').verdict, "stale");
});

test("the endpoint may name seconds or a date", async () => {
  for (const { header, reads, answered, wait } of await twin("pauses")) {
    if (reads !== null) assert.equal(Date.parse(header), reads, header);
    assert.equal(retryAfter(header, answered) ?? null, wait, header);
  }
});

test("a receipt attests to this record and no other", () => {
  const receipt = { format: "ciente/receipt/1", acknowledgement: RECORD, receivedAt: "2026-11-23T10:00:41.402Z" };
  const taken = (body) => understand(RECORD, 0, 201, JSON.stringify(body)).receipt;
  assert.deepEqual(taken(receipt), receipt);
  assert.equal(taken({ ...receipt, format: "receipt" }), null);
  for (const other of ["id", "tenant", "subject", "action", "notice"]) {
    assert.equal(taken({ ...receipt, acknowledgement: { ...RECORD, [other]: "x" } }), null, other);
    assert.equal(taken({ ...receipt, acknowledgement: { ...RECORD, [other]: undefined } }), null, other);
  }
  for (const other of ["id", "version", "digest"]) {
    assert.equal(taken({ ...receipt, acknowledgement: { ...RECORD, notice: { ...RECORD.notice, [other]: "x" } } }), null, other);
  }
  for (const body of [null, 7, [], {}, { format: "ciente/receipt/1" }]) assert.equal(taken(body), null);
});
