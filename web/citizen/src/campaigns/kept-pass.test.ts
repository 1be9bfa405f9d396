// A pass is kept for its person and its time, and no longer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { keepPass, keptPass } from "./kept-pass.ts";

test("it comes back for the same person until it ends", () => {
  const content = new Map<string, string>();
  const store = { getItem: (key: string) => content.get(key) ?? null, setItem: (key: string, value: string) => void content.set(key, value) };
  keepPass(store, "haikou/hpv", "one", { pass: "p", until: 1_000, group: "adults" });
  assert.deepEqual(keptPass(store, "haikou/hpv", "one", 999), { pass: "p", until: 1_000, group: "adults" });
  assert.equal(keptPass(store, "haikou/hpv", "one", 1_000), undefined);
  assert.equal(keptPass(store, "haikou/hpv", "other", 0), undefined);
  assert.equal(keptPass(store, "haikou/concert", "one", 0), undefined);
  content.set("cc-pass-haikou/hpv", '{"person":"one","pass":7,"until":5}');
  assert.equal(keptPass(store, "haikou/hpv", "one", 0), undefined);
});
