/** Holds mappings against JSONata itself. */
import assert from "node:assert/strict";
import jsonata from "jsonata";
import { FUNCTIONS } from "./functions.ts";
import { compilePlainMapping } from "./plain-mapping.ts";

export type Comparison =
  /** Both gave the same. */
  | "same"
  /** It was left to JSONata. */
  | "left";

/**
 * @returns undefined: the expression is not plain
 * @throws {AssertionError} when something else comes of it than JSONata makes of it
 */
export function compareWithJsonata(expression: string): ((input: unknown, bindings?: Record<string, unknown>) => Promise<Comparison>) | undefined {
  const compiled = jsonata(expression);
  for (const [name, read] of Object.entries(FUNCTIONS)) compiled.registerFunction(name, read);
  const plain = compilePlainMapping(compiled.ast());
  if (!plain) return undefined;
  return async (input, bindings = {}) => {
    let value: unknown;
    try {
      value = asText(plain(structuredClone(input), bindings));
    } catch {
      return "left";
    }
    const said = await compiled.evaluate(structuredClone(input), bindings).then(asText, (error: unknown) => ({ refused: error }));
    assert.deepEqual(value, said, `${expression} of ${JSON.stringify(input)}`);
    return "same";
  };
}

/** What of a value can be seen in a record. */
function asText(value: unknown): string {
  return JSON.stringify({ value });
}
