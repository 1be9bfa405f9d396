/** Databases of which every byte is the test's: they keep to the protocol until they are told not to. */
import assert from "node:assert/strict";
import { createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { until } from "../../../../testing/patience.ts";
import type { Connection } from "../connection.ts";
import { openTransport } from "../open-transport.ts";
import type { FaultKind } from "../source-fault.ts";
import { type Issued, anOperation, aSource, assertFault, listen, soon } from "../testing.ts";
import type { Transport } from "../transport.ts";

export type Misdeed = (socket: Socket) => void;

export interface WireDepartment {
  connection: Connection;
  sockets: Socket[];
  stop(): Promise<void>;
}

/** @param serve plays one link; a link's number is one more than those before it */
export async function listenWire(serve: (socket: Socket, number: number) => void): Promise<WireDepartment> {
  const sockets: Socket[] = [];
  // Half open: somebody who only says goodbye, and goes on listening, is noticed.
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, sockets.push(socket)));
  const { port, stop } = await listen(server);
  return { connection: { sql: { host: "127.0.0.1", port, user: "cloud", password: "pass", database: "library" } }, sockets, stop };
}

/** Wide apart: a busy machine takes seconds for what it does at once. */
const DEADLINE_MS = 60_000;
const AT_ONCE_MS = 30_000;
const LARGEST_BYTES = 20_000;

export function openWire(dialect: "postgresql" | "mysql", connection: Connection): Transport {
  return openTransport(aSource({ kind: "sql", dialect }, { timeoutMs: DEADLINE_MS, largestAnswerBytes: LARGEST_BYTES, concurrency: 1 }), connection);
}
export const askWire = (transport: Transport, ms = DEADLINE_MS) => transport.ask({ operation: anOperation({ statement: "select title from loan where id_number = :idNumber" }), input: { idNumber: "4601" } }, soon(ms));

/** The first link misbehaves: it is named at once and closed, and the next question is answered over another. */
export async function assertContained(dialect: "postgresql" | "mysql", department: WireDepartment, kind: FaultKind | readonly FaultKind[], good: unknown): Promise<void> {
  const transport = openWire(dialect, department.connection);
  try {
    const startedAt = performance.now();
    await assertFault(askWire(transport), kind);
    const took = performance.now() - startedAt;
    assert.ok(took < AT_ONCE_MS, `it took ${Math.round(took)} ms`);
    const [first] = department.sockets;
    assert.ok(first);
    await assertClosed(first);
    assert.deepEqual(await askWire(transport), { found: true, value: [good] });
    assert.equal(department.sockets.length, 2);
  } finally {
    await transport.close();
    await department.stop();
  }
}

/** Nobody reads any more: what is still written comes back as an error. */
export async function assertClosed(socket: Socket): Promise<void> {
  await until(() => {
    if (!socket.destroyed) socket.write("?");
    return socket.destroyed;
  }, "the end of the link");
}

export function encrypt(socket: Socket, { key, certificate }: Issued): TLSSocket {
  const encrypted = new TLSSocket(socket, { isServer: true, key, cert: certificate });
  encrypted.on("error", () => undefined);
  return encrypted;
}

/** Without a byte more from us that might be why. */
export async function assertHungUp(socket: Socket): Promise<void> {
  await until(() => socket.readableEnded || socket.destroyed, "the end of the link");
}

/** As fast as it is read, for ever. */
export function flood(socket: Socket, bytes: Buffer): void {
  const whole = Buffer.concat(Array.from({ length: Math.ceil(32_768 / bytes.length) }, () => bytes));
  const go = () => {
    while (!socket.destroyed && socket.write(whole));
  };
  socket.on("drain", go);
  go();
}
