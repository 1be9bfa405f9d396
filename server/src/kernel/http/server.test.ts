import assert from "node:assert/strict";
import { type AddressInfo, connect } from "node:net";
import { after, before, describe, test } from "node:test";
import Type from "typebox";
import { createLog } from "../log.ts";
import { createHttpServer, type HttpServer } from "./server.ts";

let server: HttpServer;
before(async () => {
  server = createHttpServer(createLog("silent"));
  const body = Type.Object({ name: Type.String() }, { additionalProperties: false });
  server.post("/names", { schema: { body } }, async (_request, reply) => reply.code(204).send());
  server.get("/names", async () => "none");
  await server.register(async (scope) => {
    scope.get("/names/:name", async () => "one");
    scope.delete("/names/last", async () => "gone");
    scope.get("/pages/*", async () => "page");
    scope.post("/pages/sent", async () => "sent");
  });
  await server.listen({ host: "127.0.0.1", port: 0 });
});
after(() => server.close());

/** What comes back for these bytes, until the server hangs up. */
function send(...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    let reply = "";
    const socket = connect((server.server.address() as AddressInfo).port, "127.0.0.1", () => parts.forEach((part) => socket.write(part)));
    socket.on("data", (data) => (reply += data.toString("latin1")));
    // A server that refuses a large body hangs up while it is still being sent.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(reply));
  });
}

const JSON_POST = "POST /names HTTP/1.1\r\nHost: city\r\nConnection: close\r\nContent-Type: application/json\r\n";
const post = (body: string | Buffer) => send(`${JSON_POST}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`, body);

describe("whatever arrives on the wire is answered as the sender's mistake, and the server goes on", () => {
  const RUBBISH: [what: string, reply: () => Promise<string>, status: number][] = [
    ["bytes that are no HTTP", () => send(Buffer.from("16030100a5010000a10303", "hex")), 400],
    ["a NUL in a header", () => send("GET /names HTTP/1.1\r\nHost: city\r\nX: a\0b\r\n\r\n"), 400],
    ["two lengths of one body", () => send(`${JSON_POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`), 400],
    ["headers without end", () => send(`GET /names HTTP/1.1\r\nHost: city\r\nX: ${"a".repeat(100_000)}\r\n\r\n`), 431],
    ["an address of 5,000 characters", () => send(`GET /${"a".repeat(5_000)} HTTP/1.1\r\nHost: city\r\nConnection: close\r\n\r\n`), 414],
    ["a percent sign that encodes nothing", () => send("GET /%zz HTTP/1.1\r\nHost: city\r\nConnection: close\r\n\r\n"), 400],
    ["overlong UTF-8", () => send("GET /%c0%ae%c0%ae/ HTTP/1.1\r\nHost: city\r\nConnection: close\r\n\r\n"), 400],
    ["a method nobody answers", () => send("TRACE /names HTTP/1.1\r\nHost: city\r\nConnection: close\r\n\r\n"), 405],
    ["a body larger than any form", () => send(`${JSON_POST}Content-Length: 10000000\r\n\r\n`), 413],
    ["chunks without end", () => send(`${JSON_POST}Transfer-Encoding: chunked\r\n\r\n`, ...Array.from({ length: 10 }, () => `10000\r\n${"x".repeat(0x10000)}\r\n`)), 413],
    ["brackets without end", () => post("[".repeat(100_000)), 400],
    ["a key that would reach the prototype", () => post('{"__proto__":{"admin":true},"name":"a"}'), 400],
    ["a type nobody reads", () => send("POST /names HTTP/1.1\r\nHost: city\r\nConnection: close\r\nContent-Type: text/xml\r\nContent-Length: 4\r\n\r\n<a/>"), 415],
  ];
  for (const [what, reply, status] of RUBBISH) {
    test(`${what}: ${status}`, async () => {
      const text = await reply();
      assert.equal(text.split(" ")[1], String(status), text.slice(0, 200));
      assert.match(text, /content-type: application\/problem\+json/i);
      assert.equal((await server.inject("/names")).body, "none");
    });
  }
});

describe("a known address that is asked with another method says which it answers", () => {
  const QUESTIONS: [method: "GET" | "HEAD" | "POST" | "PUT" | "DELETE" | "OPTIONS", url: string, status: number, allow?: string][] = [
    ["PUT", "/names", 405, "GET, HEAD, POST"], ["OPTIONS", "/names/?a=b", 405, "GET, HEAD, POST"],
    ["POST", "/names/wang", 405, "GET, HEAD"], ["POST", "/names/%E7%8E%8B", 405, "GET, HEAD"],
    // One address, two routes: the router takes either.
    ["PUT", "/names/last", 405, "DELETE, GET, HEAD"], ["GET", "/names/last", 200], ["DELETE", "/names/last", 200],
    // What catches every GET hides no route below it.
    ["GET", "/pages/sent", 405, "POST"], ["GET", "/pages/any", 200], ["HEAD", "/pages/any", 200], ["POST", "/pages/any", 404],
    ["POST", "/names/wang/more", 404], ["GET", "/nothing", 404], ["PUT", "/", 404],
  ];
  for (const [method, url, status, allow] of QUESTIONS) {
    test(`${method} ${url}: ${status} ${allow ?? ""}`, async () => {
      const reply = await server.inject({ method, url });
      assert.deepEqual([reply.statusCode, reply.headers.allow], [status, allow]);
      if (status === 405) assert.equal(reply.json().code, "method-not-allowed");
    });
  }
});
