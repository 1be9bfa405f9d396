/**
 * A PostgreSQL server over the real wire protocol: `pg-gateway` greets and checks the password; the simple and
 * the extended query protocol are here, for clients that read.
 * https://www.postgresql.org/docs/current/protocol-flow.html
 */
import { timingSafeEqual } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Credentials, hashMd5Password, PostgresConnection } from "pg-gateway";
import type { Conduct, Verdict } from "../behaviour.ts";
import type { Fault } from "../faults.ts";
import { type Prepared, type SqlAnswer, SqlDatabase } from "./answer.ts";
import { type DatabaseOptions, deliver, encoderFor, repeatForever, spoilAnswer, spoilColumns } from "./misbehaviour.ts";
import { type SqlColumn, SqlError, type SqlMistake, type SqlRow, type SqlValue } from "./views.ts";

const LONGEST_MESSAGE = 1_000_000;

const CODES: Record<SqlMistake, string> = {
  syntax: "42601", "no-view": "42P01", "no-column": "42703", "no-key": "42501", "read-only": "25006", parameters: "08P01", unsupported: "0A000",
};
/** text, numeric and int4. */
const TYPES: Record<SqlColumn["type"], { oid: number; bytes: number }> = { text: { oid: 25, bytes: -1 }, decimal: { oid: 1700, bytes: -1 }, integer: { oid: 23, bytes: 4 } };

export function createPostgresServer({ user, password, database, views, conduct }: DatabaseOptions): Server {
  const sql = new SqlDatabase(views);
  return createServer((socket) => {
    socket.setNoDelay(true);
    socket.on("error", () => socket.destroy());
    const connection = new PostgresConnection(socket, {
      serverVersion: "15.8",
      authMode: "md5Password",
      validateCredentials: async (credentials) => credentials.user === user && isRight(credentials, user, password),
      onStartup({ clientInfo }) {
        const name = clientInfo?.parameters["database"] ?? clientInfo?.parameters.user ?? "";
        if (name !== database) socket.end(writeError("FATAL", "3D000", `database "${name}" does not exist`));
        return name !== database;
      },
      onAuthenticated() {
        connection.sendParameterStatus("client_encoding", "UTF8");
        connection.sendParameterStatus("standard_conforming_strings", "on");
        connection.sendParameterStatus("DateStyle", "ISO, YMD");
        // pg-gateway loses all but the first of several messages that arrive together, as those of a prepared statement do.
        const session = new Session(connection.detach(), sql, conduct);
        session.listen();
      },
    });
  });
}

