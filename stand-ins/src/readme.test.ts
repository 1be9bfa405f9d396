import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createPopulation, DEMONSTRATION_PEOPLE } from "./population/index.ts";

const README = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");

test("the README's table has every person and enterprise of the demonstration as they are", () => {
  for (const [index, { name, idNumber, phone, birthDate }] of DEMONSTRATION_PEOPLE.entries()) {
    assert.ok(README.includes(`| ${index} | ${name} | ${birthDate} | \`${idNumber}\` | ${phone === undefined ? "–" : `\`${phone}\``} |`), `${index} ${name} ${birthDate} ${idNumber} ${phone}`);
  }
  const population = createPopulation({ seed: "any", size: 60 });
  for (let index = 0; index < 3; index++) {
    const { name, creditCode, state } = population.enterpriseAt(index);
    assert.ok(README.includes(`| ${index} | ${name} | \`${creditCode}\` | ${state} |`), `${index} ${name} ${creditCode} ${state}`);
  }
});
