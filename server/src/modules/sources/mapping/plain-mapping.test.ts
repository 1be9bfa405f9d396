/** What a mapping gives without JSONata is what JSONata gives, of whatever answer; what is not certain is left to it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import jsonata from "jsonata";
import { ROOT_DIR } from "../../../root.ts";
import { workedMs } from "../../../testing/patience.ts";
import { lintFolder } from "../../catalogue/index.ts";
import { compilePlainMapping, LONGEST_PLAIN_MS } from "./plain-mapping.ts";
import { compareWithJsonata } from "./testing.ts";

/** For each expression written here; those of the cities have fewer each. */
const DOCUMENTS = 200;
const DOCUMENTS_BY_MAPPING = 40;

const VALUES: readonly unknown[] = ["", "b", "1", "12.30", "20261122", "2026-11-22 09:30:00", "x 2.y 2", 0, 1, 2, -1.5, 1e6, true, false, null];

/** Every kind of node that is plain, and the ways in which lists become values and values lists. */
const EXPRESSIONS = [
  "a", "a.b", "a.b.c", "a.'b'", "$", "$.a", "$$.a", "$x", "$x.a", "$nothing", "null", "'text'", "12.5", "true",
  "a[0]", "a[-1]", "a[0].b", "a[-1].b.c", "a[0][0]", "a.b[0]", "(a.b)[0]", "$[0]", "$[0].a", "$.a[1]", "a[5]", "a.b[-2].c",
  "a[b = 1]", "a[b = 1].c", "a[b].c", "a[b > 1 and c < 2]", "a[$ = 1]", "$[a = 'b']", "$[b].a", "a[c in b]", "a[b = 1][0].c", "a[$exists(b)].c", "a[1.7]", "a[b + 1]",
  "a[]", "a[].b", "a.b[]", "a[b = 1][]", "[a]", "[a.b]", "[a, b]", "[[a], b.c]", "[a[b = 1].c]", "[]", "['[', a]", "a.[b]", "[a].b", "[a, b].c",
  "{'x': a, 'y': a.b}", "a.{'x': b, 'y': c}", "[a.{'x': b}]", "a.b.{'x': $}", "{'x': {'y': [a.{'z': b}]}}", "$.{'x': a}", "a.{'x': b}.x", "{}", "{a: b}", "{'x': a, 'x': b}", "{'__proto__': a}",
  "a ? b", "a ? b : c", "a.b ? a : c", "a = b ? 'x' : 'y'", "a = b", "a != b", "a = 'b'", "a < b", "a <= 1", "a > 'b'", "a >= b.c", "a and b", "a or b.c", "a and b or c", "a in b", "1 in a", "a in [b, 1]",
  "a + b", "a - 1", "a * 100", "a / b", "a % 2", "-a", "-(a.b)", "a & b", "a & 'x' & b.c", "a.b & ''",
  "(a; b)", "($y := a; $y.b)", "($y := a; $z := $y[0]; {'x': $z, 'y': $y})", "($y := a; ($y := b; $y) & $y)", "a.($y := b; $y & c)", "($y := $y; $y)", "($x := $x.a; $x)", "$y := a", "($a := a; a.{'x': $a, 'y': b})",
  "a^(b)", "a^(>b)", "a^(b, >c).c", "a^(b)[0]", "a^(>b)[0].c", "[$^(a).b]", "[a^(b).{'x': c}]", "a.b^($)",
  "$sum(a)", "$sum(a.b)", "$sum([a.b])", "$sum(a[b = 1].c) * 100", "$count(a)", "$count(a[b = 1])", "$count($)", "$max(a)", "$min(a.b)", "$average(a)", "a.$string(b)", "a.$string()", "$string(a)", "$number(a)", "a.$number()", "$boolean(a)",
  "$not(a)", "$exists(a)", "$exists(a.b) ? [a.b]", "$lookup(a, 'b')", "$lookup({'b': 'x', '1': 'y'}, a)", "$lookup($, b)", "$length(a)", "$uppercase(a)", "$trim(a)", "$substring(a, 1)", "$substring(a, 0, 2)", "a.$substring(b, 1)", "$substringBefore(a, '.')",
  "$substringAfter(a, b)", "$replace(a, ' ', 'T')", "$replace(a, '2', '$1')", "a.$replace('2', '')", "$replace(a, '', 'x')", "$replace(a, '2', 'x', 1)", "$contains(a, '2')", "a.$contains('2')", "a.$contains(b)", "$join(a, ',')", "$join(a)",
  "$round(a * 1.5)", "$floor(a)", "$ceil(a)", "$abs(a)", "$distinct(a)", "$reverse(a)", "$toMillis(a)", "$fen(a)", "$sum($.$fen(a))", "$day(a)", "$month(a)", "$time(a)", "$day(a, b)", "$fen()", "$sum", "a($)", "$x(a)",
];

describe("what comes of a plain expression is what JSONata makes of it", () => {
  const random = createRandom(1);
  const documents = Array.from({ length: DOCUMENTS }, () => makeValue(random, ["a", "b", "c"], VALUES, 4));
  for (const expression of EXPRESSIONS) {
    test(expression, async () => {
      const compare = compareWithJsonata(expression);
      for (const input of documents) await compare?.(input, { x: documents[0] });
    });
  }
});

