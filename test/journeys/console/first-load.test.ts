// What a clerk waits for on the first morning: the shell and the catalogue, not the rooms behind them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { BASE_URL } from "./browser.ts";

const KILOBYTE = 1024;
const MOST_KILOBYTES = 180;

test("the first load keeps within its limit", async (journey) => {
  const page = await (await fetch(`${BASE_URL}/console/catalogue`)).text();
  const files = [...page.matchAll(/(?:src|href)="(\/console\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? "");
  assert.ok(files.length > 3);
  let bytes = brotliCompressSync(page).byteLength;
  for (const file of files) bytes += brotliCompressSync(new Uint8Array(await (await fetch(`${BASE_URL}${file}`)).arrayBuffer())).byteLength;
  journey.diagnostic(`console: ${(bytes / KILOBYTE).toFixed(1)} KB in ${files.length} files (brotli)`);
  assert.ok(bytes <= MOST_KILOBYTES * KILOBYTE, `${(bytes / KILOBYTE).toFixed(1)} KB`);
});
