/** A MySQL server that breaks its protocol, at whatever step, is told by name and at once, is hung up on, and harms nobody else. */
import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { askWire, assertClosed, assertContained, assertHungUp, encrypt, flood, listenWire, type Misdeed, openWire } from "./sql/testing.ts";
import { findMissingMembers } from "./connection.ts";
import { aSource, assertFault, issue, type Issued, makeAuthority, strayErrors } from "./testing.ts";

const int16 = (value: number) => Buffer.from([value & 255, value >> 8]);
const text = (value: string) => Buffer.concat([Buffer.from([Buffer.byteLength(value)]), Buffer.from(value)]);
const announced = (length: number, sequence: number, ...parts: Uint8Array[]) => Buffer.concat([Buffer.from([length & 255, (length >> 8) & 255, length >> 16, sequence]), ...parts]);
function packet(sequence: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return announced(content.length, sequence, content);
}
/** Numbered on, as within one command. */
const packets = (from: number, ...contents: Uint8Array[]) => Buffer.concat(contents.map((content, index) => packet(from + index, content)));

const CAPABILITIES = 0x00_8f_f7_df & ~0x0800;
function handshake({ plugin = "mysql_native_password", capabilities = CAPABILITIES } = {}): Buffer {
  return packet(0, Buffer.from([10]), Buffer.from("8.4.0\0"), Buffer.from([1, 0, 0, 0]), Buffer.from("12345678\0"), int16(capabilities & 0xff_ff), Buffer.from([45]), int16(2), int16(capabilities >>> 16), Buffer.from([21]), Buffer.alloc(10), Buffer.from("123456789012\0"), Buffer.from(`${plugin}\0`));
}
const OK = Buffer.from([0, 0, 0, 2, 0, 0, 0]);
const EOF = Buffer.from([0xfe, 0, 0, 2, 0]);
const error = (code: number) => Buffer.concat([Buffer.from([0xff]), int16(code), Buffer.from("#HY000secret")]);
const column = (name: string, type = 253, characterSet = 45) => Buffer.concat([text("def"), text("library"), text("loan"), text("loan"), text(name), text(name), Buffer.from([0x0c]), int16(characterSet), Buffer.from([255, 0, 0, 0, type, 0, 0, 0, 0, 0])]);
const row = (value: string) => Buffer.concat([Buffer.from([0, 0]), text(value)]);
const prepared = Buffer.concat([Buffer.from([0, 1, 0, 0, 0]), int16(0), int16(1), Buffer.from([0, 0, 0])]);
/** An integer of eight bytes, as long as can be. */
const GIGANTIC = Buffer.from([0xfe, 0, 0, 0, 0, 0, 0, 0x10, 0]);

type Step = "greeting" | "login" | "session" | "prepare" | "execute";
const GOOD: Record<Step, Buffer> = {
  greeting: handshake(),
  login: packet(2, OK),
  session: packet(1, OK),
  prepare: packets(1, prepared, column("?"), EOF),
  execute: packets(1, Buffer.from([1]), column("title"), EOF, row("红楼梦"), EOF),
};
const STEPS = Object.keys(GOOD) as Step[];
const COMMANDS: Record<number, Step> = { 0x03: "session", 0x16: "prepare", 0x17: "execute" };

function serve(socket: Socket, misdeeds: Partial<Record<Step, Misdeed>>): void {
  let waiting = Buffer.alloc(0);
  let isLoggedIn = false;
  const play = (step: Step | undefined) => {
    if (!step) return;
    const misdeed = misdeeds[step];
    if (misdeed) misdeed(socket);
    else socket.write(GOOD[step]);
  };
  socket.on("data", (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUIntLE(0, 3)) {
      const end = 4 + waiting.readUIntLE(0, 3);
      const step = isLoggedIn ? COMMANDS[waiting[4] ?? 0] : "login";
      waiting = waiting.subarray(end);
      isLoggedIn = true;
      play(step);
    }
  });
  play("greeting");
}
const department = (misdeeds: Partial<Record<Step, Misdeed>>) => listenWire((socket, number) => serve(socket, number === 1 ? misdeeds : {}));
const send = (...bytes: Buffer[]): Misdeed => (socket) => void socket.write(Buffer.concat(bytes));
const GOOD_ROW = { title: "红楼梦" };

