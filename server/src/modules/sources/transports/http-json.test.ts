/** A department that answers over HTTP is understood when it is right, and contained when it is not. */
import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import { createServer } from "node:net";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { workedMs } from "../../../testing/patience.ts";
import { asQuery, fillPath } from "./http/address.ts";
import { readJson } from "./json.ts";
import { openTransport } from "./open-transport.ts";
import { anOperation, aSource, assertFault, LIMITS, listen, listenHttp, soon, strayErrors } from "./testing.ts";
import { decodeText } from "./text.ts";
import type { Step, Transport } from "./transport.ts";

const ENDINGS: (() => Promise<void>)[] = [];
after(async () => {
  for (const end of ENDINGS.reverse()) await end();
});

async function against(handler: RequestListener, limits = {}): Promise<Transport> {
  const department = await listenHttp(handler);
  return toAddress(`${department.url}/base`, () => department.stop(), limits);
}

function toAddress(url: string, stop: () => Promise<void>, limits = {}, encoding: "utf-8" | "gb18030" = "utf-8"): Transport {
  const transport = openTransport(aSource({ kind: "http-json", authentication: "none", encoding }, limits), { url });
  ENDINGS.push(stop, () => transport.close());
  return transport;
}

const get = anOperation({ method: "GET", path: "/v1/persons/{idNumber}" });
const ask = (transport: Transport, input: unknown = { idNumber: "1" }, operation = get, ms?: number) => transport.ask({ operation, input }, soon(ms));
const askBriefly = (transport: Transport) => ask(transport, undefined, undefined, 300);
const json = (body: string | Buffer, headers: Record<string, string> = {}): RequestListener => (_request, reply) => reply.writeHead(200, { "content-type": "application/json", ...headers }).end(body);

test("a question becomes an address below the base, and the answer an object", async () => {
  const asked: string[] = [];
  const transport = await against((request, reply) => {
    asked.push(`${request.method} ${request.url}`);
    reply.writeHead(200, { "content-type": "application/json; charset=UTF-8" }).end('{"name":"海口","serial":460100199001011234}');
  });
  const answer = await ask(transport, { idNumber: "46/01 ?#", months: 3, tags: ["a", "b&c"], left: null });
  assert.deepEqual(answer, { found: true, value: { name: "海口", serial: "460100199001011234" } });
  assert.deepEqual(asked, ["GET /base/v1/persons/46%2F01%20%3F%23?months=3&tags=a&tags=b%26c"]);
});

test("a POST carries the input as JSON", async () => {
  const transport = await against((request, reply) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ path: request.url, type: request.headers["content-type"], body: JSON.parse(body) as unknown })));
  });
  const answer = await ask(transport, { idNumber: "7", name: "李想" }, anOperation({ method: "POST", path: "/ask/{idNumber}" }));
  assert.deepEqual(answer, { found: true, value: { path: "/base/ask/7", type: "application/json", body: { name: "李想" } } });
});

test("each step is told to who wants to see it", async () => {
  const steps: Step[] = [];
  const transport = await against(json('{"a":1}'));
  await transport.ask({ operation: get, input: { idNumber: "9" } }, soon(), (step) => steps.push(step));
  assert.deepEqual(steps.map(({ step }) => step), ["request", "answer", "decoded"]);
});

test("no input leaves the base path or the host", () => {
  const base = new URL("http://department.example/base");
  for (const idNumber of ["..", ".", "../secret", "a/../../b", String.raw`..\secret`, "", "\n", "\uD800", {}, undefined]) {
    assert.throws(() => fillPath(base, "/v1/{idNumber}", { idNumber }), { name: "SourceFault", kind: "malformed" }, JSON.stringify(idNumber));
  }
  for (const idNumber of ["//evil.example", "@evil.example", "%2e%2e", "?x=1", "#x", "http://evil.example/"]) {
    const { path } = fillPath(base, "/v1/{idNumber}", { idNumber });
    assert.ok(path.startsWith("/base/v1/") && !/[?#]/.test(path) && new URL(path, base).pathname === path, path);
  }
  for (const template of ["/../x", "//evil.example/x", "/v1/./x"]) assert.throws(() => fillPath(base, template, {}), { name: "SourceFault" }, template);
  assert.equal(asQuery({ "a&b": "c d=e" }), "?a%26b=c%20d%3De");
  assert.throws(() => asQuery({ a: {} }), { name: "SourceFault" });
});

test("404 means nothing is known, unless it is a web server's own page; 204 too", async () => {
  const nothing = await against((_request, reply) => reply.writeHead(404, { "content-type": "application/problem+json" }).end("{}"));
  assert.deepEqual(await ask(nothing), { found: false });
  const empty = await against((_request, reply) => reply.writeHead(204).end());
  assert.deepEqual(await ask(empty), { found: false });
  const page = await against((_request, reply) => reply.writeHead(404, { "content-type": "text/html" }).end("<h1>nginx</h1>"));
  await assertFault(ask(page), "refused");
});

test("a status that refuses is a fault with a name", async () => {
  const transport = await against((request, reply) => reply.writeHead(Number(request.url?.slice(-3)), { "retry-after": "7", "content-type": "application/json" }).end('{"idNumber":"secret"}'));
  for (const [status, kind, retryable] of [["400", "refused", false], ["401", "refused", false], ["403", "refused", false], ["408", "slow", true], ["429", "limited", true], ["500", "failed", true], ["503", "failed", true]] as const) {
    const fault = await assertFault(ask(transport, { idNumber: status }), kind);
    assert.equal(fault.retryable, retryable);
    assert.ok(!JSON.stringify([fault.message, fault.detail]).includes("secret"));
    if (status === "429" || status === "503") assert.equal(fault.retryAfterMs, 7_000);
  }
});

test("a body that comes byte by byte ends with the deadline", async () => {
  const transport = await against((_request, reply) => {
    reply.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => reply.write(" "), 20);
    reply.on("close", () => clearInterval(timer));
  });
  const startedAt = performance.now();
  await assertFault(askBriefly(transport), "slow");
  assert.ok(performance.now() - startedAt < LIMITS.timeoutMs);
});

test("headers that never end, and a server that never answers, end with the deadline", async () => {
  const trickling = await listen(createServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    const timer = setInterval(() => socket.write("x"), 20);
    socket.on("close", () => clearInterval(timer));
    socket.on("error", () => undefined);
  }));
  await assertFault(askBriefly(toAddress(trickling.url, () => trickling.stop())), "slow");
  const silent = await listen(createServer(() => undefined));
  await assertFault(askBriefly(toAddress(silent.url, () => silent.stop())), "slow");
});

