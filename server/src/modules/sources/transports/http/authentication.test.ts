/** Each way in which a system knows us, and what becomes of those who are not known. */
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Source } from "../../../catalogue/index.ts";
import { type Connection, findMissingMembers, readConnection } from "../connection.ts";
import { openTransport } from "../open-transport.ts";
import { anOperation, aSource, assertFault, issue, listenHttp, listenTls, makeAuthority, soon, strayErrors } from "../testing.ts";
import type { Step } from "../transport.ts";

const ENDINGS: (() => Promise<void>)[] = [];
after(async () => {
  for (const end of ENDINGS.reverse()) await end();
});

type HttpJson = Extract<Source["transport"], { kind: "http-json" }>;
const get = anOperation({ method: "GET", path: "/v1/record" });
const post = anOperation({ method: "POST", path: "/v1/record" });
const ok = (_request: IncomingMessage, reply: ServerResponse) => reply.writeHead(200, { "content-type": "application/json" }).end("{}");

function open(settings: Omit<HttpJson, "kind">, connection: Connection) {
  const transport = openTransport(aSource({ kind: "http-json", ...settings }), readConnection(connection));
  ENDINGS.push(() => transport.close());
  return transport;
}

async function listening(handler: (request: IncomingMessage, reply: ServerResponse) => void): Promise<string> {
  const department = await listenHttp(handler);
  ENDINGS.push(() => department.stop());
  return department.url;
}

test("an API key goes in its header, and is masked in explanations", async () => {
  const keys: unknown[] = [];
  const url = await listening((request, reply) => {
    keys.push(request.headers["x-api-key"], request.headers["x-city-key"]);
    ok(request, reply);
  });
  const steps: Step[] = [];
  await open({ authentication: "api-key" }, { url, apiKey: "k1-secret" }).ask({ operation: get, input: {} }, soon(), (step) => steps.push(step));
  await open({ authentication: "api-key", apiKeyHeader: "X-City-Key" }, { url, apiKey: "k2" }).ask({ operation: get, input: {} }, soon());
  assert.deepEqual(keys, ["k1-secret", undefined, undefined, "k2"]);
  assert.ok(!JSON.stringify(steps).includes("k1-secret"));
});

/** Gives tokens `t1`, `t2`, … and answers whoever shows one it accepts. */
function tokenDepartment(settings: { expiresIn?: number; accepts?: (token: string) => boolean; token?: (reply: ServerResponse, number: number) => void; delayMs?: number } = {}) {
  const seen = { tokens: 0, questions: [] as string[], bodies: [] as string[], basic: [] as string[] };
  const handler = (request: IncomingMessage, reply: ServerResponse) => {
    if (request.url === "/oauth/token") {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        seen.tokens += 1;
        seen.bodies.push(body);
        seen.basic.push(Buffer.from(String(request.headers.authorization).slice(6), "base64").toString());
        const number = seen.tokens;
        const answer = () => (settings.token ? settings.token(reply, number) : reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ access_token: `t${number}`, token_type: "Bearer", expires_in: settings.expiresIn ?? 3600 })));
        setTimeout(answer, settings.delayMs ?? 0);
      });
      return;
    }
    const token = String(request.headers.authorization).slice(7);
    seen.questions.push(token);
    if (settings.accepts?.(token) ?? true) ok(request, reply);
    else reply.writeHead(401).end();
  };
  return { seen, handler };
}
const OAUTH = { authentication: "oauth-client-credentials", tokenPath: "/oauth/token", scope: "records.read" } as const;
const client = { clientId: "city & cloud", clientSecret: "s:e%c" };

test("OAuth: one token for all who wait, kept for all who come later", async () => {
  const { seen, handler } = tokenDepartment({ delayMs: 50 });
  const transport = open(OAUTH, { url: await listening(handler), oauth: client });
  await Promise.all(Array.from({ length: 20 }, () => transport.ask({ operation: get, input: {} }, soon())));
  await transport.ask({ operation: get, input: {} }, soon());
  assert.equal(seen.tokens, 1);
  assert.equal(seen.questions.length, 21);
  assert.deepEqual(seen.bodies, ["grant_type=client_credentials&scope=records.read"]);
  assert.deepEqual(seen.basic, ["city+%26+cloud:s%3Ae%25c"]);
});

