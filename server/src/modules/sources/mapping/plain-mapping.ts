/**
 * The plain part of JSONata, carried out at once. JSONata makes a promise of every node: on a page of 24 records that and
 * collecting what it leaves takes more than half of the processor's time. Most mappings only pick, compare and rename, and are made functions of here, from the
 * tree that JSONata itself has read. Functions, sequences and their collapsing are JSONata's own.
 *
 * What stands in for it must not differ from it: whatever is not known here for sure, of an expression or of an answer, is
 * left to JSONata, errors among it. plain-mapping.test.ts holds both against each other.
 */
import { FUNCTIONS } from "./functions.ts";
import { createSequence, isLibraryName, libraryFunctions, type LibraryFunction, type Sequence, takeArguments } from "./library-functions.ts";

/** @throws {unknown} whatever it throws: carry the expression out with JSONata */
export type PlainMapping = (input: unknown, bindings: Readonly<Record<string, unknown>>) => unknown;

/** What an expression may take: more of it is for JSONata, which has bounds of its own. */
export const LONGEST_PLAIN_MS = 100;
const STEPS_BETWEEN_LOOKS = 64;
const LONGEST_TEXT = 65_536;
const LONGEST_ARGUMENT = 1_024;
const LONGEST_LIST = 50_000;

/** The tree as JSONata gives it; what a node may have beside is listed where it is compiled. */
interface Node {
  type: string;
  value?: unknown;
  lhs?: unknown;
  rhs?: unknown;
  steps?: Node[];
  stages?: Node[];
  predicate?: Node[];
  expressions?: Node[];
  expression?: Node;
  expr?: Node;
  terms?: { descending?: boolean; expression: Node }[];
  arguments?: Node[];
  procedure?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
}

/** One time that an expression is carried out. */
interface Run {
  root: unknown;
  bindings: Readonly<Record<string, unknown>>;
  /** What variables of the expression hold; each has its place from when it is compiled. */
  variables: unknown[];
  steps: number;
  until: number;
}

type Evaluate = (input: unknown, run: Run) => unknown;

/** What is to be left to JSONata: of an expression when it is compiled, of an answer when it is carried out. */
class NotPlain extends Error {}

const leave = (): never => {
  throw new NotPlain();
};

/** The places of the variables that can be seen. */
interface Scope {
  places: Map<string, number>;
  outer: Scope | undefined;
  /** Of the whole expression. */
  count: { places: number };
}

/** @returns undefined: not all of it is plain */
export function compilePlainMapping(ast: object): PlainMapping | undefined {
  let evaluate: Evaluate;
  try {
    evaluate = compile(ast as Node, { places: new Map(), outer: undefined, count: { places: 0 } });
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
  return (input, bindings) => {
    const wrapped = Array.isArray(input) ? Object.assign(createSequence(input), { outerWrapper: true }) : input;
    return evaluate(wrapped, { root: input, bindings, variables: [], steps: 0, until: performance.now() + LONGEST_PLAIN_MS });
  };
}

/** Own functions, and those of JSONata's that wait for something when they are given a function. */
const OWN_FUNCTIONS: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ...Object.entries(FUNCTIONS).map(([name, read]): [string, LibraryFunction] => [name, ([given]) => read(given)]),
  ["replace", withTexts("replace", (text, pattern, replacement = leave(), ...limits) => (pattern === "" || limits.length > 0 ? leave() : text.replaceAll(pattern, () => replacement)))],
  ["contains", withTexts("contains", (text, part) => text.includes(part))],
]);

function withTexts(name: string, work: (text: string, other: string, ...others: string[]) => unknown): LibraryFunction {
  const take = takeArguments(name);
  return (given, context) => {
    const [text, other, ...others] = take(given, context).filter((each, index) => index < 2 || each !== undefined);
    if (text === undefined) return undefined;
    return isShortText(text) && isShortText(other) && others.every(isShortText) ? work(text, other, ...others) : leave();
  };
}

/** Each sign of a text may be replaced by a whole other one. */
function isShortText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST_ARGUMENT;
}

