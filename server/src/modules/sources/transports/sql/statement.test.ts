/** Only one statement that reads is taken, and values stay apart from it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { prepareStatement, valuesFor } from "./statement.ts";

test("named parameters become places, outside of strings, comments and casts", () => {
  assert.deepEqual(prepareStatement("select a::text, ':no', \"c:no\", $$ :no $$, $t$ :no $t$, e'\\':no' from v where id = :idNumber and (k = :kind or i = :idNumber) -- :no\n/* :no */;", "postgresql"), {
    text: "select a::text, ':no', \"c:no\", $$ :no $$, $t$ :no $t$, e'\\':no' from v where id = $1 and (k = $2 or i = $1)",
    names: ["idNumber", "kind"],
  });
  assert.deepEqual(prepareStatement("SELECT `c:no`, 'it\\':no', \"x:no\" FROM v WHERE id = :idNumber AND i = :idNumber # :no", "mysql"), {
    text: "SELECT `c:no`, 'it\\':no', \"x:no\" FROM v WHERE id = ? AND i = ?",
    names: ["idNumber", "idNumber"],
  });
  assert.equal(prepareStatement("with m as (select 1) select * from m order by 1 limit 36", "postgresql").text, "with m as (select 1) select * from m order by 1 limit 36");
});

test("what does more than read, or is more than one, is refused", () => {
  for (const dialect of ["postgresql", "mysql"] as const) {
    for (const statement of [
      "", "delete from v", "insert into v values (1)", "update v set a = 1", "drop table v", "call p()", "set role admin", "begin", "explain select 1", "table v", "(select 1)", "do $$ begin end $$",
      "select 1; select 2", "select 1; drop table v", "select 1;;", "select 1; -- a\n delete from v", "select * into t from v", "select a from v into outfile '/tmp/a'",
      "with d as (delete from v returning *) select * from d", "with i as (insert into v values (1) returning 1) select 1", "select 'open", 'select "open', "/* select */ delete from v", "-- select\n delete from v",
    ]) assert.throws(() => prepareStatement(statement, dialect), Error, `${dialect}: ${statement}`);
  }
  assert.throws(() => prepareStatement("select $1", "postgresql"), Error);
  assert.throws(() => prepareStatement("select ?", "mysql"), Error);
  // MySQL carries out what stands in such a comment.
  assert.equal(prepareStatement("select 1 /*! into outfile '/tmp/a' */ from v", "mysql").text, "select 1   from v");
});

test("values are single values, and none is missing", () => {
  const statement = { text: "", names: ["a", "b"] };
  assert.deepEqual(valuesFor(statement, { a: "x' or '1'='1", b: 2, more: 3 }), ["x' or '1'='1", 2]);
  for (const a of [undefined, null, {}, ["x"], Number.NaN, "a\0b", "\uD800"]) assert.throws(() => valuesFor(statement, { a, b: 1 }), { name: "SourceFault" });
});