test("who leaves early gets the own reason back, not a fault of the source", async () => {
  const transport = await against(() => undefined);
  const controller = new AbortController();
  const reason = new Error("the person went away");
  setTimeout(() => controller.abort(reason), 20);
  await assert.rejects(transport.ask({ operation: get, input: { idNumber: "1" } }, controller.signal), reason);
});

test("an endless body, a huge one and a bomb are cut at the limit", async () => {
  let sent = 0;
  const endless = await against((_request, reply) => {
    reply.writeHead(200, { "content-type": "application/json" });
    const more = () => {
      while (!reply.destroyed && reply.write(Buffer.alloc(16_384, 32))) sent += 16_384;
    };
    reply.on("drain", more);
    more();
  });
  await assertFault(ask(endless), "too-large");
  assert.ok(sent < 50_000_000);
  await assertFault(ask(await against(json(JSON.stringify("x".repeat(20_000))))), "too-large");
  await assertFault(ask(await against(json(gzipSync(Buffer.alloc(50_000_000, 32)).subarray(0, 100_000), { "content-encoding": "gzip" }), { largestAnswerBytes: 1_000_000 })), ["too-large", "malformed"]);
  await assertFault(ask(await against(json(gzipSync(Buffer.alloc(5_000_000, 32)), { "content-encoding": "gzip" }))), "too-large");
  assert.deepEqual(await ask(await against(json(gzipSync('{"a":1}'), { "content-encoding": "gzip" }))), { found: true, value: { a: 1 } });
  await assertFault(ask(await against(json("{}", { "content-encoding": "zip" }))), "malformed");
});

test("headers that are too long are refused", async () => {
  const transport = await against((_request, reply) => reply.writeHead(200, { "content-type": "application/json", "x-long": "x".repeat(60_000) }).end("{}"));
  await assertFault(ask(transport), "too-large");
});

