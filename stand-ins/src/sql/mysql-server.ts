/**
 * A MySQL server over the real wire protocol: `mysql2` greets and cuts the packets; answers are written here, since it
 * has no prepared statements of its own to offer.
 * https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html
 */
import { createHash, timingSafeEqual } from "node:crypto";
import type { EventEmitter } from "node:events";
import type { Server, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { createServer } from "mysql2";
import type { Conduct, Verdict } from "../behaviour.ts";
import { type Prepared, type SqlAnswer, SqlDatabase } from "./answer.ts";
import { type DatabaseOptions, deliver, encoderFor, repeatForever, spoilAnswer } from "./misbehaviour.ts";
import { type SqlColumn, SqlError, type SqlMistake, type SqlRow, type SqlValue } from "./views.ts";

/** What this uses of mysql2's connection on the server's side; its types leave most of it out. */
interface MysqlConnection extends EventEmitter {
  stream: Socket;
  serverHandshake(settings: object): void;
  writePacket(packet: Packet): void;
  sequenceId: number;
  handlePacket(packet?: { sequenceId: number }): void;
  /** Every packet leaves by it. */
  write(bytes: Buffer): void;
  writeOk(): void;
  writeEof(): void;
  writeError(error: { message: string; code: number }): void;
}

interface Greeting {
  user: string;
  database?: string;
  authPluginData1: Buffer;
  authPluginData2: Buffer;
  authToken: Buffer;
}

const CODES: Record<SqlMistake, number> = { syntax: 1064, "no-view": 1146, "no-column": 1054, "no-key": 1142, "read-only": 1290, parameters: 1210, unsupported: 1235 };
/** VAR_STRING, NEWDECIMAL and LONG. */
const TYPES: Record<SqlColumn["type"], number> = { text: 253, decimal: 246, integer: 3 };
const UTF8MB4 = 45;
/** Of what is no text. */
const BINARY = 63;
/** Long passwords and flags, found rows, a database at the greeting, protocol 4.1, transactions, and the way to prove a password; no TLS and no compression. */
const CAPABILITIES = 0x0000_0001 | 0x0000_0002 | 0x0000_0004 | 0x0000_0008 | 0x0000_0200 | 0x0000_2000 | 0x0000_8000 | 0x0008_0000;
const CLOSE_STATEMENT = 25;
const RESET_STATEMENT = 26;
const RESET_CONNECTION = 31;

export function createMysqlServer({ user, password, database, views, conduct }: DatabaseOptions): Server {
  const sql = new SqlDatabase(views);
  let connections = 0;
  const server = createServer((connection) => {
    const client = connection as unknown as MysqlConnection;
    client.stream.setNoDelay(true);
    client.on("error", () => client.stream.destroy());
    connections += 1;
    let session: Session | undefined;
    client.serverHandshake({
      protocolVersion: 10, serverVersion: "8.0.39", connectionId: connections, statusFlags: 2, characterSet: UTF8MB4, capabilityFlags: CAPABILITIES,
      authCallback(greeting: Greeting, decide: (error: null, refusal?: { message: string; code: number }) => void) {
        if (greeting.user !== user || !provesPassword(greeting, password)) return decide(null, { code: 1045, message: `Access denied for user '${greeting.user}' (using password: YES)` });
        if (greeting.database !== database) return decide(null, { code: 1049, message: `Unknown database '${greeting.database ?? ""}'` });
        decide(null);
        session = new Session(client, sql, conduct);
      },
    });
    client.on("query", (text: string) => session?.take((each) => each.query(text)));
    client.on("stmt_prepare", (text: string) => session?.take((each) => each.prepare(text)));
    client.on("stmt_execute", (id: number | null, _flags: number, _iterations: number, values: SqlValue[]) => session?.take((each) => each.execute(id ?? 0, values)));
    client.on("ping", () => session?.take((each) => each.ping()));
    client.on("packet", (packet: { readInt32(): number }, isKnown: boolean, command: number) => {
      if (!isKnown) session?.take((each) => each.other(command, packet));
    });
  });
  return serverOf(server);
}

/** The net server within: its address and its end are asked for as of any other. */
function serverOf(server: object): Server {
  return (server as { _server: Server })._server;
}

/** mysql_native_password: the client proves that it knows SHA1(password) without sending it. */
function provesPassword({ authPluginData1, authPluginData2, authToken }: Greeting, password: string): boolean {
  if (!Buffer.isBuffer(authToken) || authToken.length !== 20) return false;
  const twice = sha1(sha1(Buffer.from(password)));
  const mask = sha1(authPluginData1, authPluginData2, twice);
  return timingSafeEqual(sha1(Buffer.from(authToken.map((byte, index) => byte ^ (mask[index] ?? 0)))), twice);
}

function sha1(...parts: Buffer[]): Buffer {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** One client, its commands one after another. */
class Session {
  readonly #client: MysqlConnection;
  readonly #sql: SqlDatabase;
  readonly #conduct: Conduct;
  readonly #statements = new Map<number, Prepared>();
  #work: Promise<void> = Promise.resolve();
  #lastId = 0;
  #reply: Buffer[] = [];

  constructor(client: MysqlConnection, sql: SqlDatabase, conduct: Conduct) {
    this.#client = client;
    this.#sql = sql;
    this.#conduct = conduct;
    // Each command begins to count its packets anew, which mysql2 does on the client's side alone.
    const handlePacket = client.handlePacket.bind(client);
    client.handlePacket = (packet) => {
      client.sequenceId = packet?.sequenceId ?? 0;
      handlePacket(packet);
    };
    // An answer of many packets leaves as a whole.
    client.write = (bytes) => void this.#reply.push(bytes);
  }

  take(command: (session: Session) => Promise<void> | void): void {
    this.#work = this.#work.then(() => this.#run(command)).catch(() => void this.#client.stream.destroy());
  }

  async #run(command: (session: Session) => Promise<void> | void): Promise<void> {
    this.#client.sequenceId = 1;
    try {
      await command(this);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      this.#client.writeError({ code: CODES[error.mistake], message: error.message });
    }
    await this.#flush("none");
  }

  async query(text: string): Promise<void> {
    await this.#answer(this.#prepareOne(text), [], writeTextRow);
  }

  /** mysql2 hands over `set …` as if it were to be prepared. */
  prepare(text: string): void {
    const prepared = this.#prepareOne(text);
    if (prepared.statement.kind === "session" && prepared.statement.command === "set") return this.#client.writeOk();
    const id = ++this.#lastId;
    this.#statements.set(id, prepared);
    const columns = prepared.columns ?? [];
    this.#write(Buffer.from([0]), uint32(id), uint16(columns.length), uint16(prepared.parameters), Buffer.alloc(3));
    for (let index = 0; index < prepared.parameters; index++) this.#write(writeColumn({ name: "?", type: "text" }));
    if (prepared.parameters > 0) this.#client.writeEof();
    if (columns.length > 0) this.#writeColumns(columns);
  }

  async execute(id: number, values: SqlValue[]): Promise<void> {
    const prepared = this.#statements.get(id);
    if (!prepared) throw new SqlError("parameters", `Unknown prepared statement handler (${id})`);
    await this.#answer(prepared, values, writeBinaryRow);
  }

  ping(): void {
    this.#client.writeOk();
  }

  other(command: number, packet: { readInt32(): number }): void {
    if (command === CLOSE_STATEMENT) return void this.#statements.delete(packet.readInt32());
    if (command !== RESET_STATEMENT && command !== RESET_CONNECTION) throw new SqlError("unsupported", `Command ${command} is not supported`);
    if (command === RESET_CONNECTION) this.#statements.clear();
    this.#client.writeOk();
  }

  #prepareOne(text: string): Prepared {
    const [prepared, ...others] = this.#sql.prepare(text);
    if (!prepared || others.length > 0) throw new SqlError("syntax", "one statement at a time");
    return prepared;
  }

  async #answer(prepared: Prepared, values: SqlValue[], writeRow: RowWriter): Promise<void> {
    if (!prepared.columns) return this.#client.writeOk();
    const verdict = this.#conduct.next();
    if (verdict.waitMs > 0) await sleep(verdict.waitMs);
    if (!(await this.#answers(verdict))) return new Promise(() => undefined);
    const found = this.#sql.answer(prepared, values);
    if (!found) return this.#client.writeOk();
    const fault = verdict.fault === "off" || verdict.fault === "limited" ? "none" : verdict.fault;
    const answer = spoilAnswer(found, fault);
    this.#write(Buffer.from([answer.columns.length]));
    this.#writeColumns(answer.columns);
    if (fault === "endless") {
      await this.#flush("none");
      await repeatForever(this.#client.stream, () => {
        for (let index = 0; index < 50; index++) this.#write(writeRow(answer, answer.rows[0] ?? {}, encoderFor(fault)));
        return this.#takeReply();
      });
    }
    for (const row of answer.rows) this.#write(writeRow(answer, row, encoderFor(fault)));
    this.#client.writeEof();
    await this.#flush(fault);
  }

  /** False when the connection is over. */
  async #answers({ fault }: Verdict): Promise<boolean> {
    const { stream } = this.#client;
    switch (fault) {
      case "limited": return this.#say(1226, "User has exceeded the 'max_questions' resource");
      case "unavailable": return this.#say(1053, "Server shutdown in progress");
      // One column, of which comes a packet that ends too soon.
      case "malformed": stream.end(Buffer.from("010000010120000002036465660000ffffff", "hex")); return false;
      case "hang": this.#conduct.hold(() => stream.destroy()); return false;
      case "off":
      case "hang-up": stream.destroy(); return false;
      default: return true;
    }
  }

  async #say(code: number, message: string): Promise<false> {
    this.#client.writeError({ code, message });
    await this.#flush("none");
    this.#client.stream.end();
    return false;
  }

  #writeColumns(columns: readonly SqlColumn[]): void {
    for (const column of columns) this.#write(writeColumn(column));
    this.#client.writeEof();
  }

  #write(...fields: Buffer[]): void {
    this.#client.writePacket(new Packet(fields));
  }

  #takeReply(): Buffer {
    const reply = Buffer.concat(this.#reply);
    this.#reply = [];
    return reply;
  }

  async #flush(fault: Parameters<typeof deliver>[2]): Promise<void> {
    if (this.#reply.length > 0) await deliver(this.#client.stream, this.#takeReply(), fault);
  }
}

