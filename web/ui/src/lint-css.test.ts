// Components speak in semantic tokens only: no colour of their own, no primitive, no free size of type.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const web = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["ui/src/components", "citizen/src"].map((folder) => join(web, folder));

function sheetsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".css")).map((file) => join(folder, file));
}

/** The printed page has its own sizes and only black on white. A plan's lettering scales with its drawing. */
function screenRules(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/@media print \{[\s\S]*$/, "").replace(/\.plan-[\s\S]*?\}/g, "");
}

const known = new Set([...readFileSync(join(web, "ui/src/tokens/semantic.css"), "utf8").matchAll(/(--[\w-]+):/g)].map((match) => match[1]));

for (const file of SOURCES.flatMap(sheetsIn)) {
  test(file.slice(web.length), () => {
    const css = screenRules(readFileSync(file, "utf8"));
    assert.deepEqual(css.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(/gi) ?? [], [], "a colour that is no token");
    assert.deepEqual(css.match(/--p-[\w-]+/g) ?? [], [], "a primitive token");
    assert.deepEqual(css.match(/font-size:(?!\s*var\(--text-)[^;]+/g) ?? [], [], "a size of type that is no token");
    const unknown = [...css.matchAll(/var\((--[\w-]+)/g)].map((match) => match[1]).filter((name) => !known.has(name));
    assert.deepEqual(unknown, [], "a token that does not exist");
  });
}
