/**
 * Reads the few statements that a reader of views needs, and refuses all others: `select … from view where key = …`,
 * with more equalities, an order and a limit; the same inside `select * from ( … ) as name`; and what a client says of
 * its session. Nothing is guessed: what this does not know is an error, as a real database's would be.
 */
import { SqlError } from "./views.ts";

export type Operand = { parameter: number } | { literal: string | number | null };

export interface Select {
  kind: "select";
  columns: "*" | { name: string; as: string }[];
  from: string | Select;
  conditions: { column: string; operand: Operand }[];
  order: { column: string; descending: boolean }[];
  limit: Operand | undefined;
}

export type Statement =
  | Select
  /** `select 1`, with which a client tries whether anybody is there. */
  | { kind: "values"; columns: { operand: Operand; as: string }[] }
  | { kind: "session"; command: string };

type Token = { kind: "word" | "quoted" | "string" | "number" | "sign" | "parameter"; text: string };

const TOKEN = /\s+|--[^\n]*|(?<word>[A-Za-z_][A-Za-z0-9_]*)|"(?<double>[^"]+)"|`(?<back>[^`]+)`|'(?<string>(?:[^'\\]|''|\\.)*)'|(?<number>\d+(?:\.\d+)?)|(?<parameter>\$\d+|\?)|(?<sign>[(),*=;.])/gsuy;
const SESSION_WORDS = new Set(["begin", "start", "commit", "rollback", "set", "show", "discard", "deallocate"]);
const WRITING_WORDS = new Set(["insert", "update", "delete", "merge", "create", "drop", "alter", "truncate", "grant", "copy", "call", "replace", "load"]);

/** @throws {SqlError} */
export function readStatements(text: string): Statement[] {
  const parts: Token[][] = [[]];
  for (const token of readTokens(text)) {
    if (token.text === ";" && token.kind === "sign") parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((tokens) => tokens.length > 0).map((tokens) => new Reader(tokens).readStatement());
}

/** How many values a statement wants. */
export function countParameters(statement: Statement): number {
  if (statement.kind === "session") return 0;
  const operands = statement.kind === "values" ? statement.columns.map(({ operand }) => operand) : operandsOf(statement);
  return Math.max(0, ...operands.map((operand) => ("parameter" in operand ? operand.parameter : 0)));
}

function operandsOf({ from, conditions, limit }: Select): Operand[] {
  return [...(typeof from === "string" ? [] : operandsOf(from)), ...conditions.map(({ operand }) => operand), ...(limit ? [limit] : [])];
}

function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    TOKEN.lastIndex = position;
    const found = TOKEN.exec(text);
    if (!found?.groups) throw new SqlError("syntax", `syntax error at or near "${text.slice(position, position + 20)}"`);
    position = TOKEN.lastIndex;
    const { word, double, back, string, number, parameter, sign } = found.groups;
    const quoted = double ?? back;
    if (word !== undefined) tokens.push({ kind: "word", text: word.toLowerCase() });
    else if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted });
    else if (string !== undefined) tokens.push({ kind: "string", text: string.replaceAll("''", "'").replaceAll(/\\(.)/gsu, "$1") });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (parameter !== undefined) tokens.push({ kind: "parameter", text: parameter });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
  }
  return tokens;
}

class Reader {
  readonly #tokens: Token[];
  #position = 0;
  /** MySQL's parameters have no number but their place. */
  #places = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  readStatement(): Statement {
    const first = this.#tokens[0];
    if (first?.kind === "word" && SESSION_WORDS.has(first.text)) return { kind: "session", command: first.text };
    if (first?.kind === "word" && WRITING_WORDS.has(first.text)) throw new SqlError("read-only", `cannot execute ${first.text.toUpperCase()} in a read-only transaction`);
    const statement = this.#readSelect();
    if (this.#position < this.#tokens.length) throw this.#syntaxError();
    return statement;
  }

  #readSelect(): Statement {
    this.#expect("select");
    const next = this.#tokens[this.#position];
    if (next && ["number", "string", "parameter"].includes(next.kind)) return { kind: "values", columns: this.#list(() => ({ operand: this.#readOperand(), as: this.#readAlias() ?? "?column?" })) };
    const columns = this.#take("*") ? ("*" as const) : this.#list(() => this.#readColumn());
    this.#expect("from");
    const from = this.#readSource();
    const conditions = this.#take("where") ? this.#readConditions() : [];
    const order = this.#takeAll("order", "by") ? this.#list(() => ({ column: this.#readName(), descending: this.#take("desc") || (this.#take("asc"), false) })) : [];
    const limit = this.#take("limit") ? this.#readOperand() : undefined;
    return { kind: "select", columns, from, conditions, order, limit };
  }

  #readSource(): string | Select {
    if (!this.#take("(")) {
      const name = this.#readName();
      return this.#take(".") ? this.#readName() : name;
    }
    const inner = this.#readSelect();
    if (inner.kind !== "select") throw new SqlError("unsupported", "a subquery of values is not supported");
    this.#expect(")");
    this.#readAlias();
    return inner;
  }

  #readColumn(): { name: string; as: string } {
    const name = this.#readName();
    return { name, as: this.#readAlias() ?? name };
  }

  #readConditions(): Select["conditions"] {
    const conditions = [];
    do {
      const column = this.#readName();
      this.#expect("=");
      conditions.push({ column, operand: this.#readOperand() });
    } while (this.#take("and"));
    return conditions;
  }

  #readAlias(): string | undefined {
    const next = this.#tokens[this.#position];
    const named = this.#take("as") || next?.kind === "quoted" || (next?.kind === "word" && !["from", "where", "order", "limit"].includes(next.text));
    return named ? this.#readName() : undefined;
  }

  #readOperand(): Operand {
    const token = this.#tokens[this.#position];
    this.#position += 1;
    switch (token?.kind) {
      case "string": return { literal: token.text };
      case "number": return { literal: Number(token.text) };
      case "parameter": return { parameter: token.text === "?" ? ++this.#places : Number(token.text.slice(1)) };
      case "word": if (token.text === "null") return { literal: null };
    }
    this.#position -= 1;
    throw this.#syntaxError();
  }

  #readName(): string {
    const token = this.#tokens[this.#position];
    if (token?.kind !== "word" && token?.kind !== "quoted") throw this.#syntaxError();
    this.#position += 1;
    return token.text;
  }

  #list<Item>(read: () => Item): Item[] {
    const items = [read()];
    while (this.#take(",")) items.push(read());
    return items;
  }

  #takeAll(...texts: string[]): boolean {
    if (!texts.every((text, index) => this.#tokens[this.#position + index]?.text === text)) return false;
    this.#position += texts.length;
    return true;
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#position];
    if (token?.text !== text || (token.kind !== "word" && token.kind !== "sign")) return false;
    this.#position += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#syntaxError();
  }

  #syntaxError(): SqlError {
    const token = this.#tokens[this.#position];
    return new SqlError("syntax", token ? `syntax error at or near "${token.text}"` : "syntax error at end of input");
  }
}
