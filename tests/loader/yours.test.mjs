// What is known of an acknowledgement, without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dress, fromDevice, fromEndpoint, ownOf } from "../../static/loader/yours.js";

const id = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f0000";
const word = { id, version: "1", digest: "d", action: "acknowledged", state: "pending", locale: "ar", receipt: null };
const answer = { acknowledged: true, version: "2", receivedAt: "2026-11-23T10:00:00.000Z" };

test("what the device has says when it was made: that is in its id", () => {
  const at = new Date(0x0190a1b2c3d4).toISOString();
  assert.deepEqual(fromDevice(ownOf(word)), { version: "1", state: "pending", receipt: null, locale: "ar", at });
  assert.equal(fromDevice(ownOf(undefined)), undefined);
  assert.equal(fromDevice(ownOf({ ...word, action: "declined" })), undefined);
});

test("what the endpoint has is recorded; where it says nothing that can be understood, there is nothing", () => {
  assert.deepEqual(fromEndpoint(answer), { version: "2", at: answer.receivedAt, state: "recorded" });
  for (const nothing of [undefined, null, 7, {}, { acknowledged: false, version: "2" }, { acknowledged: "yes", version: "2" }, { acknowledged: true }]) assert.equal(fromEndpoint(nothing), undefined);
  assert.equal(fromEndpoint({ ...answer, receivedAt: "lately" }).at, undefined);
});

test("whoever declined what came later has acknowledged what came before", () => {
  assert.equal(ownOf({ ...word, id: "0290", action: "declined", last: word }), word);
});

test("what the endpoint refused is told, until something newer was not refused", () => {
  const refused = { ...word, id: "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f0001", state: "rejected" };
  assert.equal(ownOf(undefined, [refused]), refused);
  assert.equal(ownOf(word, [refused]), refused);
  assert.equal(ownOf({ ...word, id: "02" }, [refused]).id, "02");
  assert.equal(ownOf(undefined, [{ ...refused, action: "declined" }]), undefined);
});

test("whoever looks the notice up finds their own acknowledgement first, and other buttons", () => {
  const words = Object.fromEntries(["version", "date", "language", "state", "recorded", "recordedEarlier", "pending", "rejected", "yours", "notYet", "unsaid", "newer", "receipt", "print", "dismiss"].map((name) => [name, `<${name}>`]));
  const select = ["select", { part: "locale" }, ["option", { value: "en" }, "English"], ["option", { value: "ar" }, "العربية"]];
  const tree = () => ["div", { class: "root" }, ["dialog", { part: "dialog", closedby: "none" }, ["header"], ["div", { class: "text" }, ["div", { class: "about" }, select], ["section"]], ["footer", { role: "none" }, ["div", { class: "now" }], ["button"], ["button"]]], ["div", { role: "status" }]];
  const dressed = (record, more) => dress({ locale: "en", version: "2", view: { words, root: tree() } }, { record, ...more }).view.root[2];
  const parts = (footer) => footer.slice(3).map(([, { part }]) => part);

  const [, attributes, , body, footer] = dressed({ version: "1", at: answer.receivedAt, locale: "ar", state: "pending", receipt: null });
  assert.equal(attributes.closedby, "closerequest");
  assert.deepEqual([body[2][1].class, body[3][1].class, body[4][0]], ["about", "yours pending", "section"]);
  for (const text of ["<yours>", "1", "العربية", "<pending>", "2026"]) assert.ok(JSON.stringify(body[3]).includes(text), text);
  assert.deepEqual(footer[2], ["div", { class: "now" }]);
  assert.deepEqual(parts(footer), ["receipt", "print", "close"], "there will be one");
  assert.deepEqual(parts(dressed(undefined, { isOpen: true })[4]), ["print", "close"]);

  const known = dressed({ version: "1", state: "recorded", receipt: {} }, { isOlder: true });
  assert.deepEqual(parts(known[4]), ["receipt", "print", "close"]);
  // Of the text below, which is a newer one, nobody is told that they have acknowledged it.
  assert.ok(JSON.stringify(known[3]).includes("<recordedEarlier>") && !JSON.stringify(known[3]).includes("<recorded>"));
  assert.ok(!JSON.stringify(known[3]).includes("<date>"));
  assert.ok(JSON.stringify(dressed({ version: "1", state: "recorded" })[3]).includes("<recorded>"));
  assert.ok(JSON.stringify(dressed(undefined)[3]).includes("<notYet>"));
  assert.ok(JSON.stringify(known[3]).includes("<newer>") && !JSON.stringify(dressed({ version: "1" })[3]).includes("<newer>"));
  // Nobody is told that they did not what they may have done elsewhere; what is said later has room.
  const [, , most, told] = dressed(undefined, { isUnsaid: true, isOpen: true, versions: ["1", "1.10"] })[3][3].at(-1);
  assert.deepEqual([told[1].role, told.at(-1).length, told.at(-1).at(-1)], ["status", 3, ["div", ["dt", "<state>"], ["dd", "<unsaid>"]]]);
  // All that may be said is in it: of any version, month, language and state.
  const room = JSON.stringify(most);
  for (const said of ["1.10", "May 28, 2020", "10:58", "English", "العربية", "<recorded>", "<recordedEarlier>", "<pending>", "<rejected>"]) assert.ok(room.includes(said), said);
  assert.deepEqual([most[1]["aria-hidden"], ...most.slice(2).map(([tag]) => tag)], ["true", "dl", "div"]);
  // One button for each earlier version.
  assert.equal(room.split('"button",{').length - 1, 2);
  const least = dressed(undefined, { isUnsaid: true, isOpen: true })[3][3].at(-1)[2];
  assert.deepEqual(least.slice(2).map(([tag]) => tag), ["dl"]);
});
