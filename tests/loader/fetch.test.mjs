// What a document that cannot be read is called, against a real server.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { fetcher } from "../../static/loader/fetch.js";

test("a text that breaks off did not arrive, and one that is no JSON is none", async () => {
  const server = createServer((request, response) => {
    const text = { "/whole": '{"a":1}', "/page": "<html>", "/cut": '{"a":' }[request.url];
    if (!text) return response.writeHead(request.url === "/503" ? 503 : 404).end();
    if (request.url !== "/cut") return response.end(text);
    // More is announced than comes.
    response.writeHead(200, { "content-length": 100 }).write(text, () => setTimeout(() => response.destroy(), 20));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const get = fetcher(new AbortController().signal, 8000);
  const { port } = server.address();
  const at = (path) => new URL(path, `http://127.0.0.1:${port}`);
  try {
    assert.deepEqual(await get(at("/whole")), { a: 1 });
    for (const [path, code] of [
      ["/page", "notice-not-json"],
      ["/cut", "notice-unreachable"],
      ["/503", "notice-unreachable"],
      ["/nowhere", "notice-not-found"],
    ])
      await assert.rejects(get(at(path)), (error) => error.code === code && error.message.includes(path), path);
  } finally {
    server.closeAllConnections();
    server.close();
  }
  await assert.rejects(get(at("/whole")), ({ code }) => code === "notice-unreachable");
});
