/**
 * A statement of a document, read once: exactly one that only reads, its named parameters turned into the places of the
 * dialect. Values never become text of a statement. The database refuses writing too; this says so before it is asked.
 */
import { SourceFault } from "../source-fault.ts";

export type Dialect = "postgresql" | "mysql";

export interface PreparedStatement {
  text: string;
  /** In the order of the places; a name may stand more than once. */
  names: readonly string[];
}

/** Strings, quoted names, dollar quotes, comments: where a colon or a semicolon means nothing. Then names, casts, words and signs. */
const TOKEN: Record<Dialect, RegExp> = {
  postgresql: /(?<skip>[eE]'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?<tag>[A-Za-z_]*)\$.*?\$\k<tag>\$)|(?<comment>--[^\n]*|\/\*.*?\*\/)|(?<cast>::)|:(?<name>[A-Za-z][A-Za-z0-9_]*)|(?<word>[A-Za-z_][A-Za-z0-9_$]*)|(?<other>.)/gsuy,
  mysql: /(?<skip>'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*"|`(?:[^`]|``)*`)|(?<comment>--[^\n]*|#[^\n]*|\/\*.*?\*\/)|(?<cast>:=)|:(?<name>[A-Za-z][A-Za-z0-9_]*)|(?<word>[A-Za-z_][A-Za-z0-9_$]*)|(?<other>.)/gsuy,
};
/** `into` writes a table or a file; the others lock rows or change more than this question. */
const FORBIDDEN = new Set(["into", "insert", "update", "delete", "merge", "truncate", "create", "alter", "drop", "grant", "revoke", "copy", "call", "lock", "outfile", "dumpfile"]);

/** @throws {Error} in words for whoever wrote the document */
export function prepareStatement(statement: string, dialect: Dialect): PreparedStatement {
  const names: string[] = [];
  let text = "";
  let firstWord: string | undefined;
  let ended = false;
  for (const { 0: token, groups = {} } of statement.matchAll(TOKEN[dialect])) {
    const isSpace = /^\s+$/.test(token);
    if (groups.comment !== undefined) {
      // MySQL carries out some comments; none is sent to anybody.
      text += " ";
      continue;
    }
    if (ended && !isSpace) throw new Error("The statement must be one statement: it goes on after a semicolon.");
    if (token === ";") {
      ended = true;
      continue;
    }
    if (groups.word !== undefined) {
      firstWord ??= groups.word.toLowerCase();
      if (FORBIDDEN.has(groups.word.toLowerCase())) throw new Error(`The statement may only read: it says ${groups.word}.`);
    } else if (firstWord === undefined && !isSpace) throw new Error("The statement must begin with select or with.");
    if (groups.other !== undefined && /["'`$]/.test(token)) throw new Error("The statement has a quote that is not closed, or a place without a name.");
    if (dialect === "mysql" && token === "?") throw new Error("The statement's parameters are written :name.");
    text += groups.name === undefined ? token : placeOf(groups.name, names, dialect);
  }
  if (firstWord !== "select" && firstWord !== "with") throw new Error("The statement must begin with select or with.");
  return { text: text.trim(), names };
}

function placeOf(name: string, names: string[], dialect: Dialect): string {
  if (dialect === "mysql") {
    names.push(name);
    return "?";
  }
  if (!names.includes(name)) names.push(name);
  return `$${names.indexOf(name) + 1}`;
}

/** @throws {SourceFault} malformed: the input lacks a parameter, or gives something that is no single value */
export function valuesFor({ names }: PreparedStatement, members: Record<string, unknown>): (string | number | boolean)[] {
  return names.map((name) => {
    const value = members[name];
    if (typeof value === "string" && value.isWellFormed() && !value.includes("\0")) return value;
    if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
    throw new SourceFault("malformed", `cannot be asked: request.input must give a text or a number: ${name}`, { detail: { place: "request.input" } });
  });
}