test("OAuth: a token that was taken back is renewed once, and a second refusal stays one", async () => {
  const renewed = tokenDepartment({ accepts: (token) => token !== "t1" });
  const transport = open(OAUTH, { url: await listening(renewed.handler), oauth: client });
  const steps: Step[] = [];
  await Promise.all([transport.ask({ operation: get, input: {} }, soon(), (step) => steps.push(step)), transport.ask({ operation: get, input: {} }, soon())]);
  assert.equal(renewed.seen.tokens, 2);
  assert.ok(!/"t1"|"t2"|Bearer t/.test(JSON.stringify(steps)));
  const refusing = tokenDepartment({ accepts: () => false });
  await assertFault(open(OAUTH, { url: await listening(refusing.handler), oauth: client }).ask({ operation: get, input: {} }, soon()), "refused");
  assert.equal(refusing.seen.tokens, 2);
});

test("OAuth: a token is left before it ends", async () => {
  const { seen, handler } = tokenDepartment({ expiresIn: 1 });
  const transport = open(OAUTH, { url: await listening(handler), oauth: client });
  await transport.ask({ operation: get, input: {} }, soon());
  await sleep(600);
  await transport.ask({ operation: get, input: {} }, soon());
  assert.equal(seen.tokens, 2);
});

test("OAuth: who leaves while the token is on its way takes it from nobody", async () => {
  const { seen, handler } = tokenDepartment({ delayMs: 150 });
  const transport = open(OAUTH, { url: await listening(handler), oauth: client });
  const [first, second] = await Promise.allSettled([transport.ask({ operation: get, input: {} }, AbortSignal.timeout(30)), transport.ask({ operation: get, input: {} }, soon())]);
  assert.equal(first.status, "rejected");
  assert.equal(second.status, "fulfilled");
  assert.equal(seen.tokens, 1);
});

test("OAuth: a token server that is wrong, down, silent or refuses is a fault of the source", async () => {
  const cases: [(reply: ServerResponse) => void, Parameters<typeof assertFault>[1]][] = [
    [(reply) => reply.writeHead(400, { "content-type": "application/json" }).end('{"error":"invalid_client"}'), "refused"],
    [(reply) => reply.writeHead(404).end(), "refused"],
    [(reply) => reply.writeHead(302, { location: "http://127.0.0.1/" }).end(), "redirected"],
    [(reply) => reply.writeHead(500).end(), "failed"],
    [(reply) => reply.writeHead(200).end("no json"), "malformed"],
    [(reply) => reply.writeHead(200).end('{"access_token":"a\\r\\nx: y","token_type":"bearer"}'), "malformed"],
    [(reply) => reply.writeHead(200).end('{"access_token":"a","token_type":"mac"}'), "malformed"],
    [(reply) => reply.writeHead(200).end(null), "malformed"],
    [() => undefined, "slow"],
  ];
  for (const [token, kind] of cases) await assertFault(open(OAUTH, { url: await listening(tokenDepartment({ token }).handler), oauth: client }).ask({ operation: get, input: {} }, soon(kind === "slow" ? 300 : undefined)), kind);
});

test("OAuth: the client's secret is sent nowhere but below the operators' address, whatever the document names", async () => {
  const asked: (string | undefined)[] = [];
  const url = await listening((request, reply) => {
    asked.push(request.url);
    ok(request, reply);
  });
  for (const tokenPath of ["/../token", "//elsewhere/token", "/a/../../token", "/./token"]) {
    await assertFault(open({ ...OAUTH, tokenPath }, { url: `${url}/base`, oauth: client }).ask({ operation: get, input: {} }, soon()), "malformed");
  }
  assert.deepEqual(asked, []);
});

test("a signed request proves its method, address and body to whoever shares the secret", async () => {
  const secret = "shared secret";
  const verdicts: unknown[] = [];
  const signatures = new Set<unknown>();
  const url = await listening((request, reply) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      const { "signature-input": input, signature, "content-digest": digest } = request.headers;
      const parameters = String(input).replace(/^sig=/, "");
      // Written out from RFC 9421 §2.5, not with the library that signed.
      const base = [`"@method": ${request.method}`, `"@target-uri": ${url}${request.url}`, `"content-digest": ${String(digest)}`, `"@signature-params": ${parameters}`].join("\n");
      signatures.add(signature);
      verdicts.push(
        digest === `sha-256=:${createHash("sha256").update(body).digest("base64")}:`,
        signature === `sig=:${createHmac("sha256", secret).update(base).digest("base64")}:`,
        /^\("@method" "@target-uri" "content-digest"\);created=\d{10};keyid="city-key";alg="hmac-sha256";nonce="[\w-]{16}"$/.test(parameters),
      );
      ok(request, reply);
    });
  });
  const transport = open({ authentication: "signed" }, { url, signing: { keyId: "city-key", secret } });
  await transport.ask({ operation: get, input: { idNumber: "1 2", name: "李" } }, soon());
  await transport.ask({ operation: post, input: { idNumber: "1" } }, soon());
  await transport.ask({ operation: post, input: { idNumber: "1" } }, soon());
  assert.deepEqual(verdicts, Array.from({ length: 9 }, () => true));
  assert.equal(signatures.size, 3);
});

