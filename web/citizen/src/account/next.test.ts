// After signing in one comes back to a page of this site, and to no other.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readNext } from "./next.ts";

const next = (address: string) => readNext(new URLSearchParams({ next: address }));

test("a path of this site is followed, with its query", () => {
  assert.equal(next("/haikou/me"), "/haikou/me");
  assert.equal(next("/en/haikou/services?by=all#x"), "/en/haikou/services?by=all#x");
  assert.equal(next("/haikou/../chengdu"), "/chengdu");
});

test("other sites, schemes and tricks with slashes are not", () => {
  for (const address of ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "javascript:alert(1)", "haikou", "", "/a\\b", "/ok\n//evil"]) {
    assert.equal(next(address), undefined, address);
  }
  assert.equal(readNext(new URLSearchParams()), undefined);
});

test("neither signing in again nor the machine's addresses", () => {
  assert.equal(next("/haikou/sign-in?next=/x"), undefined);
  assert.equal(next("/en/haikou/sign-in"), undefined);
  assert.equal(next("/api/v1/me"), undefined);
});
