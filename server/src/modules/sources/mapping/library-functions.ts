/** Functions that JSONata brings along, as it carries them out itself: none of them is written a second time here. */
import jsonata from "jsonata";

/** A function takes what it is called with, and what stands around it when an argument is left out. @throws as JSONata does */
export type LibraryFunction = (given: readonly unknown[], context: unknown) => unknown;

interface Definition {
  implementation(this: { createSequence(...only: unknown[]): unknown[] }, ...given: unknown[]): unknown;
  signature?: { validate(given: readonly unknown[], context: unknown): unknown[] };
}

/** Those that give a value at once, always the same of the same arguments, and in a time that grows no faster than what they are given. */
const AT_ONCE = [
  "abs", "average", "boolean", "ceil", "count", "exists", "floor", "fromMillis", "join", "length", "lookup", "lowercase", "max", "min", "not", "number",
  "reverse", "round", "string", "substring", "substringAfter", "substringBefore", "sum", "toMillis", "trim", "uppercase",
];

/** Within an expression alone JSONata shows what its names stand for. */
const names = await new Promise<jsonata.Environment>((resolve, reject) => {
  const inside = jsonata("$show()");
  inside.registerFunction("show", function show() {
    resolve(this.environment);
  });
  inside.evaluate(null).catch(reject);
});

/** A list as JSONata makes one on its way: of one value, it is that value in the end. */
export interface Sequence extends Array<unknown> {
  sequence?: true;
  keepSingleton?: true;
  outerWrapper?: true;
}

export function createSequence(...only: unknown[]): Sequence {
  const sequence: Sequence = only;
  sequence.sequence = true;
  return sequence;
}

const surroundings = { createSequence };

export const libraryFunctions: ReadonlyMap<string, LibraryFunction> = new Map(AT_ONCE.map((name) => [name, readFunction(name)]));

/** Whether a variable of this name is there without anybody having bound it. */
export function isLibraryName(name: string): boolean {
  return names.lookup(name) !== undefined;
}

function readFunction(name: string): LibraryFunction {
  const { implementation, signature } = names.lookup(name) as Definition;
  return (given, context) => implementation.apply(surroundings, signature ? signature.validate(given, context) : [...given]);
}

/** The arguments that a function of this library would be given: what was left out is taken from what stands around it. */
export function takeArguments(name: string): (given: readonly unknown[], context: unknown) => unknown[] {
  const { signature } = names.lookup(name) as Definition;
  return (given, context) => (signature ? signature.validate(given, context) : [...given]);
}
