/** What a department lets others read of its database: views of a few columns, asked by one of them. */

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

export interface SqlColumn {
  name: string;
  type: "text" | "decimal" | "integer";
}

export interface SqlView {
  columns: readonly SqlColumn[];
  /** Whoever names no value of this column gets nothing: nobody may read everybody. */
  key: string;
  /** In the department's order. */
  rows(key: string): SqlRow[];
}

/** By name, in lower case. */
export type SqlViews = Readonly<Record<string, SqlView>>;

export type SqlMistake = "syntax" | "no-view" | "no-column" | "no-key" | "read-only" | "parameters" | "unsupported";

/** A statement that the database refuses; each wire protocol has its own code for it. */
export class SqlError extends Error {
  readonly mistake: SqlMistake;

  constructor(mistake: SqlMistake, message: string) {
    super(message);
    this.mistake = mistake;
  }
}
