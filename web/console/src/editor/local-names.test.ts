import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../documents/json.ts";
import { documentNamedFrom, localNames } from "./local-names.ts";

const kind: JsonObject = {
  source: "hrss",
  fields: [
    { name: "total", names: { zh: "合计", en: "Total" }, type: "money" },
    { name: "months", names: { zh: "逐月", en: "By month" }, type: "list", fields: [{ name: "month", type: "month" }, { name: "paid", type: "money" }] },
    { names: { zh: "未命名", en: "Not named yet" } },
  ],
  charts: [{ list: "months" }, {}],
};
const ids = (pointer: string, beside?: JsonObject) => localNames("record-kind", kind, pointer, beside).map(({ id }) => id);

test("a record kind names its own fields, and a chart the members of its list", () => {
  assert.deepEqual(ids("/headline"), ["total", "months"]);
  assert.deepEqual(ids("/charts/0/list"), ["months"]);
  assert.deepEqual(ids("/charts/0/x"), ["month", "paid"]);
  assert.deepEqual(ids("/charts/1/y"), []);
});

test("an operation is one of the source beside it", () => {
  assert.deepEqual(documentNamedFrom("record-kind", kind, "/operation"), { kind: "source", id: "hrss" });
  assert.equal(documentNamedFrom("record-kind", kind, "/headline"), undefined);
  assert.deepEqual(ids("/operation", { operations: [{ id: "enrolment" }, { id: "" }] }), ["enrolment"]);
});

test("an agreement grants fields of the kind that stands with them", () => {
  const agreement: JsonObject = { grants: [{ kind: "real-estate", fields: [] }, { kind: "", fields: [] }] };
  assert.deepEqual(documentNamedFrom("agreement", agreement, "/grants/0/fields"), { kind: "record-kind", id: "real-estate" });
  assert.equal(documentNamedFrom("agreement", agreement, "/grants/1/fields"), undefined);
  assert.deepEqual(localNames("agreement", agreement, "/grants/0/fields", kind).map(({ id }) => id), ["total", "months"]);
});

test("the column that tells whose a row is, is one of the columns", () => {
  const source: JsonObject = { transport: { kind: "file-drop", columns: [{ name: "sfzh" }, { name: "je" }] } };
  assert.deepEqual(localNames("source", source, "/transport/keyColumn", undefined).map(({ id }) => id), ["sfzh", "je"]);
});
