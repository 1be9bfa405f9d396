// A department's clerk learns nothing without an agreement, not even who is known here; and a purpose is something to read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { aCity, anAgreement, aRecordKind, aSource } from "../../catalogue/testing.ts";
import { DomainError } from "../../../kernel/errors.ts";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { type Department, startDepartment, writeConnections } from "../testing.ts";
import { askDepartment, type DepartmentQuestion } from "./ask-department.ts";

const RECORD = { licenceNumber: "440524188001010014", points: 3 };
let department: Department;
let connections: ReturnType<typeof writeConnections>;
let app: TestApp;

before(async () => {
  department = await startDepartment(RECORD);
  connections = writeConnections({ "haikou/traffic": { url: department.url } });
  app = await startTestApp([aCity({ sources: [aSource()], recordKinds: [aRecordKind()], agreements: [anAgreement()] })], { settings: { CONNECTIONS_FILE: connections.file } });
  await app.identity.people.findOrAdd({ name: "李小红", idNumber: RECORD.licenceNumber, ground: "test" });
});
after(async () => {
  await app.stop();
  await department.stop();
  connections.remove();
});

const ask = async (change: Partial<DepartmentQuestion> = {}) => {
  const { database, identity, sources: { door, directory } } = app;
  const staff = { id: "haikou-head-hrss", city: "haikou", department: "hrss" } as DepartmentQuestion["staff"];
  const question = { city: "haikou", staff, agreement: "hrss-asks-transport", kind: "driving-licence", fields: ["points"], service: "S001", reference: "CASE-1", name: "李小红", idNumber: RECORD.licenceNumber, purpose: "核验资格", ...change };
  return askDepartment({ database, directory, door, identity, people: { ...identity.people, forget: () => undefined }, today: () => "2026-11-22" }, question);
};
const codeOf = async (change: Partial<DepartmentQuestion>) => {
  const error = await ask(change).then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof DomainError, String(error));
  return error.code;
};

test("within an agreement the fields are given", async () => {
  assert.deepEqual((await ask()).record, { points: 3 });
});

test("without one, who is known here and who is not are refused in the same words", async () => {
  for (const change of [{ agreement: "none" }, { service: "S002" }, { fields: ["licenceNumber"] }]) {
    assert.deepEqual([await codeOf(change), await codeOf({ ...change, name: "无此人" })], ["agreement-needed", "agreement-needed"]);
  }
});

test("names cannot be tried without end", async () => {
  const codes: string[] = [];
  for (let tries = 0; tries < 31; tries += 1) codes.push(await codeOf({ name: `李${tries}` }));
  assert.deepEqual([codes[0], codes[29], codes[30]], ["person-unknown", "person-unknown", "too-many-requests"]);
});

test("a purpose and a case are something to read", async () => {
  for (const words of ["\u200B\u200B\u200B\u200B", "....", "核\u0000验资格", "\u202E核验资格"]) {
    assert.deepEqual([await codeOf({ purpose: words }), await codeOf({ reference: words })], ["purpose-needed", "purpose-needed"]);
  }
});
