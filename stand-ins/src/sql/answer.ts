/** Answers a statement from the views. */
import { countParameters, type Operand, readStatements, type Select, type Statement } from "./statement.ts";
import { type SqlColumn, SqlError, type SqlRow, type SqlValue, type SqlViews } from "./views.ts";

export interface SqlAnswer {
  columns: readonly SqlColumn[];
  rows: SqlRow[];
}

export interface Prepared {
  statement: Statement;
  parameters: number;
  /** None for what answers no rows. */
  columns: readonly SqlColumn[] | undefined;
}

/** Statements kept read, since callers ask the same ones again and again. */
const PREPARED_KEPT = 200;

export class SqlDatabase {
  readonly #views: SqlViews;
  readonly #prepared = new Map<string, Prepared[]>();

  constructor(views: SqlViews) {
    this.#views = views;
  }

  /** @throws {SqlError} what no answer could be given to */
  prepare(text: string): Prepared[] {
    const known = this.#prepared.get(text);
    if (known) return known;
    const prepared = readStatements(text).map((statement) => ({ statement, parameters: countParameters(statement), columns: this.#columnsOf(statement) }));
    if (this.#prepared.size >= PREPARED_KEPT) this.#prepared.clear();
    this.#prepared.set(text, prepared);
    return prepared;
  }

  /** @throws {SqlError} */
  answer({ statement, parameters, columns }: Prepared, values: readonly SqlValue[]): SqlAnswer | undefined {
    if (statement.kind === "session" || columns === undefined) return undefined;
    if (values.length !== parameters) throw new SqlError("parameters", `${values.length} values for ${parameters} parameters`);
    if (statement.kind === "select") return { columns, rows: this.#select(statement, values) };
    return { columns, rows: [Object.fromEntries(statement.columns.map(({ operand }, index) => [columns[index]?.name ?? "", valueOf(operand, values)]))] };
  }

  #select(select: Select, values: readonly SqlValue[]): SqlRow[] {
    const conditions = select.conditions.map(({ column, operand }) => ({ column, value: valueOf(operand, values) }));
    let rows = typeof select.from === "string" ? this.#readView(select.from, conditions) : this.#select(select.from, values);
    rows = rows.filter((row) => conditions.every(({ column, value }) => value !== null && row[column] !== null && String(row[column]) === String(value)));
    if (select.order.length > 0) rows = rows.toSorted((one, other) => compareRows(one, other, select.order));
    if (select.limit) rows = rows.slice(0, Number(valueOf(select.limit, values)));
    const { columns } = select;
    return columns === "*" ? rows : rows.map((row) => Object.fromEntries(columns.map(({ name, as }) => [as, row[name] ?? null])));
  }

  #readView(name: string, conditions: { column: string; value: SqlValue }[]): SqlRow[] {
    const view = this.#views[name];
    const key = conditions.find(({ column }) => column === view?.key);
    return view && key && key.value !== null ? view.rows(String(key.value)) : [];
  }

  #columnsOf(statement: Statement): readonly SqlColumn[] | undefined {
    if (statement.kind === "session") return undefined;
    if (statement.kind === "select") return this.#columnsOfSelect(statement);
    return statement.columns.map(({ operand, as }) => ({ name: as, type: "literal" in operand && typeof operand.literal === "number" ? "integer" : "text" }));
  }

  #columnsOfSelect({ columns, from, conditions, order }: Select): readonly SqlColumn[] {
    const available = typeof from === "string" ? this.#columnsOfView(from, conditions) : this.#columnsOfSelect(from);
    const find = (wanted: string) => {
      const found = available.find(({ name }) => name === wanted);
      if (!found) throw new SqlError("no-column", `column "${wanted}" does not exist`);
      return found;
    };
    for (const { column } of conditions) find(column);
    for (const { column } of order) if (find(column).type === "decimal") throw new SqlError("unsupported", `ordering by the decimal "${column}" is not supported`);
    return columns === "*" ? available : columns.map(({ name, as }) => ({ ...find(name), name: as }));
  }

  #columnsOfView(name: string, conditions: Select["conditions"]): readonly SqlColumn[] {
    const view = Object.hasOwn(this.#views, name) ? this.#views[name] : undefined;
    if (!view) throw new SqlError("no-view", `relation "${name}" does not exist`);
    if (!conditions.some(({ column }) => column === view.key)) throw new SqlError("no-key", `permission denied for view ${name}: it must be asked with ${view.key} = a value`);
    return view.columns;
  }
}

function valueOf(operand: Operand, values: readonly SqlValue[]): SqlValue {
  return "literal" in operand ? operand.literal : (values[operand.parameter - 1] ?? null);
}

function compareRows(one: SqlRow, other: SqlRow, order: Select["order"]): number {
  for (const { column, descending } of order) {
    const [first, second] = [one[column] ?? null, other[column] ?? null];
    if (first === second) continue;
    // Both databases put nulls last here: it does not matter to anybody which of them a department has.
    if (first === null) return 1;
    if (second === null) return -1;
    const difference = typeof first === "number" && typeof second === "number" ? first - second : String(first) < String(second) ? -1 : 1;
    return descending ? -difference : difference;
  }
  return 0;
}
