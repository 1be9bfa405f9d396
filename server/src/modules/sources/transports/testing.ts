/** What the tests of transports share: small departments that misbehave, and certificates made on the spot. */
import assert from "node:assert/strict";
import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer, type ServerOptions } from "node:https";
import type { AddressInfo, Server, Socket } from "node:net";
import type { Operation, Source } from "../../catalogue/index.ts";
import { type FaultKind, SourceFault } from "./source-fault.ts";

/** Late errors must reach nobody: one that does fails the file's last test. */
export const strayErrors: unknown[] = [];
process.on("unhandledRejection", (error) => strayErrors.push(error));
process.on("uncaughtException", (error) => strayErrors.push(error));

/** Time enough for whatever is answered at all; what waits for the end of it says a shorter one. */
export const LIMITS: Source["limits"] = { timeoutMs: 30_000, concurrency: 4, retries: 0, largestAnswerBytes: 10_000 };

export function aSource<Transport extends Source["transport"]>(transport: Transport, limits: Partial<Source["limits"]> = {}): Source & { transport: Transport } {
  const names = { zh: "测试", en: "Test" };
  return { id: "test", names, department: "test", transport, limits: { ...LIMITS, ...limits }, breaker: { failures: 5, openSeconds: 10 }, operations: [] };
}

export function anOperation(request: Partial<Operation["request"]>): Operation {
  return { id: "ask", safe: true, freshSeconds: 0, keepSeconds: 0, parameters: [], request: { input: "$", ...request }, answer: "$" };
}

export interface TestListener {
  url: string;
  port: number;
  server: Server;
  stop(): Promise<void>;
}

export async function listen(server: Server, scheme = "http"): Promise<TestListener> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    server,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

export type Handler = (request: IncomingMessage, reply: ServerResponse) => unknown;

export const listenHttp = (handler: Handler) => listen(createServer((request, reply) => void handler(request, reply)));

export const listenTls = (options: ServerOptions, handler: RequestListener) => {
  const server = createTlsServer(options, handler);
  server.on("tlsClientError", () => undefined);
  return listen(server, "https");
};

export async function assertFault(promise: Promise<unknown>, kind: FaultKind | readonly FaultKind[]): Promise<SourceFault> {
  const error = await promise.then(() => new Error("nothing: it answered"), (reason: unknown) => reason);
  assert.ok(error instanceof SourceFault, `${String(kind)} was due, and it threw ${String(error)}`);
  assert.ok([kind].flat().includes(error.kind), `${error.kind} instead of ${String(kind)}: ${error.message} ${JSON.stringify(error.detail)}`);
  return error;
}

export const soon = (ms = LIMITS.timeoutMs) => AbortSignal.timeout(ms);

// Certificates, written byte by byte: Node reads X.509 and cannot issue it.

export interface Issued {
  certificate: string;
  key: string;
}

export interface Authority extends Issued {
  name: string;
  privateKey: KeyObject;
}

const element = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: Uint8Array[]) => element(0x30, ...parts);
const identifier = (hex: string) => element(0x06, Buffer.from(hex, "hex"));
const nameOf = (text: string) => sequence(element(0x31, sequence(identifier("550403"), element(0x0c, Buffer.from(text)))));
const timeOf = (date: Date) => element(0x18, Buffer.from(date.toISOString().replaceAll(/[-:T]|\.\d+/g, "")));
const ECDSA_WITH_SHA256 = sequence(identifier("2a8648ce3d040302"));
const TRUE = element(0x01, Buffer.from([255]));

let serial = 1;

export function makeAuthority(name = "Test authority"): Authority {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const certificate = write(name, name, publicKey, privateKey, new Date(Date.now() + 86_400_000), sequence(identifier("551d13"), TRUE, element(0x04, sequence(TRUE))));
  return { name, privateKey, certificate, key: privateKey.export({ type: "pkcs8", format: "pem" }) };
}

/** For 127.0.0.1, unless a name or another address is given. */
export function issue(authority: Authority, { until = new Date(Date.now() + 86_400_000), address = [127, 0, 0, 1], name = "" } = {}): Issued {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const alternativeName = sequence(identifier("551d11"), element(0x04, sequence(name === "" ? element(0x87, Buffer.from(address)) : element(0x82, Buffer.from(name)))));
  return { certificate: write("Test", authority.name, publicKey, authority.privateKey, until, alternativeName), key: privateKey.export({ type: "pkcs8", format: "pem" }) };
}

function write(subject: string, issuer: string, publicKey: KeyObject, signer: KeyObject, until: Date, extension: Buffer): string {
  serial += 1;
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from([serial])),
    ECDSA_WITH_SHA256,
    nameOf(issuer),
    sequence(timeOf(new Date(until.getTime() - 30 * 86_400_000)), timeOf(until)),
    nameOf(subject),
    publicKey.export({ type: "spki", format: "der" }),
    element(0xa3, sequence(extension)),
  );
  const signature = createSign("sha256").update(body).sign(signer);
  const whole = sequence(body, ECDSA_WITH_SHA256, element(0x03, Buffer.from([0]), signature));
  return `-----BEGIN CERTIFICATE-----\n${whole.toString("base64").match(/.{1,64}/g)?.join("\n")}\n-----END CERTIFICATE-----\n`;
}