const authority = makeAuthority();
const stranger = makeAuthority("Stranger");

async function tlsDepartment(issued: { certificate: string; key: string }, options = {}): Promise<string> {
  const department = await listenTls({ cert: issued.certificate, key: issued.key, ...options }, (request, reply) => {
    reply.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ isKnown: (request.socket as TLSSocket).authorized }));
  });
  ENDINGS.push(() => department.stop());
  return department.url;
}

test("a certificate that expired, signed itself, is for another host or by a stranger is refused", async () => {
  const tls = { authority: authority.certificate };
  const cases = [issue(authority, { until: new Date(Date.now() - 86_400_000) }), stranger, issue(authority, { address: [10, 0, 0, 1] }), issue(stranger)];
  for (const issued of cases) {
    const fault = await assertFault(open({ authentication: "none" }, { url: await tlsDepartment(issued), tls }).ask({ operation: get, input: {} }, soon()), "certificate");
    assert.equal(fault.retryable, false);
  }
  const good = issue(authority);
  assert.deepEqual(await open({ authentication: "none" }, { url: await tlsDepartment(good), tls }).ask({ operation: get, input: {} }, soon()), { found: true, value: { isKnown: false } });
  await assertFault(open({ authentication: "none" }, { url: await tlsDepartment(good) }).ask({ operation: get, input: {} }, soon()), "certificate");
});

test("mutual TLS: ours is shown, and a department that misses it is told apart", async () => {
  const url = await tlsDepartment(issue(authority), { requestCert: true, rejectUnauthorized: true, ca: authority.certificate });
  const ours = issue(authority);
  const tls = { authority: authority.certificate, certificate: ours.certificate, key: ours.key };
  assert.deepEqual(await open({ authentication: "mutual-tls" }, { url, tls }).ask({ operation: get, input: {} }, soon()), { found: true, value: { isKnown: true } });
  // With TLS 1.3 the refusal comes after the handshake, and may be overtaken by the end of the link.
  await assertFault(open({ authentication: "none" }, { url, tls: { authority: authority.certificate } }).ask({ operation: get, input: {} }, soon()), ["certificate", "unreachable"]);
  assert.throws(() => open({ authentication: "mutual-tls" }, { url, tls: { authority: authority.certificate } }), { name: "SourceFault", kind: "not-connected", detail: { missing: ["/tls/certificate", "/tls/key"] } });
});

test("a connection that cannot work is refused when it is read, without its secrets", () => {
  const ours = issue(authority);
  const faults: [unknown, RegExp][] = [
    [{ url: "ftp://a.example" }, /http: or https:/],
    [{ url: "http://user:secret@a.example" }, /name or a password/],
    [{ url: "http://a.example?secret=1" }, /query/],
    [{ url: "not an address" }, /not an address/],
    [{ apiKey: "secret", more: "secret" }, /not known: more/],
    [{ sql: { host: "secret" } }, /lacks port/],
    [{ tls: { certificate: ours.certificate } }, /together/],
    [{ tls: { certificate: ours.certificate, key: issue(authority).key } }, /does not belong/],
    [{ tls: { certificate: "-----BEGIN secret", key: "-----BEGIN secret" } }, /not a certificate/],
    [{ folder: "secret/relative" }, /absolute/],
    ["secret", /object/],
  ];
  for (const [entry, pattern] of faults) {
    assert.throws(() => readConnection(entry), (error: Error) => pattern.test(error.message) && !error.message.includes("secret") && !error.message.includes("BEGIN"), String(pattern));
  }
  assert.deepEqual(findMissingMembers(aSource({ kind: "http-json", authentication: "signed" }), {}), ["/url", "/signing"]);
});

test("nothing of all this was left to crash the process", async () => {
  await sleep(100);
  assert.deepEqual(strayErrors, []);
});
