/** A department's view in MySQL or MariaDB, read in a session that may only read. */
import { connect, type LookupFunction, type Socket } from "node:net";
import { type Connection as MysqlConnection, type ConnectionOptions, createConnection } from "mysql2";
import type { Connection } from "../connection.ts";
import { type ChannelLimits, codeOf, tlsOptions } from "../http/channel.ts";
import { lookupOfDepartments } from "../http/lookup.ts";
import { abortionOf, SourceFault } from "../source-fault.ts";
import { hungUp, keepLinks, type Link, malformed, Watch } from "./link.ts";
import { MysqlLengths } from "./mysql-lengths.ts";
import { readJsonValue, RowCollector, type Row, type SqlDatabase } from "./rows.ts";

/** One more than we take, so that too many are noticed. */
const SELECT_LIMIT = 1001;

export function openMysql({ sql }: Connection, limits: ChannelLimits, lookup: LookupFunction = lookupOfDepartments()): SqlDatabase {
  const { host, port, user, password, database, tls } = sql ?? { host: "", port: 0, user: "", password: "", database: "" };
  const options: ConnectionOptions = {
    host, port, user, password, database,
    stream: () => connect({ host, port, lookup, noDelay: true, keepAlive: true }),
    ...(tls && { ssl: { ...tlsOptions(tls), verifyIdentity: true } }),
    // The question's signal ends what is too slow.
    connectTimeout: 0,
    charset: "utf8mb4",
    // A server may ask its client for a file. Ours never gives one, and does not go on with who asks.
    flags: ["-LOCAL_FILES"],
    infileStreamFactory: () => {
      throw malformed("local-infile");
    },
    multipleStatements: false,
    // Dates stay days, however our clock is set, and numbers keep their digits.
    dateStrings: true,
    supportBigNumbers: true,
    // Read by ourselves, as strictly as any answer.
    jsonStrings: true,
    // No code is made from the names of columns, which are the server's.
    disableEval: true,
  };
  return keepLinks(() => openLink(options, limits));
}

/** A packet as mysql2 reads it: `offset` moves on from `start`, and is not kept from moving beyond `end`. */
interface Packet {
  readonly buffer: Buffer;
  readonly start: number;
  readonly offset: number;
  readonly end: number;
  readonly sequenceId: number;
  isEOF(): boolean;
}

/** Of mysql2's connection, what its types leave out. */
interface Wire {
  readonly stream: Socket;
  packetParser: { execute(chunk: Buffer): void };
  sequenceId: number;
  /** The command under way and which of its methods takes the next packet. */
  readonly _command: { next?: unknown; row?: unknown; readField?: unknown; prepareHeader?: unknown; _fieldCount?: number | null } | null | undefined;
  /** Without a packet, when a command begins. */
  handlePacket(packet?: Packet): void;
}

const [OK, FAILED] = [0x00, 0xff];
const HEADER_BYTES = 4;
const JSON_TYPE = 245;
/** MySQL's own limit. */
const MOST_COLUMNS = 4_096;

function openLink(options: ConnectionOptions, { timeoutMs, largestAnswerBytes }: ChannelLimits): Link {
  const connection = createConnection(options);
  const wire = connection as unknown as Wire;
  const watch = new Watch(() => {
    connection.destroy();
    wire.stream.destroy();
  });
  const opened = new Promise<void>((resolve) => {
    connection.once("connect", () => resolve());
  });
  // Also of a command under way: one that gives its rows as they come does not tell by itself that the link is gone.
  connection.on("error", (error) => watch.break(asFault(error)));
  connection.on("end", () => watch.break(hungUp()));
  let isPreparing = false;

  const { packetParser } = wire;
  const lengths = new MysqlLengths(watch);
  wire.packetParser = {
    execute: (chunk) => watch.read(chunk, () => {
      lengths.check(chunk);
      packetParser.execute(chunk);
    }),
  };
  const handlePacket = wire.handlePacket.bind(wire);
  wire.handlePacket = (packet) => {
    if (!packet) return handlePacket();
    if (watch.isBroken) return undefined;
    const first = packet.end - packet.start > HEADER_BYTES ? packet.buffer[packet.start + HEADER_BYTES] : undefined;
    if (packet.sequenceId !== wire.sequenceId) {
      // mysql2 writes a line to the log for each, as many as a server likes. Errors may come with any number: they end the question.
      if (first !== FAILED) throw malformed("sequence");
      wire.sequenceId = packet.sequenceId;
    }
    // Rows in place of a plain yes would be read as text, and mysql2 reads a number as long as the server says it is: for ever.
    const command = wire._command;
    const isNext = (taker: unknown) => first !== FAILED && taker !== undefined && taker === command?.next;
    if (first === undefined || ((isPreparing || isNext(command?.prepareHeader)) && first !== OK && first !== FAILED)) throw malformed();
    const isRow = isNext(command?.row) && !packet.isEOF();
    const isColumn = isNext(command?.readField) && !packet.isEOF();
    handlePacket(packet);
    // A false length makes one row out of another's bytes.
    if ((isRow && packet.offset !== packet.end) || (isColumn && packet.offset > packet.end)) throw malformed();
    if ((command?._fieldCount ?? 0) > MOST_COLUMNS) throw malformed("columns");
    return undefined;
  };

  async function ask<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    try {
      return await watch.wait(work(), signal);
    } catch (error) {
      throw signal.aborted ? abortionOf(signal) : asFault(error);
    }
  }

  return {
    watch,
    get socket() {
      return wire.stream;
    },
    async signIn(signal) {
      await ask(() => opened, signal);
      isPreparing = true;
      await ask(() => run(connection, "set session transaction read only"), signal);
      await ask(() => run(connection, `set session sql_select_limit = ${SELECT_LIMIT}`), signal);
      // MariaDB calls it otherwise and knows no milliseconds; there our own deadline ends the link.
      await ask(() => run(connection, `set session max_execution_time = ${timeoutMs}`).catch(() => undefined), signal);
      isPreparing = false;
    },
    async read(text, values, signal) {
      watch.expectRows(largestAnswerBytes);
      const { rows, bytes } = await ask(() => collect(connection, text, [...values], largestAnswerBytes), signal);
      return { rows, bytes };
    },
    sayGoodbye: () => connection.end(),
  };
}

