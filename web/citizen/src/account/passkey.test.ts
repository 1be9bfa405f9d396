// What the browser's keys are made of travels as base64url and comes back the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bytes, text } from "./passkey.ts";

test("there and back, with every byte and every length", () => {
  for (let length = 0; length < 6; length += 1) {
    const given = Uint8Array.from({ length }, (_unused, index) => 255 - index);
    assert.deepEqual(new Uint8Array(bytes(text(given.buffer))), given);
  }
  const all = Uint8Array.from({ length: 256 }, (_unused, index) => index);
  assert.deepEqual(new Uint8Array(bytes(text(all.buffer))), all);
  assert.match(text(all.buffer), /^[A-Za-z0-9_-]+$/);
});
