// `custom-elements.json` names what the element has: no more, no less, and nothing twice.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { NEEDED, PROPERTIES, TEXT } from "../../static/loader/options.js";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const all = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name);
const every = (folder, extension) =>
  readdirSync(new URL(folder, root), { recursive: true })
    .filter((name) => name.endsWith(extension))
    .map((name) => read(`${folder}/${name}`))
    .join("\n");

const { modules } = JSON.parse(read("static/package/custom-elements.json"));
const [{ declarations, exports }] = modules;
const element = declarations.find(({ customElement }) => customElement);
const loader = read("static/ciente.js");
const types = read("static/index.d.ts");
/** What stands between the braces of a declaration in `index.d.ts`. */
const body = (head) => types.match(new RegExp(`${head}[^{]*\\{\\n(.*?)\\n\\}`, "s"))[1];

const same = (described, real) => {
  assert.ok(real.length > 0, "the test reads nothing");
  assert.deepEqual([...described.map(({ name }) => name)].sort(), [...new Set(real)].sort());
};
const members = (kind) => element.members.filter((member) => member.kind === kind);

test("attributes are those that the loader observes", () => {
  assert.match(loader, /observedAttributes = \[\.\.\.TEXT, "readonly"\]/);
  same(element.attributes, [...TEXT, "readonly"]);
});

test("properties are those that the loader defines and that the types name", () => {
  same(members("field"), [...TEXT, ...Object.keys(PROPERTIES), "readonly"]);
  const inherited = all(types.match(/interface CienteNotice extends [^{]*/)[0], /"(\w+)"/g);
  same(members("field"), [...inherited, ...all(body("interface CienteNotice"), /^ {2}(\w+):/gm)]);
  assert.ok(NEEDED.every((name) => inherited.includes(name)));
});

test("methods are those that the loader has and that the types name", () => {
  const own = all(loader, /^ {2}(?:async )?(\w+)\([^)]*\) \{$/gm);
  const platform = ["constructor", "connectedCallback", "disconnectedCallback", "attributeChangedCallback"];
  same(
    members("method"),
    own.filter((name) => !platform.includes(name)),
  );
  same(members("method"), all(body("interface CienteNotice"), /^ {2}(\w+)\(/gm));
});

test("events are those of the event map", () => {
  same(element.events, all(body("interface CienteEventMap"), /^ {2}"([\w-]+)":/gm));
});

test("an event's type is the one of the event map", () => {
  for (const { name, type } of element.events) assert.ok(types.includes(`"${name}": ${type.text};`), name);
});

test("parts are those that the views have, and those that are added to them", () => {
  const views = every("src/view", ".rs") + every("src/web", ".rs");
  const loader = every("static/loader", ".js");
  // The buttons of a notice that is looked up are made from a list.
  const added = [...all(loader, /button\(words, "(\w+)"/g), ...all(loader, /part: "([\w-]+)"/g)];
  same(element.cssParts, [...all(views, /part="([\w-]+)"/g), ...added]);
});

test("custom properties are those that the stylesheets read", () => {
  same(element.cssProperties, all(every("static/styles", ".css"), /var\((--ciente-[\w-]+)/g));
});

test("the documentation of themes names the same parts and properties", () => {
  const themes = read("docs/themes.md");
  same(element.cssProperties, all(themes, /`(--ciente-[\w-]+)`/g));
  const list = themes.match(/^Parts, [^]*?\n\n(?!\|)/m)[0].replace("ciente-notice::part(dialog)", "dialog");
  same(element.cssParts, all(list, /`([\w-]+)`/g));
});

/** The names in the first column of the table under a heading of a page. */
const listed = (page, heading) => {
  const section = page.split(`\n## ${heading}\n`)[1].split("\n## ")[0];
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.flatMap((row) => all(row.split(" | ")[0], /`([\w-]+)/g)).map((name) => ({ name }));
};

test("the documentation of the element names the same attributes, properties, methods and events, and all codes", () => {
  const page = read("docs/element.md");
  same(listed(page, "Attributes"), element.attributes.map(({ name }) => name));
  same(listed(page, "Properties"), Object.keys(PROPERTIES));
  same(listed(page, "Methods"), members("method").map(({ name }) => name));
  same(listed(page, "Events"), element.events.map(({ name }) => name));
  same(listed(page, "Codes"), all(types.match(/export type ErrorCode =([^;]*);/)[1], /"([\w-]+)"/g));
});

test("the documentation of the result names its outcomes and deliveries", () => {
  const page = read("docs/embed.md");
  const cells = (head) => all(page.split(`| \`${head}\` | means |`)[1].split("\n\n")[0].replace(/ \| .*/g, ""), /`([\w-]+)`/g);
  const words = (text) => all(text, /"(\w+)"/g);
  assert.deepEqual(cells("outcome").sort(), words(types.match(/outcome: (".*);/)[1]).sort());
  assert.deepEqual(cells("delivery").sort(), words(types.match(/type Delivery = (".*);/)[1]).sort());
});

test("exports are those of the loader", () => {
  const functions = exports.filter(({ kind }) => kind === "js");
  same(functions, all(loader, /^export const (\w+)/gm));
  assert.ok(functions.every(({ name }) => declarations.some((declared) => declared.name === name)));
  assert.deepEqual(all(loader, /customElements\??\.define\("([\w-]+)"/g), [element.tagName]);
});
