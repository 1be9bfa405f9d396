/** A PostgreSQL server that breaks its protocol, at whatever step, is told by name and at once, is hung up on, and harms nobody else. */
import assert from "node:assert/strict";
import type { Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { askWire, assertClosed, assertContained, assertHungUp, encrypt, flood, listenWire, type Misdeed, openWire } from "./sql/testing.ts";
import type { FaultKind } from "./source-fault.ts";
import { assertFault, issue, makeAuthority, strayErrors } from "./testing.ts";

const int16 = (value: number) => Buffer.from([(value >> 8) & 255, value & 255]);
function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}
const word = (text: string) => Buffer.from(`${text}\0`);
const typed = (type: string, length: number, ...parts: Uint8Array[]) => Buffer.concat([Buffer.from(type), int32(length), ...parts]);
function message(type: string, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return typed(type, content.length + 4, content);
}
const columns = (...names: string[]) => message("T", int16(names.length), ...names.map((name) => Buffer.concat([word(name), int32(0), int16(0), int32(25), int16(-1), int32(-1), int16(0)])));
const row = (...values: string[]) => message("D", int16(values.length), ...values.flatMap((value) => [int32(Buffer.byteLength(value)), Buffer.from(value)]));
const complete = (tag: string) => message("C", word(tag));
const ready = (state = "I") => message("Z", Buffer.from(state));
const error = (code: string) => message("E", Buffer.from("S"), word("ERROR"), Buffer.from("C"), word(code), Buffer.from("M"), word("secret"), Buffer.from([0]));
const notice = message("N", Buffer.from("S"), word("NOTICE"), Buffer.from("C"), word("00000"), Buffer.from("M"), word("look"), Buffer.from([0]));
const authentication = (kind: number, ...parts: Uint8Array[]) => message("R", int32(kind), ...parts);
const started = Buffer.concat([authentication(0), message("S", word("server_version"), word("17")), message("K", int32(1), int32(2)), ready()]);

type Step = "startup" | "p" | "begin" | "P" | "B" | "D" | "E" | "S" | "rollback";
const GOOD: Record<Step, Buffer> = {
  startup: authentication(3),
  p: started,
  begin: Buffer.concat([complete("BEGIN"), ready("T")]),
  P: message("1"),
  B: message("2"),
  D: columns("title"),
  E: Buffer.concat([row("红楼梦"), complete("SELECT 1")]),
  S: ready("T"),
  rollback: Buffer.concat([complete("ROLLBACK"), ready()]),
};

function serve(socket: Socket, misdeeds: Partial<Record<Step, Misdeed>>): void {
  let waiting = Buffer.alloc(0);
  let isStarted = false;
  let isAstray = false;
  socket.on("data", (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk]);
    for (;;) {
      const header = isStarted ? 1 : 0;
      if (waiting.length < header + 4) return;
      const end = header + waiting.readUInt32BE(header);
      if (waiting.length < end) return;
      const type = isStarted ? String.fromCharCode(waiting[0] ?? 0) : "startup";
      const step = (type === "Q" ? /^[a-z]+/.exec(waiting.toString("utf8", 5, end))?.[0] : type) as Step;
      waiting = waiting.subarray(end);
      isStarted = true;
      const misdeed = misdeeds[step];
      // Once astray, it does only what it is told.
      if (misdeed) misdeed(socket);
      else if (GOOD[step] && !isAstray) socket.write(GOOD[step]);
      isAstray ||= misdeed !== undefined;
    }
  });
}
const department = (misdeeds: Partial<Record<Step, Misdeed>>) => listenWire((socket, number) => serve(socket, number === 1 ? misdeeds : {}));
const send = (...bytes: Buffer[]): Misdeed => (socket) => void socket.write(Buffer.concat(bytes));
const sendAndHangUp = (...bytes: Buffer[]): Misdeed => (socket) => void socket.end(Buffer.concat(bytes));

const STEPS = Object.keys(GOOD) as Step[];
const GOOD_ROW = { title: "红楼梦" };

test("one that keeps to it is answered, over the same link again", async () => {
  const good = await department({});
  const transport = openWire("postgresql", good.connection);
  for (let times = 0; times < 3; times += 1) assert.deepEqual(await askWire(transport), { found: true, value: [GOOD_ROW] });
  assert.equal(good.sockets.length, 1);
  await transport.close();
  assert.ok(good.sockets[0]);
  await assertClosed(good.sockets[0]);
  await good.stop();
});