async function isRight(credentials: Credentials, user: string, password: string): Promise<boolean> {
  if (credentials.authMode !== "md5Password") return false;
  const [given, wanted] = [Buffer.from(credentials.hash), Buffer.from(await hashMd5Password(user, password, credentials.salt))];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

interface Portal {
  prepared: Prepared | undefined;
  values: SqlValue[];
  verdict: Verdict;
}

const GOOD: Verdict = { waitMs: 0, fault: "none", retryAfterSeconds: 0 };

/** One client, its messages one after another. */
class Session {
  readonly #socket: Socket;
  readonly #sql: SqlDatabase;
  readonly #conduct: Conduct;
  readonly #statements = new Map<string, Prepared | undefined>();
  readonly #portals = new Map<string, Portal>();
  #work: Promise<void> = Promise.resolve();
  #inTransaction = false;
  /** After an error of the extended protocol, whatever comes before the next Sync is skipped. */
  #skips = false;
  #reply: Buffer[] = [];
  /** What befalls the answer under way. */
  #fault: Fault = "none";

  constructor(socket: Socket, sql: SqlDatabase, conduct: Conduct) {
    this.#socket = socket;
    this.#sql = sql;
    this.#conduct = conduct;
  }

  /** Cuts what arrives into messages: a letter, the length of what follows, and that. */
  listen(): void {
    let arrived = Buffer.alloc(0);
    this.#socket.on("data", (bytes: Buffer) => {
      arrived = Buffer.concat([arrived, bytes]);
      while (arrived.length >= 5) {
        const length = 1 + arrived.readUInt32BE(1);
        if (length < 5 || length > LONGEST_MESSAGE) {
          this.#socket.destroy();
          return;
        }
        if (arrived.length < length) return;
        this.#take(arrived.subarray(0, length));
        arrived = arrived.subarray(length);
      }
    });
  }

  #take(message: Buffer): void {
    this.#work = this.#work.then(() => this.#handle(message)).catch(() => void this.#socket.destroy());
  }

  async #handle(message: Buffer): Promise<void> {
    const kind = String.fromCharCode(message[0] ?? 0);
    const fields = new Fields(message.subarray(5));
    if (kind === "X") return void this.#socket.end();
    if (this.#skips && kind !== "S") return;
    try {
      await this.#answer(kind, fields);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      this.#reply.push(writeError("ERROR", CODES[error.mistake], error.message));
      this.#skips = kind !== "Q";
      if (kind === "Q") await this.#ready();
    }
  }

  async #answer(kind: string, fields: Fields): Promise<void> {
    switch (kind) {
      case "Q": return this.#query(fields.text());
      case "P": return this.#parse(fields.text(), fields.text());
      case "B": return this.#bind(fields);
      case "D": return this.#describe(fields.byte(), fields.text());
      case "E": return this.#execute(fields.text());
      case "C": return this.#close(fields.byte(), fields.text());
      case "H": return this.#flush();
      case "S":
        this.#skips = false;
        return this.#ready();
      default: throw new SqlError("unsupported", `message ${kind} is not supported`);
    }
  }

  async #query(text: string): Promise<void> {
    const statements = this.#sql.prepare(text);
    if (statements.length === 0) this.#reply.push(writeMessage("I"));
    for (const prepared of statements) await this.#run({ prepared, values: [], verdict: prepared.columns ? this.#conduct.next() : GOOD }, true);
    await this.#ready();
  }

  #parse(name: string, text: string): void {
    const [prepared, ...others] = this.#sql.prepare(text);
    if (others.length > 0) throw new SqlError("syntax", "cannot insert multiple commands into a prepared statement");
    this.#statements.set(name, prepared);
    this.#reply.push(writeMessage("1"));
  }

  #bind(fields: Fields): void {
    const [portal, name] = [fields.text(), fields.text()];
    const formats = fields.list(() => fields.short());
    const values = fields.list(() => fields.value());
    const results = fields.list(() => fields.short());
    if ([...formats, ...results].includes(1)) throw new SqlError("unsupported", "binary format is not supported");
    if (!this.#statements.has(name)) throw new SqlError("parameters", `prepared statement "${name}" does not exist`);
    const prepared = this.#statements.get(name);
    const wanted = prepared?.parameters ?? 0;
    if (values.length !== wanted) throw new SqlError("parameters", `bind message supplies ${values.length} parameters, but prepared statement "${name}" requires ${wanted}`);
    this.#portals.set(portal, { prepared, values, verdict: prepared?.columns ? this.#conduct.next() : GOOD });
    this.#reply.push(writeMessage("2"));
  }

  #describe(what: string, name: string): void {
    const portal = what === "P" ? this.#portals.get(name) : undefined;
    const prepared = what === "P" ? portal?.prepared : this.#statements.get(name);
    const parameters = prepared?.parameters ?? 0;
    if (what === "S") this.#reply.push(writeMessage("t", short(parameters), ...Array.from({ length: parameters }, () => long(TYPES.text.oid))));
    this.#reply.push(prepared?.columns ? writeColumns(spoilColumns(prepared.columns, faultOf(portal?.verdict ?? GOOD))) : writeMessage("n"));
  }

  async #execute(name: string): Promise<void> {
    const portal = this.#portals.get(name);
    if (!portal) throw new SqlError("parameters", `portal "${name}" does not exist`);
    if (portal.prepared) await this.#run({ ...portal, prepared: portal.prepared }, false);
    else this.#reply.push(writeMessage("I"));
  }

  #close(what: string, name: string): void {
    (what === "S" ? this.#statements : this.#portals).delete(name);
    this.#reply.push(writeMessage("3"));
  }

  async #run({ prepared, values, verdict }: Portal & { prepared: Prepared }, withColumns: boolean): Promise<void> {
    if (verdict.waitMs > 0) await sleep(verdict.waitMs);
    if (!this.#answers(verdict)) return this.#end();
    const answer = this.#sql.answer(prepared, values);
    if (!answer) return this.#complete(prepared);
    const fault = faultOf(verdict);
    const { columns, rows } = spoilAnswer(answer, fault);
    const written = rows.map((row) => writeRow(columns, row, encoderFor(fault)));
    if (withColumns) this.#reply.push(writeColumns(columns));
    if (fault === "endless") {
      await this.#flush();
      await repeatForever(this.#socket, () => Buffer.concat(Array.from({ length: 50 }, () => written[0] ?? writeRow(columns, {}, encoderFor(fault)))));
    }
    this.#fault = fault;
    this.#reply.push(...written, writeMessage("C", string(`SELECT ${rows.length}`)));
  }

  /** False when the connection is over. */
  #answers({ fault }: Verdict): boolean {
    switch (fault) {
      case "limited": this.#socket.end(writeError("FATAL", "53300", "too many questions in this minute")); return false;
      case "unavailable": this.#socket.end(writeError("FATAL", "57P01", "terminating connection due to administrator command")); return false;
      // As when somebody put a proxy in between.
      case "malformed": this.#socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"); return false;
      case "hang": this.#conduct.hold(() => this.#socket.destroy()); return false;
      case "off":
      case "hang-up": this.#socket.destroy(); return false;
      default: return true;
    }
  }

  /** Nothing more is said on this connection. */
  #end(): Promise<never> {
    return new Promise(() => undefined);
  }

  #complete({ statement }: Prepared): void {
    const command = statement.kind === "session" ? statement.command : "select";
    if (command === "begin" || command === "start") this.#inTransaction = true;
    if (command === "commit" || command === "rollback") this.#inTransaction = false;
    this.#reply.push(writeMessage("C", string(command === "start" ? "START TRANSACTION" : command.toUpperCase())));
  }

  #ready(): Promise<void> {
    this.#reply.push(writeMessage("Z", Buffer.from(this.#inTransaction ? "T" : "I")));
    return this.#flush();
  }

  async #flush(): Promise<void> {
    const [reply, fault] = [Buffer.concat(this.#reply), this.#fault];
    this.#reply = [];
    this.#fault = "none";
    await deliver(this.#socket, reply, fault);
  }
}

function faultOf({ fault }: Verdict): Fault {
  return fault === "off" || fault === "limited" ? "none" : fault;
}

/** Reads the fields of a message. */
class Fields {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): string {
    return String.fromCharCode(this.#bytes.readUInt8(this.#position++));
  }

  text(): string {
    const end = this.#bytes.indexOf(0, this.#position);
    const text = this.#bytes.toString("utf8", this.#position, end);
    this.#position = end + 1;
    return text;
  }

  short(): number {
    this.#position += 2;
    return this.#bytes.readInt16BE(this.#position - 2);
  }

  value(): string | null {
    const length = this.#bytes.readInt32BE(this.#position);
    const start = this.#position + 4;
    this.#position = start + Math.max(length, 0);
    return length < 0 ? null : this.#bytes.toString("utf8", start, this.#position);
  }

  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.short() }, read);
  }
}

