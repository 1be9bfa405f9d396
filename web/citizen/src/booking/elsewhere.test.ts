import assert from "node:assert/strict";
import { test } from "node:test";
import { asksTheSame, kindThere } from "./elsewhere.ts";

const names = { zh: "", en: "" };
const kinds = (...ids: string[]) => ({ kinds: ids.map((id) => ({ id, names, slots: 1 })) });
const question = (id: string) => ({ id, names, required: true, longest: 20 });
const calendar = (change: object = {}) => ({ where: "office" as const, party: { most: 2, named: false }, questions: [question("plate"), question("floor")], services: [{ id: "S001", names }, { id: "S002", names }], assurance: 2, ...change });
const visit = { services: ["S001"], party: 2 };

test("the kind of a visit is the same elsewhere, or the only one there is", () => {
  assert.deepEqual([kindThere(kinds("a", "b"), "b"), kindThere(kinds("a"), "b"), kindThere(kinds("a", "c"), "b")], ["b", "a", undefined]);
});

test("an appointment moves where nothing else is asked for and all of it can be done", () => {
  assert.ok(asksTheSame(calendar({ questions: [question("floor"), question("plate")], assurance: 1 }), calendar(), visit));
  for (const change of [{ where: "home" }, { party: { most: 2, named: true } }, { party: { most: 1, named: false } }, { questions: [question("plate")] }, { services: [{ id: "S002", names }] }, { assurance: 3 }]) {
    assert.ok(!asksTheSame(calendar(change), calendar(), visit), JSON.stringify(change));
  }
});