type RowWriter = (answer: SqlAnswer, row: SqlRow, encode: (text: string) => Buffer) => Buffer;

/** A packet as mysql2 wants to write one: four bytes of header, of which it knows the number. */
class Packet {
  readonly buffer: Buffer;

  constructor(fields: Buffer[]) {
    this.buffer = Buffer.concat([Buffer.alloc(4), ...fields]);
  }

  length(): number {
    return this.buffer.length;
  }

  writeHeader(sequenceId: number): void {
    this.buffer.writeUIntLE(this.buffer.length - 4, 0, 3);
    this.buffer.writeUInt8(sequenceId, 3);
  }
}

function writeColumn({ name, type }: SqlColumn): Buffer {
  const names = ["def", "", "", "", name, name].map((each) => lengthCoded(Buffer.from(each)));
  const isText = type === "text";
  return Buffer.concat([...names, Buffer.from([0x0c]), uint16(isText ? UTF8MB4 : BINARY), uint32(isText ? 1_020 : 20), Buffer.from([TYPES[type]]), uint16(0), Buffer.from([type === "decimal" ? 2 : 0]), Buffer.alloc(2)]);
}

const writeTextRow: RowWriter = ({ columns }, row, encode) => Buffer.concat(columns.map(({ name }) => {
  const value = row[name] ?? null;
  return value === null ? Buffer.from([0xfb]) : lengthCoded(encode(String(value)));
}));

/** The bitmap of nulls begins with two bits that mean nothing. */
const writeBinaryRow: RowWriter = ({ columns }, row, encode) => {
  const nulls = Buffer.alloc((columns.length + 7 + 2) >> 3);
  const values = columns.flatMap(({ name, type }, index) => {
    const value = row[name] ?? null;
    if (value !== null) return [type === "integer" ? uint32(Number(value)) : lengthCoded(encode(String(value)))];
    const bit = index + 2;
    nulls.writeUInt8(nulls.readUInt8(bit >> 3) | (1 << (bit & 7)), bit >> 3);
    return [];
  });
  return Buffer.concat([Buffer.from([0]), nulls, ...values]);
};

function lengthCoded(bytes: Buffer): Buffer {
  return bytes.length < 251 ? Buffer.concat([Buffer.from([bytes.length]), bytes]) : Buffer.concat([Buffer.from([0xfc]), uint16(bytes.length), bytes]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32LE(value);
  return bytes;
}