/** Refuses what carries more than is known here, such as a group or a bound ancestor. */
function requireOnly(node: Node, members: readonly string[]): void {
  for (const [name, value] of Object.entries(node)) {
    if (value !== undefined && !["type", "value", "position", "stages", "predicate", "keepArray"].includes(name) && !members.includes(name)) leave();
  }
}

/** A node with what JSONata does after each: its predicates, and a list of one made that one. */
function compile(node: Node, scope: Scope): Evaluate {
  const evaluate = compileNode(node, scope);
  const predicates = (node.predicate ?? []).map((predicate) => compileFilter(predicate, scope));
  const keepArray = node.keepArray === true;
  if (predicates.length === 0 && !keepArray && GIVES_NO_SEQUENCE.has(node.type)) return evaluate;
  return (input, run) => {
    let result = evaluate(input, run);
    for (const predicate of predicates) result = predicate(result, run);
    return settle(result, keepArray);
  };
}

const GIVES_NO_SEQUENCE: ReadonlySet<string> = new Set(["string", "number", "value", "binary"]);

function settle(result: unknown, keepArray: boolean): unknown {
  if (!isSequence(result)) return result;
  if (keepArray) result.keepSingleton = true;
  if (result.length === 0) return undefined;
  return result.length === 1 && !result.keepSingleton ? result[0] : result;
}

function isSequence(value: unknown): value is Sequence {
  return Array.isArray(value) && (value as Sequence).sequence === true;
}

function compileNode(node: Node, scope: Scope): Evaluate {
  switch (node.type) {
    case "string":
    case "number":
    case "value": return compileLiteral(node);
    case "name": return compileName(node);
    case "variable": return compileVariable(node, scope);
    case "path": return compilePath(node, scope);
    case "binary": return compileBinary(node, scope);
    case "unary": return compileUnary(node, scope);
    case "condition": return compileCondition(node, scope);
    case "block": return compileBlock(node, scope);
    case "function": return compileCall(node, scope);
    default: return leave();
  }
}

function compileLiteral(node: Node): Evaluate {
  requireOnly(node, []);
  const { value } = node;
  return () => value;
}

function compileName(node: Node): Evaluate {
  requireOnly(node, []);
  const name = String(node.value);
  return (input, run) => {
    if (!Array.isArray(input)) return memberOf(input, name);
    const values = createSequence();
    collectMembers(input, name, values, run);
    return values;
  };
}

function memberOf(input: unknown, name: string): unknown {
  if (input === null || typeof input !== "object") return undefined;
  // JSONata takes an object with one of these for a function.
  if ("_jsonata_function" in input || "_jsonata_lambda" in input) leave();
  return Object.hasOwn(input, name) ? (input as Record<string, unknown>)[name] : undefined;
}

function collectMembers(input: readonly unknown[], name: string, into: unknown[], run: Run): void {
  for (const each of input) {
    count(run);
    if (Array.isArray(each)) collectMembers(each, name, into, run);
    else {
      const value = memberOf(each, name);
      if (Array.isArray(value)) addAll(into, value);
      else if (value !== undefined) into.push(value);
    }
  }
}

function compileVariable(node: Node, scope: Scope): Evaluate {
  requireOnly(node, []);
  const name = String(node.value);
  if (name === "") return (input) => (isSequence(input) && input.outerWrapper ? input[0] : input);
  if (name === "$") return (_input, { root }) => root;
  const place = findPlace(scope, name);
  if (place !== undefined) return (_input, { variables }) => variables[place];
  if (isLibraryName(name) || OWN_FUNCTIONS.has(name)) leave();
  return (_input, { bindings }) => (Object.hasOwn(bindings, name) ? bindings[name] : undefined);
}

function findPlace(scope: Scope | undefined, name: string): number | undefined {
  return scope && (scope.places.get(name) ?? findPlace(scope.outer, name));
}

type Step = (input: readonly unknown[], run: Run) => readonly unknown[];