for (const step of STEPS) {
  test(`hanging up at ${step}, politely, rudely and in the middle of a message`, async () => {
    await assertContained("postgresql", await department({ [step]: (socket: Socket) => void socket.end() }), "unreachable", GOOD_ROW);
    await assertContained("postgresql", await department({ [step]: (socket: Socket) => void socket.resetAndDestroy() }), "unreachable", GOOD_ROW);
    await assertContained("postgresql", await department({ [step]: sendAndHangUp(GOOD[step].subarray(0, -1)) }), "unreachable", GOOD_ROW);
  });

  test(`what is no message, at ${step}`, async () => {
    const wrong: Record<string, Buffer> = {
      "an unknown type": message("!", Buffer.from("what")),
      "a page for browsers": Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"),
      "a gigabyte announced": typed("S", 1_000_000_000, Buffer.from("a")),
      "the longest announced": typed("N", 0xff_ff_ff_ff, Buffer.from("a")),
      "no length at all": typed("S", 0),
      "a length that does not count itself": typed("S", 3),
      "a notice without an end": message("N", Buffer.from("SNOTICE")),
      "an error without an end": message("E", Buffer.from("S"), word("ERROR")),
      "an error that is empty": message("E"),
      "an error without a code": message("E", Buffer.from("M"), word("secret"), Buffer.from([0])),
      "a setting without a value": message("S", Buffer.from("name")),
      "copying": message("G", Buffer.from([0]), int16(1), int16(0)),
      zeros: Buffer.alloc(64),
    };
    for (const [name, bytes] of Object.entries(wrong)) {
      const first = await department({ [step]: send(bytes) });
      await assertContained("postgresql", first, "malformed", GOOD_ROW).catch((fault: unknown) => assert.fail(`${name}: ${String(fault)}`));
    }
  });

  test(`notices without end, at ${step}`, async () => {
    const endless = await department({ [step]: (socket: Socket) => flood(socket, notice) });
    await assertContained("postgresql", endless, "too-large", GOOD_ROW);
    assert.ok((endless.sockets[0]?.bytesWritten ?? 0) < 30_000_000);
  });

  test(`an error at ${step}, by its code, even if it stays on the line`, async () => {
    for (const [code, kind] of [["28P01", "refused"], ["53300", "limited"], ["57014", "slow"], ["57P01", "unreachable"], ["XX000", "failed"], ["42P01", "failed"]] as const) {
      await assertContained("postgresql", await department({ [step]: send(error(code)) }), kind, GOOD_ROW);
    }
  });
}

test("rows that are not what their columns said", async () => {
  const wrong: Record<string, Buffer> = {
    "a value longer than the message": message("D", int16(1), int32(500), Buffer.from("abc")),
    "a value that reaches into the next row": message("D", int16(1), int32(20), Buffer.from("abc")),
    "a value of two gigabytes": message("D", int16(1), int32(0x7f_ff_ff_ff), Buffer.from("abc")),
    "a length below none": message("D", int16(1), int32(-2), Buffer.from("abc")),
    "more in it than its values": message("D", int16(1), int32(1), Buffer.from("abc")),
    "more values than there are": message("D", int16(3), int32(1), Buffer.from("a")),
    "as many values as can be": message("D", int16(0x7fff)),
    "fewer than no values": message("D", int16(-1)),
    "nothing in it": message("D"),
    "one value too many": row("a", "b"),
    "a value too few": row(),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    const first = await department({ E: send(row("红楼梦"), bytes, row("红楼梦"), complete("SELECT 3")) });
    await assertContained("postgresql", first, "malformed", GOOD_ROW).catch((fault: unknown) => assert.fail(`${name}: ${String(fault)}`));
  }
});

test("columns that are not as they are counted, and answers in an order that makes no answer", async () => {
  const cases: [string, Partial<Record<Step, Misdeed>>][] = [
    ["columns cut off", { D: send(message("T", int16(2), word("title"), int32(0))) }],
    ["thousands of columns announced", { D: send(message("T", int16(0x7fff))) }],
    ["rows before columns", { D: send(row("红楼梦"), columns("title")) }],
    ["no columns, as of a statement that writes", { D: send(message("n")), E: send(complete("INSERT 0 1"), ready("T")) }],
    ["an empty statement", { D: send(message("n")), E: send(message("I"), ready("T")) }],
    ["ready before the answer", { P: send(ready("T")) }],
    ["ready in the middle of the rows", { E: send(row("红楼梦"), ready("T")) }],
    ["fewer rows than it says", { E: send(row("红楼梦"), complete("SELECT 2"), ready("T")) }],
    ["an answer to the question before it is asked", { begin: send(complete("BEGIN"), ready("T"), columns("title"), row("somebody"), complete("SELECT 1"), ready("T")) }],
    ["rows for a transaction begun", { begin: send(columns("title"), row("somebody"), complete("SELECT 1"), ready("T")) }],
    ["a password asked in a way that nobody knows", { startup: send(authentication(99)) }],
    ["a salt cut short", { startup: send(authentication(5, Buffer.from([1]))), }],
    ["nothing to choose from", { startup: send(authentication(10, word(""))) }],
    ["a proof that was not asked for", { startup: send(authentication(12, Buffer.from("v=AAAA"))) }],
    ["a challenge out of turn", { startup: send(authentication(11, Buffer.from("r=a,s=AAAA,i=1"))) }],
    ["a challenge of another", { startup: send(authentication(10, word("SCRAM-SHA-256"), Buffer.from([0]))), p: send(authentication(11, Buffer.from("r=a,s=AAAA,i=1"))) }],
    ["garbage for a challenge", { startup: send(authentication(10, word("SCRAM-SHA-256"), Buffer.from([0]))), p: send(authentication(11, Buffer.from([0xff, 0, 1]))) }],
  ];
  for (const [name, misdeeds] of cases) {
    await assertContained("postgresql", await department(misdeeds), ["malformed", "refused"], GOOD_ROW).catch((fault: unknown) => assert.fail(`${name}: ${String(fault)}`));
  }
});

