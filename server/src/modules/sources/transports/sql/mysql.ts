/** A department's view in MySQL or MariaDB, read in a session that may only read. */
import { createPool, type Pool, type PoolConnection } from "mysql2";
import type { Connection } from "../connection.ts";
import { type ChannelLimits, codeOf, tlsOptions } from "../http/channel.ts";
import { abortionOf, SourceFault, untilAborted } from "../source-fault.ts";
import { RowCollector, type Row, type SqlDatabase, watchBytes } from "./rows.ts";

const IDLE_MS = 30_000;
const WIRE_FACTOR = 2;
/** One more than we take, so that too many are noticed. */
const SELECT_LIMIT = 1001;

export function openMysql({ sql }: Connection, limits: ChannelLimits): SqlDatabase {
  const { host, port, user, password, database, tls } = sql ?? { host: "", port: 0, user: "", password: "", database: "" };
  const pool = createPool({
    host, port, user, password, database,
    ...(tls && { ssl: { ...tlsOptions(tls), verifyIdentity: true } }),
    connectionLimit: limits.concurrency,
    idleTimeout: IDLE_MS,
    connectTimeout: limits.timeoutMs,
    charset: "utf8mb4",
    // A server may ask its client for a file. Ours never gives one.
    flags: ["-LOCAL_FILES"],
    multipleStatements: false,
    // Dates stay days, however our clock is set, and numbers keep their digits.
    dateStrings: true,
    supportBigNumbers: true,
    // No code is made from the names of columns, which are the server's.
    disableEval: true,
  });
  const ready = new WeakMap<object, true>();

  return {
    async read(text, values, signal) {
      const connection = await borrow(pool, signal);
      let isClean = false;
      try {
        if (!ready.has(connection)) {
          await untilAborted(prepareSession(connection, limits.timeoutMs), signal);
          ready.set(connection, true);
        }
        const collected = await collect(connection, text, [...values], limits.largestAnswerBytes, signal);
        isClean = true;
        return { rows: collected.rows, bytes: collected.bytes };
      } catch (error) {
        throw signal.aborted ? abortionOf(signal) : asFault(error);
      } finally {
        if (isClean) connection.release();
        else connection.destroy();
      }
    },
    async close() {
      await new Promise<void>((resolve) => {
        pool.end(() => resolve());
      });
    },
  };
}

async function borrow(pool: Pool, signal: AbortSignal): Promise<PoolConnection> {
  const coming = new Promise<PoolConnection>((resolve, reject) => {
    pool.getConnection((error, connection) => (error ? reject(error) : resolve(connection)));
  });
  try {
    const connection = await untilAborted(coming, signal);
    if (connection.listenerCount("error") === 0) connection.on("error", () => undefined);
    return connection;
  } catch (error) {
    coming.then((connection) => connection.release(), () => undefined);
    throw signal.aborted ? abortionOf(signal) : asFault(error);
  }
}

async function prepareSession(connection: PoolConnection, timeoutMs: number): Promise<void> {
  await run(connection, "set session transaction read only");
  await run(connection, `set session sql_select_limit = ${SELECT_LIMIT}`);
  // MariaDB calls it otherwise and knows no milliseconds; there our own deadline ends the link.
  await run(connection, `set session max_execution_time = ${timeoutMs}`).catch(() => undefined);
}

async function run(connection: PoolConnection, statement: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.query(statement, (error) => (error ? reject(error) : resolve()));
  });
}

async function collect(connection: PoolConnection, text: string, values: (string | number | boolean)[], largestBytes: number, signal: AbortSignal): Promise<RowCollector> {
  const collector = new RowCollector(largestBytes);
  const { stream } = connection as unknown as { stream: { bytesRead: number } };
  let unwatch: (() => void) | undefined;
  const done = new Promise<void>((resolve, reject) => {
    unwatch = watchBytes(stream, largestBytes * WIRE_FACTOR, () => reject(collector.tooLarge()));
    // Prepared by the server: values travel apart from the statement, and it is one statement.
    const asked = connection.execute(text, values);
    let hasColumns = false;
    asked.on("fields", (columns: unknown) => {
      hasColumns ||= Array.isArray(columns);
    });
    asked.on("result", (row: Row) => {
      try {
        if (!hasColumns) throw new SourceFault("malformed", "answers a select with something else than rows");
        collector.add(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Buffer.isBuffer(value) ? value.toString("hex") : value])));
      } catch (error) {
        reject(error);
      }
    });
    asked.on("end", () => {
      if (hasColumns) resolve();
      else reject(new SourceFault("malformed", "answers a select with something else than rows"));
    });
    asked.on("error", reject);
  });
  try {
    await untilAborted(done, signal);
  } finally {
    unwatch?.();
  }
  return collector;
}

const REFUSED = new Set(["ER_ACCESS_DENIED_ERROR", "ER_DBACCESS_DENIED_ERROR", "ER_TABLEACCESS_DENIED_ERROR", "ER_COLUMNACCESS_DENIED_ERROR", "ER_BAD_DB_ERROR", "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION", "ER_HOST_NOT_PRIVILEGED", "ER_ACCOUNT_HAS_BEEN_LOCKED"]);
const TIRED = new Set(["ER_QUERY_TIMEOUT", "ER_QUERY_INTERRUPTED", "ER_LOCK_WAIT_TIMEOUT", "ER_STATEMENT_TIMEOUT"]);
const LIMITED = new Set(["ER_CON_COUNT_ERROR", "ER_TOO_MANY_USER_CONNECTIONS", "ER_USER_LIMIT_REACHED"]);

/** By the code of the error alone: its message quotes values. */
function asFault(error: unknown): SourceFault {
  if (error instanceof SourceFault) return error;
  const code = codeOf(error) ?? "unknown";
  const detail = { code };
  if (TIRED.has(code)) return new SourceFault("slow", "gave up the question, which took too long", { detail });
  if (LIMITED.has(code)) return new SourceFault("limited", "has no connections left", { detail });
  if (REFUSED.has(code)) return new SourceFault("refused", "refuses the question", { detail });
  if (/^(HANDSHAKE_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO)/.test(code)) return new SourceFault("certificate", "shows a certificate that is not trusted, or has none", { detail });
  if (/^ER_(PARSE|BAD_FIELD|NO_SUCH_TABLE|SYNTAX|TRUNCATED_WRONG|WRONG_VALUE)/.test(code)) return new SourceFault("failed", "cannot carry out the statement", { detail, retryable: false });
  if (code.startsWith("ER_")) return new SourceFault("failed", "answers with an error", { detail });
  return new SourceFault("unreachable", "cannot be reached, or hung up", { detail });
}
