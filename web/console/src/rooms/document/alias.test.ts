import assert from "node:assert/strict";
import { test } from "node:test";
import { withAlias } from "./alias.ts";

test("a word goes to the list of its language, once", () => {
  const { language, edit } = withAlias("罚单");
  assert.equal(language, "zh");
  const once = edit({ id: "S001", aliases: { zh: ["违章"], en: [] } });
  assert.deepEqual(once.aliases, { zh: ["违章", "罚单"], en: [] });
  assert.equal(edit(once), once);
});

test("what has no Chinese in it is taken for English", () => {
  assert.deepEqual(withAlias("parking fine").edit({}).aliases, { en: ["parking fine"] });
});
