import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { newId } from "../../../kernel/ids.ts";
import { createFilter } from "./entered.ts";

test("whoever was added is never told apart as a stranger, and few strangers are taken for somebody", () => {
  for (const make of [newId, randomUUID]) {
    const filter = createFilter(20_000);
    const added = Array.from({ length: 20_000 }, () => make());
    for (const id of added) filter.add(id);
    assert.ok(added.every((id) => filter.perhaps(id)));
    const mistaken = Array.from({ length: 20_000 }, () => make()).filter((id) => filter.perhaps(id)).length;
    assert.ok(mistaken < 400, `${mistaken} of 20,000`);
  }
});