test("rows without end, many or long, are not read to their end", async () => {
  for (const bytes of [row("红楼梦"), row("x".repeat(5_000))]) {
    const endless = await department({ E: (socket: Socket) => flood(socket, bytes) });
    await assertContained("postgresql", endless, "too-large", GOOD_ROW);
    assert.ok((endless.sockets[0]?.bytesWritten ?? 0) < 30_000_000);
  }
  await assertContained("postgresql", await department({ E: send(typed("D", 1_000_000_000, int16(1), int32(999_999_990), Buffer.from("a"))) }), "too-large", GOOD_ROW);
});

test("silence in the middle of a message lasts until the deadline and no longer, and the link is closed", async () => {
  for (const step of STEPS) {
    const silent = await department({ [step]: send(GOOD[step].subarray(0, -1)) });
    const transport = openWire("postgresql", silent.connection);
    await assertFault(askWire(transport, 200), "slow");
    assert.ok(silent.sockets[0]);
    await assertClosed(silent.sockets[0]);
    await transport.close();
    await silent.stop();
  }
});

test("a message in pieces of one byte is still one", async () => {
  const dripping = await department({ E: (socket) => void (async () => {
    for (const byte of GOOD.E) {
      socket.write(Buffer.from([byte]));
      await sleep(1);
    }
    socket.write(GOOD.S);
  })(), S: () => undefined, rollback: send(GOOD.rollback) });
  const transport = openWire("postgresql", dripping.connection);
  assert.deepEqual(await askWire(transport), { found: true, value: [GOOD_ROW] });
  await transport.close();
  await dripping.stop();
});

test("a kept link that speaks up unasked is given up: nothing is answered before it is asked", async () => {
  for (const bytes of [notice, error("57P01"), Buffer.concat([columns("title"), row("somebody"), complete("SELECT 1"), ready()]), Buffer.alloc(64)]) {
    const early = await department({});
    const transport = openWire("postgresql", early.connection);
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
  for (const [reply, kind] of [["N", "certificate"], ["E", "malformed"], ["SS", "malformed"], ["Sgarbage", "malformed"], ["", "unreachable"]] as const) {
    const server = await listenWire((socket) => void socket.once("data", () => (reply ? socket.write(reply) : socket.end())));
    const transport = openWire("postgresql", { sql: { ...server.connection.sql!, tls: {} } });
    await assertFault(askWire(transport), kind);
    assert.ok(server.sockets[0]);
    await assertClosed(server.sockets[0]);
    await transport.close();
    await server.stop();
  }
});

test("over an encrypted link the same holds", async () => {
  const authority = makeAuthority();
  const identity = issue(authority);
  const encrypted = (misdeeds: Partial<Record<Step, Misdeed>>) => listenWire((socket, number) => void socket.once("data", () => {
    socket.write("S");
    serve(encrypt(socket, identity), number === 1 ? misdeeds : {});
  }));
  const cases: [Partial<Record<Step, Misdeed>>, FaultKind][] = [
    [{ begin: send(Buffer.from("HTTP/1.1 400 Bad Request")) }, "malformed"],
    [{ E: (socket) => flood(socket, row("红楼梦")) }, "too-large"],
    [{ p: (socket) => void socket.end() }, "unreachable"],
    [{ E: (socket) => void socket.destroy() }, "unreachable"],
  ];
  for (const [misdeeds, kind] of cases) {
    const server = await encrypted(misdeeds);
    server.connection = { sql: { ...server.connection.sql!, tls: { authority: authority.certificate } } };
    await assertContained("postgresql", server, kind, GOOD_ROW);
  }
  const silent = await listenWire((socket) => void socket.once("data", () => socket.write("S")));
  const transport = openWire("postgresql", { sql: { ...silent.connection.sql!, tls: {} } });
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
