import assert from "node:assert/strict";
import { it } from "node:test";
import { stem } from "./english.ts";

it("brings the forms of a word together", () => {
  const families = [
    ["drive", "driver", "drivers", "driving"],
    ["licence", "license", "licences", "licensing"],
    ["marry", "married", "marriage"],
    ["register", "registered", "registers"],
    ["renew", "renewal", "renewing"],
    ["vaccine", "vaccines", "vaccination"],
    ["tax", "taxes"],
    ["fee", "fees"],
  ];
  for (const family of families) assert.equal(new Set(family.map(stem)).size, 1, `${family.join(" ")}: ${family.map(stem).join(" ")}`);
});

it("keeps different short words apart", () => {
  const words = ["car", "care", "card", "bus", "gas", "fine", "find", "bill", "tax", "taxi"];
  assert.equal(new Set(words.map(stem)).size, words.length);
});
