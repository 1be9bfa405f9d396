import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf } from "../../records/record-fields.ts";
import { faultWordName, recordFrom } from "./record-entry.ts";

const names = { zh: "名", en: "Name" };
const fields = fieldsOf({
  fields: [
    { name: "spouse", names, type: "text", sensitivity: "personal" },
    { name: "registeredOn", names, type: "date" },
    { name: "fee", names, type: "money", optional: true },
    { name: "at", names, type: "time", optional: true },
    { name: "isFirst", names, type: "truth" },
    { name: "copies", names, type: "list", fields: [{ name: "office", names, type: "text" }, { name: "pages", names, type: "number" }] },
  ],
});

test("what was typed becomes what the kind asks for", () => {
  const typed = { spouse: " 王芳 ", registeredOn: "2019-05-20", fee: "9.99", at: "2019-05-20T10:30", isFirst: "yes", copies: [{ office: "民政局", pages: "3" }] };
  assert.deepEqual(recordFrom(fields, typed), { spouse: "王芳", registeredOn: "2019-05-20", fee: 999, at: "2019-05-20T10:30:00+08:00", isFirst: true, copies: [{ office: "民政局", pages: 3 }] });
});

test("what is empty is left out, a list that must be there is empty", () => {
  assert.deepEqual(recordFrom(fields, { spouse: "  ", fee: "" }), { copies: [] });
});

test("what is no number is left for the server to name", () => {
  assert.deepEqual(recordFrom(fields, { fee: "ten", copies: [{ pages: "many" }] }), { fee: "ten", copies: [{ pages: "many" }] });
});

test("the server's faults have words", () => {
  assert.equal(faultWordName("is missing"), "field_fault_missing");
  assert.equal(faultWordName("must be a whole number of fen"), "field_fault_money");
  assert.equal(faultWordName("must be an object"), undefined);
});
