// Pages ask one by one: spread over time, slower after failures, never sooner than told.
import assert from "node:assert/strict";
import { test } from "node:test";
import { afterOpening, readRetryAfter, untilNextLook, untilRetry } from "./patience.ts";

const least = () => 0;
const most = () => 0.999_999;

test("the nearer the turn, the oftener one looks, within limits", () => {
  assert.equal(untilNextLook(60_000, () => 0.5), 12_000);
  assert.equal(untilNextLook(1_000, least), 1_500);
  assert.ok(untilNextLook(3_600_000, most) <= 37_500);
  assert.ok(untilNextLook(undefined, least) >= 7_500);
});

test("failures are answered by waiting twice as long, up to a minute", () => {
  assert.deepEqual([1, 2, 3, 4, 40].map((failures) => untilRetry(failures, undefined, most)), [1_000, 2_000, 4_000, 8_000, 60_000]);
  assert.equal(untilRetry(1, undefined, least), 500);
});

test("never sooner than the server asked for, and never a day", () => {
  for (const chance of [least, most]) {
    const wait = untilRetry(1, 20, chance);
    assert.ok(wait >= 20_000 && wait <= 25_000, String(wait));
  }
  assert.ok(untilRetry(1, 1e9, most) <= 750_000);
  assert.equal(untilRetry(1, Number.NaN, least), 500);
});

test("a thousand pages that were refused in the same second come back spread out", () => {
  const seconds = new Set(Array.from({ length: 1_000 }, (_unused, index) => Math.floor(untilRetry(1, 20, () => index / 1_000) / 100)));
  assert.ok(seconds.size >= 40, `${seconds.size} different tenths of a second`);
});

test("after the opening they look within three seconds", () => {
  assert.equal(afterOpening(least), 0);
  assert.ok(afterOpening(most) <= 3_000);
});

test("Retry-After is read in both its forms", () => {
  const now = Date.parse("2026-11-22T00:00:00Z");
  assert.equal(readRetryAfter("7", now), 7);
  assert.equal(readRetryAfter("Sun, 22 Nov 2026 00:00:30 GMT", now), 30);
  assert.equal(readRetryAfter("soon", now), undefined);
  assert.equal(readRetryAfter("-3", now), undefined);
  assert.equal(readRetryAfter(null, now), undefined);
});
