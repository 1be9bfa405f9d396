import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { ReplyCache } from "./reply-cache.ts";

const KILOBYTE = 1_024;

test("made-up addresses never fill more than the bound, however long their replies are", () => {
  const cache = new ReplyCache(100 * KILOBYTE);
  for (let number = 0; number < 500; number += 1) {
    cache.store(`/?q=${number}`, "text/html", randomBytes(number * 10).toString("hex"));
    assert.ok(cache.sizeBytes <= 100 * KILOBYTE);
  }
  assert.ok(cache.sizeBytes > 50 * KILOBYTE);
});

test("what was not asked for longest goes first", () => {
  const cache = new ReplyCache(5 * KILOBYTE);
  for (const address of ["/a", "/b", "/c"]) cache.store(address, "text/html", "a page");
  cache.find("/a");
  for (const address of ["/d", "/e"]) cache.store(address, "text/html", "a page");
  assert.deepEqual(["/a", "/b", "/e"].map((address) => cache.find(address) !== undefined), [true, false, true]);
});

test("a reply larger than the bound is answered, and pushes nothing out", () => {
  const cache = new ReplyCache(5 * KILOBYTE);
  cache.store("/small", "text/html", "a page");
  assert.equal(cache.store("/large", "text/html", "x".repeat(10 * KILOBYTE)).plain.length, 10 * KILOBYTE);
  assert.equal(cache.find("/large"), undefined);
  assert.ok(cache.find("/small"));
});

test("an entry keeps no more memory than its own bytes", () => {
  const { plain, brotli } = new ReplyCache(100 * KILOBYTE).store("/", "text/html", "page ".repeat(KILOBYTE));
  for (const text of [plain, brotli]) assert.equal(text?.buffer.byteLength, text?.length);
});
