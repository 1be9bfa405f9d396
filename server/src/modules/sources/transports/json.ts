/** JSON of a stranger: exactly what it says, or a fault. */
import { SourceFault } from "./source-fault.ts";

const DEEPEST = 40;
const MOST_VALUES = 500_000;
/** A number outside of quotes that may be longer than a double holds. */
const LONG_NUMBER = /(?:^|[[:,\s-])\d{16}/;

/** @throws {SourceFault} malformed */
export function readJson(text: string): unknown {
  let value: unknown;
  try {
    // Sixteen digits and more, ID numbers and serials among them, become text: as a double they would be another number.
    value = LONG_NUMBER.test(text) ? JSON.parse(text, keepLongNumbers) : JSON.parse(text);
  } catch {
    throw new SourceFault("malformed", "answers with something that is not JSON, or is cut off");
  }
  checkTree(value);
  return value;
}

function keepLongNumbers(_name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) ? (context?.source ?? value) : value;
}

function checkTree(root: unknown): void {
  let level: unknown[] = [root];
  let values = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    values += level.length;
    if (depth > DEEPEST || values > MOST_VALUES) throw new SourceFault("malformed", "answers with JSON of too many or too deep parts");
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value === "number" && !Number.isFinite(value)) throw new SourceFault("malformed", "answers with a number that cannot be read");
      if (value === null || typeof value !== "object") continue;
      if (Object.hasOwn(value, "__proto__")) throw new SourceFault("malformed", "answers with a member that no record has: __proto__");
      for (const part of Object.values(value)) next.push(part);
    }
    level = next;
  }
}
