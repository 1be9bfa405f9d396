import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DomainError } from "../../kernel/errors.ts";
import { type AuditEntry, type ChainedRow, canonicalForm, checkEntry } from "./entry.ts";
import { findPersonalData } from "./personal-data.ts";
import { anEntry } from "./testing.ts";

/** Invented: nobody was born in 1890 and is registered. */
const ID_NUMBER = "11010118900307008X";

describe("which entries are taken", () => {
  const taken = (change: Partial<AuditEntry>) => assert.doesNotThrow(() => checkEntry(anEntry(change)), JSON.stringify(change));
  const malformed = (change: object) =>
    assert.throws(() => checkEntry(anEntry(change)), (error) => !(error instanceof DomainError) && (error as Error).message.startsWith("Malformed audit entry"), JSON.stringify(change));

  test("an act is a thing and a past verb", () => {
    for (const act of ["person.read", "session.opened", "mandate.revoked", "sign-in-code.sent", "application.sent-back", "person.not-found"]) taken({ act });
    for (const act of ["read", "person.reads", "person.open", "Person.read", "person.read.twice", "person.", "", "person.已读", `${"a".repeat(100)}.read`]) malformed({ act });
  });

  test("fields are names, and not values", () => {
    taken({ fields: ["name", "idNumber", "person.home-area", "phone_hash"] });
    for (const field of ["", "海口", "13800138000", "two words", "a=b", "x".repeat(101)]) malformed({ fields: [field] });
    malformed({ fields: Array.from({ length: 101 }, () => "name") });
  });

  test("details are short texts, exact numbers and truth values under a name", () => {
    taken({ detail: { tries: 3, similarity: 97.5, known: true, reason: "closed-by-owner", note: "" } });
    for (const value of [null, undefined, {}, [], Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, "\0", "\ud800"]) malformed({ detail: { value } });
    malformed({ detail: { "two words": 1 } });
    malformed({ detail: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`n${index}`, index])) });
  });

  test("ids and reasons are printable, and there", () => {
    for (const change of [{ actor: { kind: "person", id: "" } }, { actor: { kind: "robot", id: "x" } }, { subject: "" }, { purpose: "" }, { purpose: "a\0b" }, { ground: "\ud800" }, { about: { kind: "Service", id: "S001" } }, { about: { kind: "service", id: "" } }, { at: new Date("never") }]) malformed(change);
    taken({ about: { kind: "enterprise", id: "91110000100000000A" }, actingFor: "0199a1b2-0000-7000-8000-000000000001" });
  });

  test("what looks like somebody's number is refused, where people type and where values could slip in", () => {
    const revealing: Partial<AuditEntry>[] = [
      { purpose: `核实 ${ID_NUMBER}` }, { ground: `电话 138 0013 8000` }, { detail: { query: ID_NUMBER } }, { detail: { phone: 13_800_138_000 } }, { purpose: "长".repeat(201) }, { detail: { text: "x".repeat(201) } }, { subject: ID_NUMBER }, { actor: { kind: "person", id: "13800138000" } },
    ];
    for (const change of revealing) {
      assert.throws(() => checkEntry(anEntry(change)), (error) => error instanceof DomainError && error.code === "personal-data-in-record" && !/13800|138 0013|1890/.test(error.message), JSON.stringify(change));
    }
    taken({ purpose: "长".repeat(200) });
  });
});

describe("what looks like personal data", () => {
  for (const text of [ID_NUMBER, ID_NUMBER.toLowerCase(), `证件${ID_NUMBER}号`, "110101 18900307 008X", "１１０１０１１８９００３０７００８Ｘ"]) {
    test(`an ID number: ${text}`, () => assert.equal(findPersonalData(text), "an ID number"));
  }
  for (const text of ["13800138000", "手机13800138000", "tel:+86 138-0013-8000", "8613800138000", "15400000001", "１３８００１３８０００", "phone13800138000x"]) {
    test(`a mobile number: ${text}`, () => assert.equal(findPersonalData(text), "a mobile number"));
  }
  const harmless = ["", "110101189003070081", "1101011890030700", "0898-12345", "12800138000", "138001380001", "2026-11-21 13:45:00", "ORDER-20261121-000137", "0199a138-7123-8000-8138-001380001385", `sha256 ${"a13800138000b".repeat(4)}`, "个人信息保护法第13条"];
  for (const text of harmless) test(`harmless: ${text}`, () => assert.equal(findPersonalData(text), undefined));
});

describe("the canonical form", () => {
  const row: ChainedRow = {
    lane: 3, number: 7, at: "1763769866123456", actor_kind: "person", actor: "p1", actor_city: null, actor_department: null, act: "person.read", subject: "p2", acting_for: null,
    purpose: "查看", ground: null, fields: ["name", "phone"], about_kind: null, about_id: null, city: "haikou", detail: [["b", "number", "2"], ["a", "string", "x"]], previous_hash: Buffer.alloc(32), hash: Buffer.alloc(32),
  };

  test("is what the README says, to the byte", () => {
    assert.equal(
      canonicalForm(row).toString(),
      "citizen-cloud audit entry 11:31:716:17637698661234566:person2:p1--11:person.read2:p2-6:查看-2;4:name5:phone--6:haikou2;1:a6:string1:x1:b6:number1:2",
    );
  });

  test("no two different entries have the same", () => {
    const variants: Partial<ChainedRow>[] = [
      {}, { purpose: null }, { purpose: "" }, { purpose: "-" }, { ground: "", purpose: null }, { fields: null }, { fields: [] }, { fields: [""] }, { fields: ["name5:phone"] }, { fields: ["phone", "name"] },
      { detail: null }, { detail: [] }, { detail: [["a", "string", "2"]] }, { detail: [["a", "number", "2"]] }, { detail: [["a", "null", null]] }, { at: "1763769866123457" }, { lane: 1, number: 17 }, { actor_city: "p2", subject: null },
    ];
    assert.equal(new Set(variants.map((change) => canonicalForm({ ...row, ...change }).toString("hex"))).size, variants.length);
  });
});