function compilePath(node: Node, scope: Scope): Evaluate {
  requireOnly(node, ["steps", "keepSingletonArray"]);
  const nodes = node.steps ?? leave();
  const keepSingleton = node.keepSingletonArray === true;
  const steps = nodes.map((step, index) => compileStep(step, index === nodes.length - 1, scope));
  const startsAbsolute = nodes[0]?.type === "variable";
  const names = keepSingleton || nodes.some(({ type, stages, predicate, keepArray }) => type !== "name" || stages || predicate || keepArray) ? undefined : nodes.map(({ value }) => String(value));
  const walk: Evaluate = (input, run) => {
    let values: readonly unknown[] = Array.isArray(input) && !startsAbsolute ? input : createSequence(input);
    for (const step of steps) {
      values = step(values, run);
      if (values.length === 0) break;
    }
    if (keepSingleton && isSequence(values)) values.keepSingleton = true;
    return values;
  };
  if (!names) return walk;
  // From object to object nothing can become a list.
  return (input, run) => {
    let value = input;
    for (const name of names) {
      if (Array.isArray(value)) return walk(input, run);
      value = memberOf(value, name);
    }
    return Array.isArray(value) ? walk(input, run) : value;
  };
}

function compileStep(node: Node, isLast: boolean, scope: Scope): Step {
  if (node.type === "sort") return compileSort(node, scope);
  // A list written out as a step is one value there, and not several.
  if ("consarray" in node) leave();
  const evaluate = compile(node, scope);
  const stages = (node.stages ?? []).map((stage) => compileFilter(stage, scope));
  return (input, run) => {
    const found: unknown[] = [];
    for (const each of input) {
      count(run);
      let value = evaluate(each, run);
      for (const stage of stages) value = stage(value, run);
      if (value !== undefined) found.push(value);
    }
    const [only] = found;
    if (isLast && found.length === 1 && Array.isArray(only) && !isSequence(only)) return only;
    const flat = createSequence();
    for (const value of found) {
      if (Array.isArray(value)) addAll(flat, value);
      else flat.push(value);
    }
    return flat;
  };
}

function compileSort(node: Node, scope: Scope): Step {
  requireOnly(node, ["terms"]);
  if (node.predicate) leave();
  const stages = (node.stages ?? []).map((stage) => compileFilter(stage, scope));
  const terms = (node.terms ?? leave()).map(({ descending, expression }) => ({ evaluate: compile(expression, scope), sign: descending === true ? -1 : 1 }));
  const sort: Step = (input, run) => {
    if (input.length <= 1) return input;
    const keyed = input.map((value) => {
      count(run);
      return { value, keys: terms.map(({ evaluate }) => evaluate(value, run)) };
    });
    const compare = (a: unknown[], b: unknown[]) => {
      for (const [index, { sign }] of terms.entries()) {
        const order = compareKeys(a[index], b[index], sign);
        if (order !== 0) return order;
      }
      return 0;
    };
    return keyed.toSorted((a, b) => compare(a.keys, b.keys)).map(({ value }) => value);
  };
  return (input, run) => {
    let sorted: unknown = sort(input, run);
    for (const stage of stages) sorted = stage(sorted, run);
    return sorted as readonly unknown[];
  };
}

/** What has no key comes last, whichever way the others are sorted. */
function compareKeys(a: unknown, b: unknown, sign: number): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (!isComparable(a, b)) return leave();
  return sign * orderOf(a as string | number, b as string | number);
}

