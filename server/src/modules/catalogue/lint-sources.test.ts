// What would be refused when it is carried out is refused when it is published, by whoever can mend it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lintSources } from "./lint-sources.ts";
import { aCity, aRecordKind, aSource } from "./testing.ts";

const [operation] = aSource().operations;
assert.ok(operation);

function findingsOf(change: Partial<typeof operation>): string[] {
  const sources = [aSource({ operations: [{ ...aSource().operations[0], ...change } as NonNullable<typeof operation>] })];
  return lintSources(aCity({ sources, recordKinds: [aRecordKind()] })).map(({ rule, pointer }) => `${rule} ${pointer}`);
}

test("a source without fault has no findings", () => assert.deepEqual(findingsOf({}), []));

for (const answer of ["[1..3]", '$replace(a, /(a+)+b/, "")', "{"]) {
  test(`the mapping ${answer} is not published`, () => assert.deepEqual(findingsOf({ answer }), ["mapping /operations/0/answer"]));
}
for (const pattern of ["(a+)+b", "a*a*a*a*a*", "(a?){40}", "("]) {
  test(`the pattern ${pattern} is not published`, () => assert.deepEqual(findingsOf({ parameters: [{ name: "line", pattern }] }), ["pattern /operations/0/parameters/0/pattern"]));
}
test("patterns as they are written are", () => {
  for (const pattern of ["[0-9]{1,3}", ".{7,8}", "\\d{4}-\\d{2}", "[^\\p{Cc}]{1,40}", "north|south|east"]) assert.deepEqual(findingsOf({ parameters: [{ name: "line", pattern }] }), [], pattern);
});
