/** Systems that give a view in their database. The mapping sees the rows, as a list of objects by column. */
import type { Operation, Source } from "../../catalogue/index.ts";
import type { Connection } from "./connection.ts";
import { membersOf } from "./http/address.ts";
import { openMysql } from "./sql/mysql.ts";
import { openPostgresql } from "./sql/postgresql.ts";
import { type Dialect, type PreparedStatement, prepareStatement, valuesFor } from "./sql/statement.ts";
import { SourceFault } from "./source-fault.ts";
import type { Transport } from "./transport.ts";

type SqlSource = Pick<Source, "limits"> & { transport: Extract<Source["transport"], { kind: "sql" }> };

export function openSql({ transport, limits }: SqlSource, connection: Connection): Transport {
  const { dialect } = transport;
  const statements = new WeakMap<Operation, PreparedStatement>();
  const database = dialect === "postgresql" ? openPostgresql(connection, limits) : openMysql(connection, limits);
  return {
    async ask({ operation, input }, signal, explain) {
      const startedAt = performance.now();
      const statement = statements.get(operation) ?? prepare(operation, dialect);
      statements.set(operation, statement);
      const values = valuesFor(statement, membersOf(input));
      explain?.({ step: "request", summary: `${dialect}, read only`, body: statement.text, parameters: values });
      const { rows, bytes } = await database.read(statement.text, values, signal);
      explain?.({ step: "answer", summary: "rows", bytes, rows: rows.length, tookMs: performance.now() - startedAt });
      explain?.({ step: "decoded", value: rows });
      return rows.length === 0 ? { found: false } : { found: true, value: rows };
    },
    close: database.close,
  };
}

/** A statement that does more than read is the document's fault, and no other operation's. */
function prepare({ request }: Operation, dialect: Dialect): PreparedStatement {
  try {
    return prepareStatement(request.statement ?? "", dialect);
  } catch (error) {
    throw new SourceFault("failed", (error as Error).message, { detail: { place: "request.statement" }, retryable: false });
  }
}