function writeColumns(columns: SqlAnswer["columns"]): Buffer {
  const written = columns.flatMap(({ name, type }) => [string(name), long(0), short(0), long(TYPES[type].oid), short(TYPES[type].bytes), long(-1), short(0)]);
  return writeMessage("T", short(columns.length), ...written);
}

function writeRow(columns: SqlAnswer["columns"], row: SqlRow, encode: (text: string) => Buffer): Buffer {
  return writeMessage("D", short(columns.length), ...columns.map(({ name }) => writeValue(row[name] ?? null, encode)));
}

function writeValue(value: SqlValue, encode: (text: string) => Buffer): Buffer {
  if (value === null) return long(-1);
  const text = encode(String(value));
  return Buffer.concat([long(text.length), text]);
}

function writeError(severity: "ERROR" | "FATAL", code: string, message: string): Buffer {
  return writeMessage("E", string(`S${severity}`), string(`V${severity}`), string(`C${code}`), string(`M${message}`), Buffer.alloc(1));
}

function writeMessage(kind: string, ...fields: Buffer[]): Buffer {
  const length = 4 + fields.reduce((sum, field) => sum + field.length, 0);
  return Buffer.concat([Buffer.from(kind), long(length), ...fields]);
}

function string(text: string): Buffer {
  return Buffer.from(`${text}\0`);
}

function short(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function long(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}