function run(connection: MysqlConnection, statement: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.query(statement, (error) => (error ? reject(error) : resolve()));
  });
}

function collect(connection: MysqlConnection, text: string, values: (string | number | boolean)[], largestBytes: number): Promise<RowCollector> {
  const collector = new RowCollector(largestBytes);
  return new Promise((resolve, reject) => {
    // Prepared by the server: values travel apart from the statement, and it is one statement.
    const asked = connection.execute(text, values);
    let answers = 0;
    let hasColumns = false;
    let jsonColumns = new Set<string>();
    asked.on("fields", (columns: unknown) => {
      answers += 1;
      hasColumns = answers === 1 && Array.isArray(columns);
      if (hasColumns) jsonColumns = new Set((columns as { name: string; columnType: number }[]).filter(({ columnType }) => columnType === JSON_TYPE).map(({ name }) => name));
    });
    const readValue = (name: string, value: unknown) => {
      if (Buffer.isBuffer(value)) return value.toString("hex");
      return jsonColumns.has(name) && typeof value === "string" ? readJsonValue(value) : value;
    };
    asked.on("result", (row: Row) => {
      try {
        if (!hasColumns) throw new SourceFault("malformed", "answers a select with something else than rows");
        collector.add(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, readValue(name, value)])));
      } catch (error) {
        reject(error);
      }
    });
    asked.on("end", () => {
      if (hasColumns) resolve(collector);
      else reject(new SourceFault("malformed", "answers a select with something else than rows"));
    });
    asked.on("error", reject);
  });
}

const REFUSED = new Set(["ER_ACCESS_DENIED_ERROR", "ER_DBACCESS_DENIED_ERROR", "ER_TABLEACCESS_DENIED_ERROR", "ER_COLUMNACCESS_DENIED_ERROR", "ER_BAD_DB_ERROR", "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION", "ER_HOST_NOT_PRIVILEGED", "ER_ACCOUNT_HAS_BEEN_LOCKED", "AUTH_SWITCH_PLUGIN_ERROR", "MYSQL_CLEAR_PASSWORD_NOT_ENABLED"]);
const TIRED = new Set(["ER_QUERY_TIMEOUT", "ER_QUERY_INTERRUPTED", "ER_LOCK_WAIT_TIMEOUT", "ER_STATEMENT_TIMEOUT"]);
const LIMITED = new Set(["ER_CON_COUNT_ERROR", "ER_TOO_MANY_USER_CONNECTIONS", "ER_USER_LIMIT_REACHED"]);
const GOING = new Set(["ER_SERVER_SHUTDOWN", "ER_CLIENT_INTERACTION_TIMEOUT", "ER_NORMAL_SHUTDOWN", "ER_SHUTDOWN_COMPLETE"]);

/** By the code of the error alone: its message quotes values. */
function asFault(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  if (error instanceof SyntaxError) return new SourceFault("malformed", "answers with JSON that cannot be read", { detail: { code: "json" } });
  const code = codeOf(error) ?? "";
  const detail = { code };
  if (TIRED.has(code)) return new SourceFault("slow", "gave up the question, which took too long", { detail });
  if (LIMITED.has(code)) return new SourceFault("limited", "has no connections left", { detail });
  if (REFUSED.has(code)) return new SourceFault("refused", "refuses the question", { detail });
  if (GOING.has(code)) return hungUp(code);
  if (/^(HANDSHAKE_NO_SSL|HANDSHAKE_SSL|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO)/.test(code)) return new SourceFault("certificate", "shows a certificate that is not trusted, or has none", { detail });
  if (/^ER_(PARSE|BAD_FIELD|NO_SUCH_TABLE|SYNTAX|TRUNCATED_WRONG|WRONG_VALUE)/.test(code)) return new SourceFault("failed", "cannot carry out the statement", { detail, retryable: false });
  if (code.startsWith("ER_") || typeof (error as { sqlState?: unknown }).sqlState === "string") return new SourceFault("failed", "answers with an error", { detail });
  return /^E[A-Z]+(_[A-Z]+)?$/.test(code) || code === "PROTOCOL_CONNECTION_LOST" ? hungUp(code) : malformed(code || "protocol");
}
