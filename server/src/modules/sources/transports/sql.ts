/** Systems that give a view in their database. The mapping sees the rows, as a list of objects by column. */
import type { Operation, Source } from "../../catalogue/index.ts";
import type { Connection } from "./connection.ts";
import { membersOf } from "./http/address.ts";
import { openMysql } from "./sql/mysql.ts";
import { openPostgresql } from "./sql/postgresql.ts";
import { type PreparedStatement, prepareStatement, valuesFor } from "./sql/statement.ts";
import type { Transport } from "./transport.ts";

type SqlSource = Pick<Source, "limits" | "operations"> & { transport: Extract<Source["transport"], { kind: "sql" }> };

/** @throws {Error} a statement of the document that does more than read */
export function openSql({ transport, limits, operations }: SqlSource, connection: Connection): Transport {
  const { dialect } = transport;
  const statements = new Map<string, PreparedStatement>(operations.map((operation) => [operation.id, prepareStatement(statementOf(operation), dialect)]));
  const database = dialect === "postgresql" ? openPostgresql(connection, limits) : openMysql(connection, limits);
  return {
    async ask({ operation, input }, signal, explain) {
      const startedAt = performance.now();
      const statement = statements.get(operation.id) ?? prepareStatement(statementOf(operation), dialect);
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

const statementOf = ({ request }: Operation) => request.statement ?? "";