test("a redirection is never followed, wherever it leads", async () => {
  let visited = false;
  const inside = await listenHttp((_request, reply) => {
    visited = true;
    reply.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  ENDINGS.push(() => inside.stop());
  for (const status of [301, 302, 303, 307, 308]) {
    const transport = await against((_request, reply) => reply.writeHead(status, { location: `${inside.url}/latest/meta-data` }).end());
    const fault = await assertFault(ask(transport), "redirected");
    assert.ok(!JSON.stringify(fault.detail).includes(inside.url));
  }
  assert.equal(visited, false);
});

test("what is not JSON, is cut off or too deep is refused", async () => {
  for (const body of ["", "{", '{"a":1', "nonsense", "<html>", '{"a":1e999}', `${"[".repeat(100)}${"]".repeat(100)}`, '{"__proto__":{"admin":true}}']) await assertFault(ask(await against(json(body))), "malformed");
  await assertFault(ask(await against((_request, reply) => reply.writeHead(200, { "content-type": "text/html" }).end("{}"))), "malformed");
  await assertFault(ask(await against((_request, reply) => reply.writeHead(200).end("{}"))), "malformed");
  assert.deepEqual(readJson('{"a":[12345678901234567890, 1234567890123456.5, "12345678901234567890"]}'), { a: ["12345678901234567890", 1234567890123456.5, "12345678901234567890"] });
});

test("a number too long for a double stays what it says wherever a value may stand, and makes nothing right that is no JSON", () => {
  const read: [string, unknown][] = [
    ["12345678901234567890", "12345678901234567890"],
    ["-9007199254740993", "-9007199254740993"],
    ["9007199254740991", 9_007_199_254_740_991],
    ['{"a" :\n 12345678901234567890 ,"b":[ 1, 12345678901234567890]}', { a: "12345678901234567890", b: [1, "12345678901234567890"] }],
    [String.raw`["\"12345678901234567890,", "\\", 12345678901234567890]`, ['"12345678901234567890,', "\\", "12345678901234567890"]],
    [`["${"a".repeat(40_000)}", 0.1234567890123456789, 1e-20]`, ["a".repeat(40_000), 0.123_456_789_012_345_68, 1e-20]],
  ];
  for (const [text, value] of read) assert.deepEqual(readJson(text), value, text.slice(0, 80));
  for (const text of ["{12345678901234567890:1}", '{"a":1, 12345678901234567890:2}', "[01234567890123456789]", "[1 12345678901234567890]", "12345678901234567890 1", "[12345678901234567890a]", '{"a":12345678901234567890', '["12345678901234567890]', "[--12345678901234567890]"]) {
    assert.throws(() => readJson(text), { name: "SourceFault", kind: "malformed" }, text);
  }
});

test("an answer made to keep us busy is refused before anything is made of it", async () => {
  const bytes = 4 * 1024 * 1024;
  const bombs = [
    `[${"1,".repeat(bytes / 2)}1]`,
    `[12345678901234567890,${"1,".repeat(bytes / 2)}1]`,
    `[12345678901234567890,${"[".repeat(bytes / 2)}${"]".repeat(bytes / 2)}]`,
    `{"a":${'{"a":'.repeat(bytes / 5)}`,
    `[${"{},".repeat(bytes / 3)}{}]`,
  ];
  for (const text of bombs) {
    const worked = await workedMs(() => assert.throws(() => readJson(text), { name: "SourceFault", kind: "malformed" }));
    assert.ok(worked < 500, `${text.slice(0, 30)} took ${worked} ms of work`);
  }
});

test("an answer shorter than it says, and a link that breaks, are a source that hung up", async () => {
  const short = await listen(createServer((socket) => socket.once("data", () => socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a":1}'))));
  await assertFault(ask(toAddress(short.url, () => short.stop())), "unreachable");
  const broken = await listen(createServer((socket) => socket.once("data", () => socket.resetAndDestroy())));
  await assertFault(ask(toAddress(broken.url, () => broken.stop())), "unreachable");
  const rubbish = await listen(createServer((socket) => socket.once("data", () => socket.end("\0\0nonsense\r\n\r\n"))));
  await assertFault(ask(toAddress(rubbish.url, () => rubbish.stop())), "malformed");
  const gone = await listen(createServer());
  await gone.stop();
  await assertFault(ask(toAddress(gone.url, async () => undefined)), "unreachable");
});

const HAIKOU_GB = Buffer.from([0xba, 0xa3, 0xbf, 0xda]);

test("GB 18030 is read where the header or the document says so, and nowhere else", async () => {
  const body = Buffer.concat([Buffer.from('{"name":"'), HAIKOU_GB, Buffer.from('"}')]);
  assert.deepEqual(await ask(await against(json(body, { "content-type": "application/json; charset=gbk" }))), { found: true, value: { name: "海口" } });
  await assertFault(ask(await against(json(body))), "wrong-charset");
  await assertFault(ask(await against(json(body, { "content-type": "application/json; charset=utf-8" }))), "wrong-charset");
  await assertFault(ask(await against(json(body, { "content-type": "application/json; charset=utf-16" }))), "wrong-charset");
  const department = await listenHttp(json(body));
  assert.deepEqual(await ask(toAddress(department.url, () => department.stop(), {}, "gb18030")), { found: true, value: { name: "海口" } });
  // The other mistake gives no error by itself, only wrong characters.
  const wrong = await listenHttp(json('{"name":"海口市人力资源和社会保障局"}'));
  await assertFault(ask(toAddress(wrong.url, () => wrong.stop(), {}, "gb18030")), "wrong-charset");
  assert.throws(() => decodeText(Buffer.from("lost \uFFFD"), "utf-8"), { kind: "wrong-charset" });
});

test("many at once, half of them given up, leave nothing behind", async () => {
  const transport = await against((request, reply) => {
    const isSlow = Number(request.url?.split("/").at(-1)) % 2 === 1;
    if (!isSlow) setTimeout(() => reply.writeHead(200, { "content-type": "application/json" }).end("1"), 1);
  });
  const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_each, index) => transport.ask({ operation: get, input: { idNumber: String(index) } }, soon(index % 2 === 1 ? 30 : undefined))));
  assert.deepEqual(outcomes.map(({ status }) => status), outcomes.map((_each, index) => (index % 2 === 1 ? "rejected" : "fulfilled")));
  assert.deepEqual(await ask(transport, { idNumber: "2" }), { found: true, value: 1 });
});

test("nothing of all this was left to crash the process", async () => {
  await sleep(100);
  assert.deepEqual(strayErrors, []);
});
