/** Evaluates the JSONata of source documents with the functions that documents may count on beside JSONata's own. */
import jsonata from "jsonata";

/** Reading an expression takes longer than evaluating it. */
const read = new Map<string, jsonata.Expression>();

export async function evaluate(expression: string, input: unknown, bindings: Record<string, unknown> = {}): Promise<unknown> {
  const known = read.get(expression) ?? compile(expression);
  read.set(expression, known);
  return known.evaluate(input, bindings);
}

/** Yuan in fen; days, months and times however departments write them. Nothing of nothing. */
function compile(expression: string): jsonata.Expression {
  const compiled = jsonata(expression);
  compiled.registerFunction("fen", (yuan: unknown) => (yuan === undefined ? undefined : Math.round(Number(yuan) * 100)));
  compiled.registerFunction("day", (text: unknown) => rewrite(text, (digits) => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`));
  compiled.registerFunction("month", (text: unknown) => rewrite(text, (digits) => `${digits.slice(0, 4)}-${digits.slice(4, 6)}`));
  compiled.registerFunction("time", (text: unknown) => rewrite(text, (digits) => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}T${digits.slice(8, 10)}:${digits.slice(10, 12)}:${digits.slice(12, 14).padEnd(2, "0")}+08:00`));
  return compiled;
}

function rewrite(text: unknown, write: (digits: string) => string): string | undefined {
  return typeof text === "string" || typeof text === "number" ? write(String(text).replaceAll(/\D/g, "")) : undefined;
}
