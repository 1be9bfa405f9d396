import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { test } from "node:test";
import { createMasterKeys } from "./keys.ts";
import { createMac, openTextSigner } from "./signed-text.ts";

test("the digest is HMAC-SHA-256, at every length", () => {
  const key = randomBytes(32);
  const mac = createMac(key);
  for (let length = 0; length < 300; length += 7) {
    const text = "市".repeat(length);
    assert.equal(mac(text), createHmac("sha256", key).update(text).digest("base64url"));
  }
  assert.throws(() => mac("x".repeat(4_000)), RangeError);
});

test("a text is read by who signed it, also after the keys were rotated, and not under another label", () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const before = openTextSigner(createMasterKeys(1, new Map([[1, first]])), "ticket");
  const rotated = openTextSigner(createMasterKeys(2, new Map([[1, first], [2, second]])), "ticket");
  const signed = before.sign("7.somebody");
  assert.equal(before.read(signed), "7.somebody");
  assert.equal(rotated.read(signed), "7.somebody");
  assert.equal(before.read(rotated.sign("7.somebody")), undefined);
  assert.equal(openTextSigner(createMasterKeys(1, new Map([[1, first]])), "pass").read(signed), undefined);
});

test("nothing that was changed is read", () => {
  const signer = openTextSigner(createMasterKeys(1, new Map([[1, randomBytes(32)]])), "ticket");
  const signed = signer.sign("7.somebody");
  for (let at = 0; at < signed.length; at += 1) {
    const changed = `${signed.slice(0, at)}${signed[at] === "x" ? "y" : "x"}${signed.slice(at + 1)}`;
    assert.equal(signer.read(changed), undefined, changed);
  }
  for (const odd of ["", "~", "~~", "1~~", "1~7.somebody~", `${signed}=`, `${signed} `, "1~".repeat(600), `2${signed.slice(1)}`]) assert.equal(signer.read(odd), undefined, odd);
});