async function assertAll(cases: Record<string, Partial<Record<Step, Misdeed>>>, kind: Parameters<typeof assertContained>[2]): Promise<void> {
  for (const [name, misdeeds] of Object.entries(cases)) {
    await assertContained("mysql", await department(misdeeds), kind, GOOD_ROW).catch((fault: unknown) => assert.fail(`${name}: ${String(fault)}`));
  }
}

test("one that keeps to it is answered, over the same link again", async () => {
  const good = await department({});
  const transport = openWire("mysql", good.connection);
  for (let times = 0; times < 3; times += 1) assert.deepEqual(await askWire(transport), { found: true, value: [GOOD_ROW] });
  assert.equal(good.sockets.length, 1);
  await transport.close();
  assert.ok(good.sockets[0]);
  await assertClosed(good.sockets[0]);
  await good.stop();
});

for (const step of STEPS) {
  test(`hanging up at ${step}, politely, rudely and in the middle of a packet`, async () => {
    await assertContained("mysql", await department({ [step]: (socket: Socket) => void socket.end() }), "unreachable", GOOD_ROW);
    await assertContained("mysql", await department({ [step]: (socket: Socket) => void socket.resetAndDestroy() }), "unreachable", GOOD_ROW);
    await assertContained("mysql", await department({ [step]: (socket: Socket) => void socket.end(GOOD[step].subarray(0, -1)) }), "unreachable", GOOD_ROW);
  });

  test(`what is no packet, at ${step}`, async () => {
    const sequence = GOOD[step][3] ?? 0;
    await assertAll({
      "a page for browsers": { [step]: send(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")) },
      "another protocol": { [step]: send(Buffer.from("SSH-2.0-OpenSSH_9.6\r\n")) },
      "the longest announced": { [step]: send(announced(0xff_ff_ff, sequence, Buffer.from("a"))) },
      "zeros": { [step]: send(Buffer.alloc(64)) },
      "an empty packet": { [step]: send(announced(0, sequence)) },
      "a packet out of turn": { [step]: send(packet(sequence + 7, OK)) },
      "a packet out of turn again and again": { [step]: send(...Array.from({ length: 500 }, () => packet(99, OK))) },
      "ones": { [step]: send(packet(sequence, Buffer.alloc(40, 0xfd))) },
    }, step === "execute" || step === "prepare" ? ["malformed", "too-large"] : ["malformed", "refused"]);
  });

  test(`packets without end, at ${step}`, async () => {
    for (const bytes of [packet(GOOD[step][3] ?? 0, OK), announced(0xff_ff, GOOD[step][3] ?? 0, Buffer.alloc(0xff_ff, 65))]) {
      const endless = await department({ [step]: (socket: Socket) => flood(socket, bytes) });
      await assertContained("mysql", endless, ["malformed", "too-large"], GOOD_ROW);
      assert.ok((endless.sockets[0]?.bytesWritten ?? 0) < 30_000_000);
    }
  });
}

test("an error, by its code, even if the link stays", async () => {
  for (const [code, kind] of [[1045, "refused"], [1203, "limited"], [3024, "slow"], [1053, "unreachable"], [1815, "failed"], [9999, "failed"]] as const) {
    for (const step of STEPS) {
      if (step === "session") continue;
      await assertContained("mysql", await department({ [step]: send(packet(GOOD[step][3] ?? 0, error(code))) }), kind, GOOD_ROW);
    }
    const inTheMiddle = packets(1, Buffer.from([1]), column("title"), EOF, row("红楼梦"), error(code));
    await assertContained("mysql", await department({ execute: send(inTheMiddle) }), kind, GOOD_ROW);
  }
});

test("a file of ours that is asked for is not given, and who asks is hung up on", async () => {
  const infile = packet(1, Buffer.from([0xfb]), Buffer.from("/etc/passwd"));
  for (const step of ["session", "execute"] as const) {
    const asking = await department({ [step]: send(infile) });
    await assertContained("mysql", asking, "malformed", GOOD_ROW);
  }
});

test("rows and columns that are not what they say", async () => {
  const answer = (...contents: Uint8Array[]): Partial<Record<Step, Misdeed>> => ({ execute: send(packets(1, ...contents)) });
  await assertAll({
    "a value that reaches into the next row": answer(Buffer.from([1]), column("title"), EOF, Buffer.from([0, 0, 12, 65, 65]), row("somebody else"), EOF),
    "a value of a length that is no number": answer(Buffer.from([1]), column("title"), EOF, Buffer.from([0, 0, 0xff, 65]), EOF),
    "a number of a gigantic length": answer(Buffer.from([1]), column("title", 246), EOF, Buffer.concat([Buffer.from([0, 0]), GIGANTIC, Buffer.from("1")]), EOF),
    "more in a row than its values": answer(Buffer.from([1]), column("title"), EOF, Buffer.concat([row("a"), Buffer.from("bc")]), EOF),
    "half a row": answer(Buffer.from([1]), column("title"), EOF, Buffer.from([0]), EOF),
    "half a number": answer(Buffer.from([1]), column("title", 8), EOF, Buffer.from([0, 0, 1, 2]), EOF),
    "half a date": answer(Buffer.from([1]), column("title", 10), EOF, Buffer.from([0, 0, 4, 1]), EOF),
    "no JSON": answer(Buffer.from([1]), column("title", 245), EOF, row("{not"), EOF),
    "a column cut short": answer(Buffer.from([1]), Buffer.from([3, 100]), EOF, row("a"), EOF),
    "a name longer than its packet": answer(Buffer.from([1]), Buffer.concat([text("def"), text(""), text(""), text(""), Buffer.from([250]), Buffer.from("title")]), EOF, row("a"), EOF),
    "rows before the end of the columns": answer(Buffer.from([1]), column("title"), row("a"), EOF),
    "a second answer after the first": answer(Buffer.from([1]), column("title"), EOF, row("a"), Buffer.from([0xfe, 0, 0, 10, 0]), Buffer.from([1]), column("title"), EOF, row("b"), EOF),
    "done, and no rows": answer(OK),
    "done in the middle": answer(Buffer.from([1]), OK),
    "what the session's setting is never answered with": { session: send(packets(1, Buffer.from([1]), column("a", 3), EOF, Buffer.concat([GIGANTIC, Buffer.from("1")]), EOF)) },
    "a prepared statement cut short": { prepare: send(packet(1, Buffer.from([0, 1]))) },
  }, "malformed");
});

test("a value longer than can be, which has lost characters in it or not", async () => {
  const execute = send(packets(1, Buffer.from([1]), column("title"), EOF, Buffer.concat([Buffer.from([0, 0]), GIGANTIC, Buffer.from("a")]), EOF));
  await assertAll({ "longer than can be": { execute } }, ["malformed", "wrong-charset"]);
});

test("states that no session has", async () => {
  const tracking = handshake({ capabilities: CAPABILITIES | 0x00_80_00_00 });
  const states = (...bytes: number[]) => Buffer.from([0, 0, 0, 2, 0x40, 0, 0, 0, ...bytes]);
  await assertAll({
    "changes of a gigantic length": { greeting: send(tracking), session: send(packet(1, states(...GIGANTIC, 0, 1, 2, 3))) },
    "changes that do not move on": { greeting: send(tracking), session: send(packet(1, states(0xfc, 0xff, 0xff, 9, 0xfb, 9, 0xfb))) },
    "a change with a broken length": { greeting: send(tracking), session: send(packet(1, states(20, 0, 0xff, 1))) },
  }, "malformed");
});

test("signing in by means that are none", async () => {
  const more = (...bytes: number[]) => Buffer.from([1, ...bytes]);
  const switched = (plugin: string) => Buffer.concat([Buffer.from([0xfe]), Buffer.from(`${plugin}\0`), Buffer.from("12345678901234567890\0")]);
  const sha2 = send(handshake({ plugin: "caching_sha2_password" }));
  await assertAll({
    "an unknown way": { login: send(packet(2, switched("toString"))) },
    "the password as it is": { login: send(packet(2, switched("mysql_clear_password"))) },
    "more of nothing": { login: send(packet(2, more(4))) },
    "a step that is none": { greeting: sha2, login: send(packet(2, more(9, 9))) },
    "a key that is none": { greeting: sha2, login: send(packets(2, more(4)), packet(4, more(1, 2, 3))) },
    "a key that is none, and garbage at once": { greeting: sha2, login: send(packets(2, more(4)), packet(4, more(1, 2, 3)), Buffer.from("HTTP/1.1 400 Bad Request\r\n")) },
    "a greeting cut short": { greeting: send(packet(0, Buffer.from([10, 56]))) },
    "a greeting of another age": { greeting: send(packet(0, Buffer.from([9]), Buffer.from("3.20\0"))) },
    "a greeting twice": { greeting: send(handshake(), handshake()) },
  }, ["malformed", "refused"]);
});

test("rows without end, many or long, are not read to their end", async () => {
  for (const value of [row("红楼梦"), row("x".repeat(200))]) {
    const endless = await department({ execute: (socket) => {
      socket.write(packets(1, Buffer.from([1]), column("title"), EOF));
      // All the numbers a packet can have, in turn.
      flood(socket, Buffer.concat(Array.from({ length: 256 }, (_, index) => packet((4 + index) % 256, value))));
    } });
    await assertContained("mysql", endless, "too-large", GOOD_ROW);
    assert.ok((endless.sockets[0]?.bytesWritten ?? 0) < 30_000_000);
  }
  const columns = Array.from({ length: 2_000 }, () => column("title"));
  await assertContained("mysql", await department({ execute: (socket) => void socket.write(Buffer.concat([packet(1, Buffer.from([0xfc, 0x00, 0x10])), ...columns.map((each, index) => packet((2 + index) % 256, each))])) }), "too-large", GOOD_ROW);
});

test("silence in the middle of a packet lasts until the deadline and no longer, and the link is closed", async () => {
  for (const step of STEPS) {
    const silent = await department({ [step]: send(GOOD[step].subarray(0, -1)) });
    const transport = openWire("mysql", silent.connection);
    await assertFault(askWire(transport, 200), "slow");
    assert.ok(silent.sockets[0]);
    await assertClosed(silent.sockets[0]);
    await transport.close();
    await silent.stop();
  }
});

test("a packet in pieces of one byte is still one", async () => {
  const dripping = await department({ execute: (socket) => void (async () => {
    for (const byte of GOOD.execute) {
      socket.write(Buffer.from([byte]));
      await sleep(1);
    }
  })() });
  const transport = openWire("mysql", dripping.connection);
  assert.deepEqual(await askWire(transport), { found: true, value: [GOOD_ROW] });
  await transport.close();
  await dripping.stop();
});

test("a kept link that speaks up unasked is given up: nothing is answered before it is asked", async () => {
  for (const bytes of [packet(0, error(4031)), packet(1, OK), GOOD.execute, Buffer.alloc(64)]) {
    const early = await department({});
    const transport = openWire("mysql", early.connection);
    assert.deepEqual(await askWire(transport), { found: true, value: [GOOD_ROW] });
    early.sockets[0]?.write(bytes);
    assert.ok(early.sockets[0]);
    await assertHungUp(early.sockets[0]);
    assert.deepEqual(await askWire(transport), { found: true, value: [GOOD_ROW] });
    assert.equal(early.sockets.length, 2);
    await transport.close();
    await early.stop();
  }
});

test("encryption that is answered with something else", async () => {
  for (const [reply, kind] of [[Buffer.from("garbage"), "certificate"], [Buffer.alloc(0), ["certificate", "unreachable"]]] as const) {
    const server = await listenWire((socket) => {
      socket.write(handshake({ capabilities: CAPABILITIES | 0x0800 }));
      socket.once("data", () => (reply.length > 0 ? socket.write(reply) : socket.end()));
    });
    const transport = openWire("mysql", { sql: { ...server.connection.sql!, host: "localhost", tls: {} } });
    await assertFault(askWire(transport), kind);
    assert.ok(server.sockets[0]);
    await assertClosed(server.sockets[0]);
    await transport.close();
    await server.stop();
  }
  const plain = await department({});
  const transport = openWire("mysql", { sql: { ...plain.connection.sql!, host: "localhost", tls: {} } });
  await assertFault(askWire(transport), "certificate");
  await transport.close();
  await plain.stop();
});

/** After the request for encryption, in whose chunk its beginning may come along. */
const encryptedDepartment = (identity: Issued, askedFor: unknown[]) => listenWire((socket) => {
  socket.write(handshake({ capabilities: CAPABILITIES | 0x0800 }));
  socket.once("data", (chunk: Buffer) => {
    socket.pause();
    if (chunk.length > 36) socket.unshift(chunk.subarray(36));
    const encrypted = encrypt(socket, identity);
    encrypted.on("secure", () => askedFor.push(encrypted.servername));
    serve(encrypted, { greeting: () => undefined, login: send(packet(3, OK)) });
  });
});

test("over an encrypted link the department is asked for by its name, and its certificate has to be of that name", async () => {
  const authority = makeAuthority();
  const askedFor: unknown[] = [];
  const ask = async (identity: Issued, trusted = authority) => {
    const server = await encryptedDepartment(identity, askedFor);
    const transport = openWire("mysql", { sql: { ...server.connection.sql!, host: "localhost", tls: { authority: trusted.certificate } } });
    try {
      return await askWire(transport);
    } finally {
      await transport.close();
      await server.stop();
    }
  };
  assert.deepEqual(await ask(issue(authority, { name: "localhost" })), { found: true, value: [GOOD_ROW] });
  assert.deepEqual(askedFor, ["localhost"]);
  await assertFault(ask(issue(authority, { name: "library.example" })), "certificate");
  await assertFault(ask(issue(authority)), "certificate");
  await assertFault(ask(issue(authority, { name: "localhost" }), makeAuthority("Another")), "certificate");
});

test("an address in place of the name is no connection: nothing could be compared with the certificate", async () => {
  const sql = { host: "192.0.2.7", port: 3_306, user: "cloud", password: "pass", database: "library" };
  const missing = (dialect: "mysql" | "postgresql", connection: typeof sql & { tls?: object }) => findMissingMembers(aSource({ kind: "sql", dialect }), { sql: connection });
  for (const host of ["192.0.2.7", "2001:db8::7"]) assert.deepEqual(missing("mysql", { ...sql, host, tls: {} }), ["/sql/host as a name, since it is encrypted"]);
  assert.deepEqual([missing("mysql", sql), missing("postgresql", { ...sql, tls: {} }), missing("mysql", { ...sql, host: "db.example", tls: {} })], [[], [], []]);
  assert.throws(() => openWire("mysql", { sql: { ...sql, tls: {} } }), /\/sql\/host as a name/);
});

test("silence while encryption is agreed on lasts until the deadline, and the link is closed", async () => {
  const silent = await listenWire((socket) => void socket.write(handshake({ capabilities: CAPABILITIES | 0x0800 })));
  const transport = openWire("mysql", { sql: { ...silent.connection.sql!, host: "localhost", tls: {} } });
  await assertFault(askWire(transport, 200), "slow");
  assert.ok(silent.sockets[0]);
  await assertClosed(silent.sockets[0]);
  await transport.close();
  await silent.stop();
});

test("nothing of all this was left to crash the process", async () => {
  await sleep(200);
  assert.deepEqual(strayErrors, []);
});