test("every mapping of the cities but one is plain, and gives what JSONata gives of answers of all shapes", async () => {
  const random = createRandom(2);
  const counts = { same: 0, left: 0 };
  const notPlain: string[] = [];
  for (const expression of new Set(["haikou", "chengdu"].flatMap(readExpressions))) {
    const compare = compareWithJsonata(expression);
    if (!compare) {
      notPlain.push(expression);
      continue;
    }
    const { names, texts } = collectWords(jsonata(expression).ast());
    for (let round = 0; round < DOCUMENTS_BY_MAPPING; round += 1) counts[await compare(makeValue(random, names, [...VALUES, ...texts], 4), BINDINGS)] += 1;
  }
  // A regular expression is JSONata's.
  assert.ok(notPlain.every((expression) => expression.includes("$match(")), notPlain.join("\n"));
  assert.equal(notPlain.length, 1);
  // Of answers of chance there are many that JSONata refuses.
  assert.ok(counts.same > counts.left, `${counts.same} were compared, ${counts.left} left`);
});

test("what only JSONata knows is left to it", () => {
  for (const expression of ["$map(a, function($v) { $v })", "a ~> $sum", "a.*", "**.a", "a@$b.c", "a#$i", "a.%.b", "a{b: c}", "$match(a, /b/)", "$eval('1')", "$now()", "$random()", "$pad(a, 2)", "[1..3]", "function($x) { $x }", "$sum(?)", "$$.a.[b]", "|a|{'b': 1}|", "$string"]) {
    assert.equal(compilePlainMapping(jsonata(expression).ast()), undefined, expression);
  }
});

test("what takes too long or becomes too large is left to JSONata, which has bounds", async () => {
  const many = Array.from({ length: 5_000 }, (_each, index) => index);
  for (const expression of ["many.{'a': $$.many.{'b': $$.many}}", "many[$ in $$.many and $$.many[$ = 1]]", "($a := many & many; $b := $a & $a; $c := $b & $b; $d := $c & $c; $d & $d)", "($a := [many, many]; $b := [$a, $a]; $c := [$b, $b]; $d := [$c, $c]; [$d, $d])", "$$.many.$$.many", "($x := [many.$$, [many.$$]]; [$x.many])"]) {
    const plain = compilePlainMapping(jsonata(expression).ast());
    assert.ok(plain, expression);
    assert.ok((await workedMs(() => assert.throws(() => plain({ many }, {}), expression))) < 4 * LONGEST_PLAIN_MS, expression);
  }
});

test("what a department calls a function of JSONata's is left to JSONata", () => {
  for (const mark of ["_jsonata_function", "_jsonata_lambda"]) assert.throws(() => compilePlainMapping(jsonata("a.b").ast())?.({ a: { [mark]: true, b: 1 } }, {}));
});

const BINDINGS = { subject: { idNumber: "460100200001010014", name: "李想" }, parameters: { address: "海府路1号" }, today: "2026-11-22", city: "haikou" };

type Random = (below: number) => number;

/** The same numbers every time: a failure is found again. */
function createRandom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function makeValue(random: Random, names: readonly string[], values: readonly unknown[], depth: number): unknown {
  const kind = random(depth > 0 ? 10 : 3);
  if (kind < 3) return values[random(values.length)];
  if (kind < 5) return Array.from({ length: random(4) }, () => makeValue(random, names, values, depth - 1));
  // A list of one shape, as departments' lists are.
  if (kind < 7) return Array.from({ length: random(4) }, () => makeObject(random, names, values, Math.min(depth - 1, 1)));
  return makeObject(random, names, values, depth - 1);
}

function makeObject(random: Random, names: readonly string[], values: readonly unknown[], depth: number): unknown {
  return Object.fromEntries(names.flatMap((name) => (random(5) === 0 ? [] : [[name, makeValue(random, names, values, depth)]])));
}

function readExpressions(city: string): string[] {
  const { documents } = lintFolder(join(ROOT_DIR, "cities", city));
  if (!documents) throw new Error(`${city} has faults`);
  const ofSources = documents.sources.flatMap(({ operations }) => operations.flatMap(({ request, found, answer, asOf }) => [request.input, found, answer, asOf]));
  const ofKinds = documents.recordKinds.flatMap(({ notices }) => notices.map(({ when }) => when));
  return [...ofSources, ...ofKinds].filter((expression) => expression !== undefined);
}

/** What an expression looks for, so that answers of chance have some of it. */
function collectWords(node: unknown, found: { names: string[]; texts: string[] } = { names: [], texts: [] }): { names: string[]; texts: string[] } {
  if (node === null || typeof node !== "object" || node instanceof RegExp) return found;
  if ("type" in node && "value" in node && typeof node.value === "string") {
    if (node.type === "name") found.names.push(node.value);
    if (node.type === "string") found.texts.push(node.value);
  }
  for (const part of Object.values(node)) collectWords(part, found);
  return found;
}
