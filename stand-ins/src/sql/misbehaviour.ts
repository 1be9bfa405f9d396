/** What a database does when it is told to misbehave: the faults of every system, as its own protocol would show them. */
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import iconv from "iconv-lite";
import type { Conduct } from "../behaviour.ts";
import type { Fault } from "../faults.ts";
import type { SqlAnswer } from "./answer.ts";
import type { SqlColumn, SqlRow, SqlViews } from "./views.ts";

export interface DatabaseOptions {
  user: string;
  password: string;
  database: string;
  views: SqlViews;
  conduct: Conduct;
}

/** A database redirects nobody and has no certificate here. */
export const DATABASE_FAULTS: readonly Fault[] = ["none", "unavailable", "hang-up", "hang", "trickle", "endless", "truncated", "wrong-shape", "wrong-types", "malformed", "wrong-charset"];

const TRICKLE_MS = 200;
const WRONG_SHAPE: SqlAnswer = { columns: [{ name: "code", type: "text" }, { name: "message", type: "text" }], rows: [{ code: "0", message: "success" }] };

/** The columns that will be told of an answer that this befalls. */
export function spoilColumns(columns: readonly SqlColumn[], fault: Fault): readonly SqlColumn[] {
  if (fault === "wrong-shape") return WRONG_SHAPE.columns;
  if (fault === "wrong-types") return columns.map(({ name, type }) => ({ name, type: type === "text" ? "integer" : "text" }));
  return columns;
}

export function spoilAnswer({ columns, rows }: SqlAnswer, fault: Fault): SqlAnswer {
  if (fault === "wrong-shape") return WRONG_SHAPE;
  if (fault !== "wrong-types") return { columns, rows };
  return { columns: spoilColumns(columns, fault), rows: rows.map((row) => changeTypes(columns, row)) };
}

/** How text leaves: in the encoding that was agreed on, or in another. */
export function encoderFor(fault: Fault): (text: string) => Buffer {
  return fault === "wrong-charset" ? (text) => iconv.encode(text, "gb18030") : (text) => Buffer.from(text);
}

/** Sends what was written, all of it at once unless told otherwise. */
export async function deliver(socket: Socket, reply: Buffer, fault: Fault): Promise<void> {
  if (!socket.writable) return;
  if (fault === "truncated") return void socket.write(reply.subarray(0, Math.floor(reply.length / 2)), () => socket.destroy());
  if (fault !== "trickle") return void socket.write(reply);
  for (const byte of reply) {
    if (!socket.writable) return;
    socket.write(Buffer.of(byte));
    await sleep(TRICKLE_MS);
  }
}

/** Sends the same again and again until nobody reads any more. */
export async function repeatForever(socket: Socket, write: () => Buffer): Promise<void> {
  while (socket.writable) {
    if (socket.write(write())) await new Promise((resolve) => setImmediate(resolve));
    else await new Promise<void>((resolve) => {
      const goOn = () => {
        socket.off("drain", goOn).off("close", goOn);
        resolve();
      };
      socket.on("drain", goOn).on("close", goOn);
    });
  }
}

function changeTypes(columns: readonly SqlColumn[], row: SqlRow): SqlRow {
  return Object.fromEntries(columns.map(({ name, type }) => [name, type === "text" ? String(row[name] ?? "").length : "不详"]));
}
