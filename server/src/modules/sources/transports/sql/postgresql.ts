/** A department's view in PostgreSQL, read inside a read-only transaction that is always rolled back. */
import type { Socket } from "node:net";
import pg from "pg";
import type { Connection } from "../connection.ts";
import { type ChannelLimits, codeOf, tlsOptions } from "../http/channel.ts";
import { abortionOf, SourceFault, untilAborted } from "../source-fault.ts";
import { RowCollector, type Row, type SqlDatabase, watchBytes } from "./rows.ts";

const IDLE_MS = 30_000;
/** Room on the wire for the names of columns and the protocol, beside the values. */
const WIRE_FACTOR = 2;

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
  if (JSON_TYPES.has(type)) return (text) => JSON.parse(text) as unknown;
  return (text) => text;
}
const types = { getTypeParser: parserFor };

export function openPostgresql({ sql }: Connection, limits: ChannelLimits): SqlDatabase {
  const { host, port, user, password, database, tls } = sql ?? { host: "", port: 0, user: "", password: "", database: "" };
  const pool = new pg.Pool({
    host, port, user, password, database,
    ssl: tls ? tlsOptions(tls) : false,
    max: limits.concurrency,
    connectionTimeoutMillis: limits.timeoutMs,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: "citizen-cloud",
    // The database gives up by itself, also when nobody is left to tell it.
    statement_timeout: limits.timeoutMs,
    idle_in_transaction_session_timeout: limits.timeoutMs * 2,
  });
  // A link that breaks while nobody asks, or after its asker was answered, is no business of anybody.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));

  return {
    async read(text, values, signal) {
      const client = await borrow(pool, signal);
      let isClean = false;
      try {
        await untilAborted(client.query("begin transaction read only"), signal);
        const collected = await collect(client, text, values, limits.largestAnswerBytes, signal);
        await untilAborted(client.query("rollback"), signal);
        isClean = true;
        return { rows: collected.rows, bytes: collected.bytes };
      } catch (error) {
        throw signal.aborted ? abortionOf(signal) : asFault(error);
      } finally {
        // With a question under way or half a transaction it is of no use: this ends the link.
        client.release(!isClean);
      }
    },
    close: () => pool.end(),
  };
}

async function borrow(pool: pg.Pool, signal: AbortSignal): Promise<pg.PoolClient> {
  const coming = pool.connect();
  try {
    return await untilAborted(coming, signal);
  } catch (error) {
    // Whoever gave up waiting still gives it back when it comes.
    coming.then((client) => client.release(), () => undefined);
    throw signal.aborted ? abortionOf(signal) : asFault(error);
  }
}

async function collect(client: pg.PoolClient, text: string, values: readonly unknown[], largestBytes: number, signal: AbortSignal): Promise<RowCollector> {
  const collector = new RowCollector(largestBytes);
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  let unwatch: (() => void) | undefined;
  const done = new Promise<void>((resolve, reject) => {
    unwatch = watchBytes(stream, largestBytes * WIRE_FACTOR, () => reject(collector.tooLarge()));
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
    query.on("end", () => resolve());
    query.on("error", reject);
  });
  try {
    await untilAborted(done, signal);
  } finally {
    unwatch?.();
  }
  return collector;
}

/** By the code of the error alone (SQLSTATE): its message quotes values. */
function asFault(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  const code = codeOf(error) ?? (error instanceof SyntaxError ? "json" : /timeout/i.test((error as Error).message) ? "connect-timeout" : "unknown");
  const detail = { code };
  if (code === "json") return new SourceFault("malformed", "answers with JSON that cannot be read", { detail });
  if (code === "57014") return new SourceFault("slow", "gave up the question, which took too long", { detail });
  if (code === "53300" || code === "53400") return new SourceFault("limited", "has no connections left", { detail });
  if (/^(28|3D|42501|25006)/.test(code)) return new SourceFault("refused", "refuses the question", { detail });
  if (/^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO)/.test(code)) return new SourceFault("certificate", "shows a certificate that is not trusted, or does not trust ours", { detail });
  if (/^(0A|22|42)/.test(code)) return new SourceFault("failed", "cannot carry out the statement", { detail, retryable: false });
  if (/^[0-9A-Z]{5}$/.test(code) && !/^(08|57P)/.test(code) && !code.startsWith("E")) return new SourceFault("failed", "answers with an error", { detail });
  return new SourceFault("unreachable", "cannot be reached, or hung up", { detail });
}
