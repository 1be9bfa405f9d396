/**
 * JSONata of a document, compiled once and kept within bounds. An expression sees its input and its bindings, and nothing
 * of this program: no clock, no chance, no further code from within the data.
 */
import jsonata from "jsonata";
import { checkParts, longestTextFor } from "../../catalogue/index.ts";
import { FUNCTIONS } from "./functions.ts";
import { compilePlainMapping, LONGEST_PLAIN_MS, type PlainMapping } from "./plain-mapping.ts";
import { SourceFault } from "../transports/source-fault.ts";

/**
 * What an expression gives, as plain JSON. Members that are null or nothing are left out: in a record both mean that there is none.
 * @throws {SourceFault} malformed: it failed, or went beyond its bounds; `detail.place` says which expression
 */
export type Mapping = (input: unknown, bindings?: Record<string, unknown>) => Promise<unknown>;

/** JSONata's part of it: what is carried out without it has had its time before. */
const LONGEST_MS = 500 - LONGEST_PLAIN_MS;
const DEEPEST_CALLS = 200;
const DEEPEST_RESULT = 20;
const MOST_VALUES = 200_000;
const LONGEST_TEXTS = 16_777_216;
/** Of one value on the way: what doubles itself is stopped long before it is our memory. */
const LONGEST_TEXT_ON_THE_WAY = 2_097_152;
const WIDEST_PAD = 1_000;

/** Code out of data, the clock and chance: today is a binding, and the same answer always gives the same record. */
const WITHHELD = ["eval", "now", "millis", "random", "shuffle"];

/** What JSONata calls with each part of an expression and what came of it. */
const AFTER_EACH_STEP = Symbol.for("jsonata.__evaluate_exit");

/**
 * @param place where the expression stands in its document, for faults
 * @throws {Error} with the place and the position: the expression cannot be read
 */
export function compileMapping(expression: string, place: string): Mapping {
  let compiled: jsonata.Expression;
  try {
    // @ts-expect-error -- its type wants the whole of RegExp's constructor, its code only `new`.
    compiled = jsonata(expression, { timeout: LONGEST_MS, stack: DEEPEST_CALLS, RegexEngine: BoundedRegExp });
    checkParts(compiled.ast());
  } catch (error) {
    const { message, position } = error as { message?: string; position?: number };
    throw new Error(`${place} is not a JSONata expression that can be used: ${message ?? "unknown"}${position === undefined ? "" : ` (at character ${position})`}`, { cause: error });
  }
  for (const name of WITHHELD) {
    compiled.registerFunction(name, () => {
      throw { code: "withheld", message: `$${name} is not available` };
    });
  }
  // The clock is looked at between steps, and each step may double a value: thirty of them are gigabytes.
  compiled.assign(AFTER_EACH_STEP as unknown as string, refuseHuge);
  compiled.registerFunction("pad", pad, "<s-ns?:s>");
  for (const [name, read] of Object.entries(FUNCTIONS)) compiled.registerFunction(name, read);

  const plain = compilePlainMapping(compiled.ast());
  return async (input, bindings = {}) => {
    const found = plain && carryOutPlainly(plain, input, bindings);
    if (found) return asPlain(found.value, place);
    let result: unknown;
    try {
      result = await compiled.evaluate(input, bindings);
    } catch (error) {
      throw faultOf(error, place);
    }
    return asPlain(result, place);
  };
}

/** Undefined: JSONata has to say what comes of it, or what is wrong with it. */
function carryOutPlainly(plain: PlainMapping, input: unknown, bindings: Readonly<Record<string, unknown>>): { value: unknown } | undefined {
  try {
    return { value: plain(input, bindings) };
  } catch {
    return undefined;
  }
}

/** The code and the position alone: messages quote the value they stumbled over. */
function faultOf(error: unknown, place: string): SourceFault {
  if (error instanceof SourceFault) return error;
  const { code, position } = (error ?? {}) as { code?: unknown; position?: unknown };
  const name = typeof code === "string" && /^[\w.-]{1,40}$/.test(code) ? code : error instanceof RangeError ? "range" : "unknown";
  const tooMuch = ["D1011", "D1012", "D2014", "D2015", "range", "too-long"].includes(name);
  return new SourceFault("malformed", tooMuch ? `answers what takes ${place} beyond its bounds` : `answers what ${place} cannot read`, {
    detail: { place, code: name, ...(typeof position === "number" && { position }) },
  });
}

function asPlain(root: unknown, place: string): unknown {
  let values = 0;
  let length = 0;
  const beyond = () => new SourceFault("malformed", `${place} gives more than it may`, { detail: { place, code: "result" } });
  const convert = (value: unknown, depth: number): unknown => {
    values += 1;
    if (depth > DEEPEST_RESULT || values > MOST_VALUES || length > LONGEST_TEXTS) throw beyond();
    switch (typeof value) {
      case "string":
        length += value.length;
        return value;
      case "boolean":
      case "undefined": return value;
      case "number":
        if (!Number.isFinite(value)) throw new SourceFault("malformed", `${place} gives a number that cannot be read`, { detail: { place, code: "number" } });
        return value;
      case "object": return value === null ? null : convertParts(value, depth);
      default: throw new SourceFault("malformed", `${place} gives a function instead of a value`, { detail: { place, code: "function" } });
    }
  };
  const convertParts = (value: object, depth: number): unknown => {
    if (Array.isArray(value)) return value.map((part: unknown) => convert(part, depth + 1) ?? null);
    if (value instanceof RegExp || "_jsonata_function" in value || "_jsonata_lambda" in value) throw new SourceFault("malformed", `${place} gives a function instead of a value`, { detail: { place, code: "function" } });
    const entries = Object.entries(value).map(([name, part]): [string, unknown] => [name, convert(part, depth + 1)]);
    return Object.fromEntries(entries.filter(([, part]) => part !== undefined && part !== null));
  };
  return convert(root, 0);
}

function refuseHuge(_part: unknown, _input: unknown, _environment: unknown, result: unknown): void {
  if (typeof result === "string" ? result.length > LONGEST_TEXT_ON_THE_WAY : Array.isArray(result) && result.length > MOST_VALUES) throw { code: "too-long" };
}

function pad(text: string | undefined, width: number, filling = " "): string | undefined {
  if (text === undefined) return undefined;
  if (Math.abs(width) > WIDEST_PAD) throw { code: "too-long" };
  const missing = Math.max(0, Math.abs(width) - Array.from(text).length);
  const fill = Array.from(filling.repeat(missing)).slice(0, missing).join("");
  return width < 0 ? fill + text : text + fill;
}

/** JSONata hands over a finished RegExp and only ever calls `exec`. */
class BoundedRegExp extends RegExp {
  readonly #longestText: number;

  constructor(expression: RegExp) {
    super(expression);
    this.#longestText = longestTextFor(expression.source);
  }

  override exec(text: string): RegExpExecArray | null {
    if (text.length > this.#longestText) throw { code: "too-long" };
    return super.exec(text);
  }
}
