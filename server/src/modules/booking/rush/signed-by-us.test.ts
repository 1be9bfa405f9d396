/** What a person carries from the server and back: tickets, passes, a solved challenge. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { createMasterKeys } from "../../../kernel/crypto/keys.ts";
import { openTextSigner } from "../../../kernel/crypto/signed-text.ts";
import { newId } from "../../../kernel/ids.ts";
import { challengeText, isSolved, minuteOf } from "./challenge.ts";
import { type Pass, readPass, signPass } from "./pass.ts";
import { readTicket, signTicket, type Ticket } from "./ticket.ts";

const keys = createMasterKeys(1, new Map([[1, randomBytes(32)]]));
const tickets = openTextSigner(keys, "booking/ticket");
const passes = openTextSigner(keys, "booking/pass");

test("a ticket comes back as it was given", () => {
  const person = newId();
  const given: Ticket[] = [
    { campaign: 7, person, kind: "early", number: 0 },
    { campaign: 7, person, kind: "kept", number: 12, drawnFrom: 0, turnAt: 1_800_000_000_000 },
    { campaign: 7, person, kind: "quick", number: 7_000_000_000, turnAt: 1_800_000_000_000 },
  ];
  for (const ticket of given) assert.deepEqual(readTicket(tickets, signTicket(tickets, ticket)), ticket);
});

test("a pass comes back as it was given, and is no ticket", () => {
  const pass: Pass = { campaign: 7, person: newId(), quota: 3, conditions: "0123456789abcdef", until: 1_800_000_000_000 };
  const signed = signPass(passes, pass);
  assert.deepEqual(readPass(passes, signed), pass);
  assert.equal(readTicket(tickets, signed), undefined);
  assert.equal(readPass(passes, signTicket(tickets, { campaign: 7, person: pass.person, kind: "kept", number: 1 })), undefined);
});

test("a position of one's own choice is none", () => {
  const signed = signTicket(tickets, { campaign: 7, person: newId(), kind: "kept", number: 900_000 });
  assert.equal(readTicket(tickets, signed.replace("900000", "1")), undefined);
});

function solve(campaign: string, person: string, minute: number, bits: number): string {
  for (let nonce = 0; ; nonce += 1) {
    if (Math.clz32(createHash("sha256").update(challengeText(campaign, person, minute) + nonce).digest().readUInt32BE(0)) >= bits) return String(nonce);
  }
}

test("a solved challenge counts for one person, one campaign and ten minutes", () => {
  const now = 1_800_000_000_000;
  const minute = minuteOf(now);
  const nonce = solve("haikou/one", "somebody", minute, 12);
  assert.ok(isSolved("haikou/one", "somebody", { minute, nonce }, now, 12));
  assert.ok(isSolved("haikou/one", "somebody", { minute, nonce }, now + 9 * 60_000, 12));
  assert.ok(!isSolved("haikou/one", "somebody", { minute, nonce }, now + 11 * 60_000, 12));
  assert.ok(!isSolved("haikou/one", "somebody", { minute: minute + 1, nonce: solve("haikou/one", "somebody", minute + 1, 12) }, now, 12), "worked ahead");
  assert.ok(!isSolved("haikou/one", "somebody", { minute, nonce: "x".repeat(100) }, now, 0), "long nonces");
});