function orderOf(a: string | number, b: string | number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function isComparable(a: unknown, b: unknown): boolean {
  return typeof a === typeof b && (typeof a === "string" || typeof a === "number");
}

/** Which of several values stay: by their place, or by what is true of them. */
function compileFilter(filter: Node, scope: Scope): Evaluate {
  if (filter.type !== "filter") leave();
  const predicate = filter.expr ?? leave();
  if (predicate.type === "number" && typeof predicate.value === "number") return takeAt(Math.floor(predicate.value));
  const evaluate = compile(predicate, scope);
  return (input, run) => {
    const values = Array.isArray(input) ? input : createSequence(input);
    const kept = createSequence();
    for (const [index, value] of values.entries()) {
      count(run);
      const verdict = evaluate(value, run);
      if (Array.isArray(verdict)) leave();
      if (typeof verdict === "number" ? isAt(verdict, index, values.length) : isTrue(verdict)) kept.push(value);
    }
    return kept;
  };
}

function isAt(place: number, index: number, length: number): boolean {
  if (!Number.isFinite(place)) leave();
  const floored = Math.floor(place);
  return (floored < 0 ? length + floored : floored) === index;
}

function takeAt(place: number): Evaluate {
  return (input) => {
    const values = Array.isArray(input) ? input : createSequence(input);
    const value: unknown = values[place < 0 ? values.length + place : place];
    if (Array.isArray(value)) return value;
    return value === undefined ? createSequence() : createSequence(value);
  };
}

const truthOf = libraryFunctions.get("boolean") ?? leave();
const textOf = libraryFunctions.get("string") ?? leave();

function isTrue(value: unknown): boolean {
  return typeof value === "boolean" ? value : value === undefined ? false : truthOf([value], undefined) === true;
}

function compileBinary(node: Node, scope: Scope): Evaluate {
  requireOnly(node, ["lhs", "rhs"]);
  const [left, right] = [compile(node.lhs as Node, scope), compile(node.rhs as Node, scope)];
  const operator = String(node.value);
  if (operator === "and") return (input, run) => isTrue(left(input, run)) && isTrue(right(input, run));
  if (operator === "or") return (input, run) => isTrue(left(input, run)) || isTrue(right(input, run));
  const combine = OPERATORS.get(operator) ?? leave();
  return (input, run) => combine(left(input, run), right(input, run));
}

/** Of two numbers; nothing of nothing. */
const ofNumbers = (work: (a: number, b: number) => number) => (a: unknown, b: unknown) => {
  if ((a !== undefined && !Number.isFinite(a)) || (b !== undefined && !Number.isFinite(b))) leave();
  return a === undefined || b === undefined ? undefined : work(a as number, b as number);
};

const inOrder = (isRight: (order: number) => boolean) => (a: unknown, b: unknown) => {
  if (a === undefined || b === undefined) return [a, b].every((each) => each === undefined || isComparable(each, each)) ? undefined : leave();
  if (!isComparable(a, b)) return leave();
  return isRight(orderOf(a as string | number, b as string | number));
};

const OPERATORS: ReadonlyMap<string, (a: unknown, b: unknown) => unknown> = new Map<string, (a: unknown, b: unknown) => unknown>([
  ["=", (a, b) => a !== undefined && b !== undefined && areSame(a, b)],
  ["!=", (a, b) => a !== undefined && b !== undefined && !areSame(a, b)],
  ["<", inOrder((order) => order < 0)],
  ["<=", inOrder((order) => order <= 0)],
  [">", inOrder((order) => order > 0)],
  [">=", inOrder((order) => order >= 0)],
  ["+", ofNumbers((a, b) => a + b)],
  ["-", ofNumbers((a, b) => a - b)],
  ["*", ofNumbers((a, b) => a * b)],
  ["/", ofNumbers((a, b) => a / b)],
  ["%", ofNumbers((a, b) => a % b)],
  ["in", (a, b) => a !== undefined && b !== undefined && (Array.isArray(b) ? b : [b]).includes(a)],
  ["&", (a, b) => joinTexts(a, b)],
]);

function areSame(a: unknown, b: unknown): boolean {
  return a !== null && b !== null && typeof a === "object" && typeof b === "object" ? leave() : a === b;
}

function joinTexts(a: unknown, b: unknown): string {
  const [left, right] = [a, b].map((part) => (typeof part === "string" ? part : part === undefined ? "" : String(textOf([part], undefined))));
  const text = `${left}${right}`;
  return text.length > LONGEST_TEXT ? leave() : text;
}

function compileUnary(node: Node, scope: Scope): Evaluate {
  if (node.value === "[") return compileList(node, scope);
  if (node.value === "{") return compileObject(node, scope);
  if (node.value !== "-") leave();
  requireOnly(node, ["expression"]);
  const evaluate = compile(node.expression ?? leave(), scope);
  return (input, run) => {
    const value = evaluate(input, run);
    return value === undefined ? undefined : Number.isFinite(value) ? -(value as number) : leave();
  };
}

function compileList(node: Node, scope: Scope): Evaluate {
  requireOnly(node, ["expressions"]);
  const entries = (node.expressions ?? leave()).map((entry) => ({ evaluate: compile(entry, scope), isList: entry.value === "[" }));
  return (input, run) => {
    const list: unknown[] = [];
    for (const { evaluate, isList } of entries) {
      count(run);
      const value = evaluate(input, run);
      if (!isList && Array.isArray(value)) addAll(list, value);
      else if (value !== undefined) list.push(value);
    }
    return list;
  };
}

function compileObject(node: Node, scope: Scope): Evaluate {
  requireOnly(node, ["lhs"]);
  const members = (node.lhs as [Node, Node][]).map(([key, value]) => {
    // A name made of data might be anything; a name of the document's is known.
    if (key.type !== "string" || key.predicate || typeof key.value !== "string" || key.value === "__proto__" || key.value.startsWith("_jsonata_")) return leave();
    return { name: key.value, evaluate: compile(value, scope) };
  });
  if (new Set(members.map(({ name }) => name)).size < members.length) leave();
  return (input, run) => {
    count(run);
    // One object of several would be one with lists in it.
    if (Array.isArray(input) && input.length !== 1) leave();
    const context: unknown = Array.isArray(input) ? input[0] : input;
    const object: Record<string, unknown> = {};
    for (const { name, evaluate } of members) {
      const value = evaluate(context, run);
      if (value !== undefined) object[name] = value;
    }
    return object;
  };
}

function compileCondition(node: Node, scope: Scope): Evaluate {
  requireOnly(node, ["condition", "then", "else"]);
  const [condition, then] = [compile(node.condition ?? leave(), scope), compile(node.then ?? leave(), scope)];
  const otherwise = node.else && compile(node.else, scope);
  return (input, run) => (isTrue(condition(input, run)) ? then(input, run) : otherwise?.(input, run));
}

/** Variables are bound by a block's own statements alone: there it is certain that each has its value before it is read. */
function compileBlock(node: Node, outer: Scope): Evaluate {
  requireOnly(node, ["expressions"]);
  const scope: Scope = { places: new Map(), outer, count: outer.count };
  const statements = (node.expressions ?? leave()).map((statement) => (statement.type === "bind" ? compileBind(statement, scope) : compile(statement, scope)));
  return (input, run) => {
    let result: unknown;
    for (const statement of statements) result = statement(input, run);
    return result;
  };
}

function compileBind(node: Node, scope: Scope): Evaluate {
  requireOnly(node, ["lhs", "rhs"]);
  if (node.predicate || node.keepArray) leave();
  const evaluate = compile(node.rhs as Node, scope);
  const place = scope.count.places++;
  scope.places.set(String((node.lhs as Node).value), place);
  return (input, run) => {
    const value = evaluate(input, run);
    run.variables[place] = value;
    return value;
  };
}

function compileCall(node: Node, scope: Scope): Evaluate {
  requireOnly(node, ["arguments", "procedure"]);
  const { type, value, predicate } = node.procedure ?? leave();
  const name = String(value);
  if (type !== "variable" || predicate || findPlace(scope, name) !== undefined) leave();
  const call = OWN_FUNCTIONS.get(name) ?? libraryFunctions.get(name) ?? leave();
  const given = (node.arguments ?? []).map((argument) => compile(argument, scope));
  return (input, run) => {
    count(run);
    // A binding may take a function's name.
    if (Object.hasOwn(run.bindings, name)) leave();
    const result = call(given.map((evaluate) => evaluate(input, run)), input);
    return typeof result === "string" && result.length > LONGEST_TEXT ? leave() : result;
  };
}

function count(run: Run): void {
  run.steps += 1;
  if (run.steps % STEPS_BETWEEN_LOOKS === 0 && performance.now() > run.until) leave();
}

/** Looked at before: lists of lists grow faster than any clock is looked at. */
function addAll(list: unknown[], values: readonly unknown[]): void {
  if (list.length + values.length > LONGEST_LIST) leave();
  for (const value of values) list.push(value);
}
