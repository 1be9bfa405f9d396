/** A department's view in PostgreSQL, read inside a read-only transaction that is always rolled back. */
import { EventEmitter } from "node:events";
import { type LookupFunction, Socket } from "node:net";
import pg from "pg";
import type { Connection } from "../connection.ts";
import { type ChannelLimits, codeOf, tlsOptions } from "../http/channel.ts";
import { lookupOfDepartments } from "../http/lookup.ts";
import { abortionOf, SourceFault } from "../source-fault.ts";
import { hungUp, keepLinks, type Link, malformed, Watch } from "./link.ts";
import { PostgresqlMessages } from "./postgresql-messages.ts";
import { readJsonValue, RowCollector, type Row, type SqlDatabase } from "./rows.ts";

const INTEGERS = new Set([20, 21, 23, 26]);
const FLOATS = new Set([700, 701]);
const [BOOLEAN, TIMESTAMP, TIMESTAMP_WITH_ZONE] = [16, 1114, 1184];
const JSON_TYPES = new Set([114, 3802]);

/** Exactly what the column holds: dates stay days, however our clock is set, and amounts keep their digits. */
function parserFor(type: number): (text: string) => unknown {
  if (INTEGERS.has(type)) return (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text);
  if (FLOATS.has(type)) return Number;
  if (type === BOOLEAN) return (text) => text === "t";
  if (type === TIMESTAMP || type === TIMESTAMP_WITH_ZONE) return (text) => text.replace(" ", "T").replace(/([+-]\d{2})$/, "$1:00");
  if (JSON_TYPES.has(type)) return readJsonValue;
  return (text) => text;
}
const types = { getTypeParser: parserFor };

export function openPostgresql({ sql }: Connection, limits: ChannelLimits, lookup: LookupFunction = lookupOfDepartments()): SqlDatabase {
  const { host, port, user, password, database, tls } = sql ?? { host: "", port: 0, user: "", password: "", database: "" };
  const config: pg.ClientConfig = {
    host, port, user, password, database,
    stream: () => socketWith(lookup),
    ssl: tls ? tlsOptions(tls) : false,
    keepAlive: true,
    application_name: "citizen-cloud",
    // The database gives up by itself, also when nobody is left to tell it.
    statement_timeout: limits.timeoutMs,
    idle_in_transaction_session_timeout: limits.timeoutMs * 2,
  };
  return keepLinks(() => openLink(config, limits.largestAnswerBytes));
}

/** pg connects its socket itself, by a host's name alone or by the path of a socket on this machine, which operators may write. */
function socketWith(lookup: LookupFunction): Socket {
  const socket = new Socket();
  const connect = socket.connect.bind(socket);
  socket.connect = ((place: number | string, host: string) => (typeof place === "string" ? connect(place) : connect({ port: place, host, lookup }))) as Socket["connect"];
  return socket;
}

/** Of pg's connection, what its types leave out. */
interface Wire extends EventEmitter {
  readonly stream: Socket;
  /** Called once it is clear what is read from: the socket, or what decrypts it. */
  attachListeners(stream: EventEmitter): void;
  end(): void;
}

function openLink(config: pg.ClientConfig, largestBytes: number): Link {
  const client = new pg.Client(config);
  const wire = (client as unknown as { connection: Wire }).connection;
  const watch = new Watch(() => wire.stream.destroy());
  client.on("error", (error) => watch.break(asFault(error)));
  wire.on("error", (error) => watch.break(asFault(error)));
  wire.on("end", () => watch.break(hungUp()));

  const parse = wire.attachListeners.bind(wire);
  wire.attachListeners = (stream) => {
    const messages = new PostgresqlMessages(watch);
    const checked = new EventEmitter();
    parse(checked);
    stream.on("data", (chunk: Buffer) => watch.read(chunk, () => checked.emit("data", messages.take(chunk))));
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
      await ask(() => client.connect(), signal);
    },
    async read(text, values, signal) {
      watch.expectChatter();
      await ask(() => client.query("begin transaction read only"), signal);
      watch.expectRows(largestBytes);
      const { rows, bytes } = await ask(() => collect(client, text, values, largestBytes), signal);
      watch.expectChatter();
      await ask(() => client.query("rollback"), signal);
      return { rows, bytes };
    },
    sayGoodbye: () => wire.end(),
  };
}

function collect(client: pg.Client, text: string, values: readonly unknown[], largestBytes: number): Promise<RowCollector> {
  const collector = new RowCollector(largestBytes);
  return new Promise((resolve, reject) => {
    // The extended protocol takes one statement only, whatever the text says.
    const config = { text, values: [...values], types, queryMode: "extended" };
    const query = client.query(new pg.Query<Row>(config));
    query.on("row", (row) => {
      try {
        collector.add(row);
      } catch (error) {
        reject(error);
      }
    });
    query.on("end", (result) => {
      // Part of an answer must not pass for "has nothing about this".
      const isWhole = result.command === "SELECT" && result.fields.length > 0 && result.rowCount === collector.rows.length;
      if (isWhole) resolve(collector);
      else reject(malformed("incomplete"));
    });
    query.on("error", reject);
  });
}

/** By the code of the error alone (SQLSTATE): its message quotes values. */
function asFault(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  if (error instanceof pg.DatabaseError) return faultOfState(error.code ?? "");
  if (error instanceof SyntaxError) return new SourceFault("malformed", "answers with JSON that cannot be read", { detail: { code: "json" } });
  const code = codeOf(error) ?? "";
  if (/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO)/.test(code)) return new SourceFault("certificate", "shows a certificate that is not trusted, or does not trust ours", { detail: { code } });
  if (/^E[A-Z_]+$/.test(code) && !code.startsWith("ERR_")) return hungUp(code);
  const message = error instanceof Error ? error.message : "";
  if (message.startsWith("The server does not support SSL")) return new SourceFault("certificate", "shows a certificate that is not trusted, or has none", { detail: { code: "not-encrypted" } });
  return message.startsWith("Connection terminated") ? hungUp() : malformed(code || "protocol");
}

function faultOfState(code: string): SourceFault {
  if (!/^[0-9A-Z]{5}$/.test(code)) return malformed("sqlstate");
  const detail = { code };
  if (code === "57014") return new SourceFault("slow", "gave up the question, which took too long", { detail });
  if (code === "53300" || code === "53400") return new SourceFault("limited", "has no connections left", { detail });
  if (/^(28|3D|42501|25006)/.test(code)) return new SourceFault("refused", "refuses the question", { detail });
  if (/^(0A|22|42)/.test(code)) return new SourceFault("failed", "cannot carry out the statement", { detail, retryable: false });
  return /^(08|57P)/.test(code) ? hungUp(code) : new SourceFault("failed", "answers with an error", { detail });
}
