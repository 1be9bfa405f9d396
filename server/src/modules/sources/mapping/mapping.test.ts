/** An expression gives what it says, within bounds, and sees nothing but its input and its bindings. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { workedMs } from "../../../testing/patience.ts";
import { SourceFault } from "../transports/source-fault.ts";
import { longestTextFor, mayExplode } from "../../catalogue/index.ts";
import { compileMapping } from "./mapping.ts";

const run = (expression: string, input: unknown = {}, bindings?: Record<string, unknown>) => compileMapping(expression, "answer")(input, bindings);

async function assertMalformed(promise: Promise<unknown>): Promise<SourceFault> {
  const fault = await promise.then(() => assert.fail("gave a value"), (error: unknown) => error);
  assert.ok(fault instanceof SourceFault, String(fault));
  assert.equal(fault.kind, "malformed");
  assert.equal(fault.detail.place, "answer");
  return fault;
}

test("an answer becomes a record", async () => {
  const answer = { data: { balance: "1203.50", months: [{ m: "202611", paid: "1" }, { m: "202610", paid: null }], note: null } };
  const expression = `{
    "balance": $round($number(data.balance) * 100),
    "owner": $subject.name,
    "months": [data.months.{ "month": $replace(m, /^(\\d{4})(\\d{2})$/, "$1-$2"), "isPaid": paid = "1", "on": paid ? $today }],
    "none": [data.nothing.{ "a": b }],
    "note": data.note, "absent": data.absent
  }`;
  assert.deepEqual(await run(expression, answer, { subject: { name: "李想" }, today: "2026-11-22" }), {
    balance: 120350,
    owner: "李想",
    months: [{ month: "2026-11", isPaid: true, on: "2026-11-22" }, { month: "2026-10", isPaid: false }],
    none: [],
  });
  assert.equal(await run("data.missing"), undefined);
  assert.deepEqual(await run("$[0].a", [{ a: 1 }]), 1);
});

test("many evaluations of one expression do not touch each other", async () => {
  const mapping = compileMapping('{ "n": n, "who": $who, "twice": [n, n].($ * 2) }', "answer");
  const results = await Promise.all(Array.from({ length: 50 }, (_each, n) => mapping({ n }, { who: `w${n}` })));
  assert.deepEqual(results[37], { n: 37, who: "w37", twice: [74, 74] });
});

test("what the data makes too deep, too long or endless ends", async () => {
  for (const expression of [
    "($f := function($x) { $f($x) + 1 }; $f(1))",
    "($f := function($x) { $f($x + 1) }; $f(1))",
    "($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $f('aaaaaaaaaa', 60))",
    "$pad('', 100000000)",
    "many.{ 'a': $$.many.{ 'b': $$.many } }",
    "($f := function($x) { {'a': $x < 1000 ? $f($x + 1) : 1} }; $f(0))",
    "$reduce(many, function($a, $b) { $a & $string($b) & $a }, '')",
  ]) {
    const worked = await workedMs(async () => {
      const fault = await assertMalformed(run(expression, { many: Array.from({ length: 5_000 }, (_each, index) => index) }));
      assert.ok(!fault.retryable);
    });
    assert.ok(worked < 3_000, `${worked} ms of work`);
  }
});

test("neither code, nor the clock, nor this program can be reached", async () => {
  for (const expression of ["$eval('1+1')", "$now()", "$millis()", "$random()", "$shuffle([1,2])", "$string", "function($x) { $x }", "/a/", "1/0"]) await assertMalformed(run(expression));
  for (const expression of ["__proto__", "constructor", "constructor.constructor", "toString", "$.__proto__.polluted", "$process", "$globalThis", "$lookup($, '__proto__')", "$lookup($, 'constructor')"]) {
    assert.equal(await run(expression, { a: 1 }), undefined, expression);
  }
  await run('{ "__proto__": { "polluted": true }, "constructor": 1 }').catch(() => undefined);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test("a fault names the place, and repeats nothing of the data", async () => {
  for (const [expression, input] of [["$number(id)", { id: "460100199001011234 secret" }], ["id + 1", { id: "secret" }], ["$error(id)", { id: "secret" }], ["$toMillis(id)", { id: "secret" }], ["$assert(false, id)", { id: "secret" }]] as const) {
    const fault = await assertMalformed(run(expression, input));
    assert.ok(!JSON.stringify([fault.message, fault.detail]).includes("secret"), expression);
  }
});

test("an expression that cannot be read says where, when it is compiled", () => {
  assert.throws(() => compileMapping("{ 'a': ", "request.input"), /^Error: request\.input .*at character \d+/);
  for (const expression of ["$match(a, /(a+)+$/)", "$contains(a, /(a|aa)*b/)", "$match(a, /(.)\\1+/)", "$split(a, /((a*)b)*/)"]) assert.throws(() => compileMapping(expression, "answer"), /regular expression/, expression);
  assert.throws(() => compileMapping("$count([1..9000000])", "answer"), /range/);
  for (const source of ["^(\\d{4})(\\d{2})$", "(?:ab)+", "[(a+)+]+", "a+b*", "(a|b)c", "\\(a+\\)+", "(ab){2}", "^(\\d+)-(\\d+)$"]) assert.equal(mayExplode(source), false, source);
  for (const source of ["(a+)+", "(a*)*", "(a|a)*", "((a+)b)+", "(?:a+)+", "(a{1,})+", "(a+){20}", "(x+x+)+y"]) assert.equal(mayExplode(source), true, source);
});

test("whatever an expression and an answer are, they end in time and within memory", async () => {
  const letters = { text: "a".repeat(5_000), list: Array.from({ length: 40 }, () => "abcdefgh") };
  const greedy = ["$contains(text, /a*a*a*a*a*b/)", `$contains(text, /${"a?".repeat(30)}${"a".repeat(30)}c/)`, `$contains(text, /${"(a|a)".repeat(30)}c/)`];
  const growing = ['($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("xxxxxxxx", 25)))', "($f := function($a, $n) { $n = 0 ? $a : $f($append($a, $a), $n - 1) }; $count($f([1, 2, 3, 4], 25)))", "$length($reduce(list, function($a, $b) { $a & $a }))"];
  for (const expression of [...greedy, ...growing]) {
    assert.ok((await workedMs(() => assert.rejects(compileMapping(expression, "answer")(letters), /beyond its bounds/, expression))) < 3_000, expression);
  }
  assert.throws(() => compileMapping("$contains(text, /^(a?){40}a{40}$/)", "answer"), /regular expression/);
  assert.deepEqual(["^0+([0-9])", "^(\\d{4})(\\d{2})$", "a+?b", "[*+?]{2}\\?"].map((source) => longestTextFor(source)), [20_000, 20_000, 20_000, 20_000]);
  assert.ok(longestTextFor("^(\\d+)-(\\d+)$") > 500);
});

test("a regular expression searches no text that is too long", async () => {
  assert.equal(await run("$contains(a, /b$/)", { a: `${"a".repeat(100)}b` }), true);
  await assertMalformed(run("$contains(a, /a+$/)", { a: `${"a".repeat(50_000)}b` }));
});
