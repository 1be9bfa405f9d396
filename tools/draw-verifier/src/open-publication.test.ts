// A draw is found in a folder or at an address, and the command says what became of it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { publishDraw } from "./testing.ts";

const published = publishDraw({ count: 300, returned: [1] });
let folder: string;
let server: Server;
let address: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "citizen-cloud-draw-"));
  writeFileSync(join(folder, "draw.json"), JSON.stringify(published.publication));
  writeFileSync(join(folder, "participants.txt"), published.participants);
  writeFileSync(join(folder, "winners.txt"), published.winners);
  server = createServer((request, reply) => {
    const answers: Record<string, string> = { "/draw": JSON.stringify(published.publication), "/draw/participants": published.participants, "/draw/winners": published.winners };
    const answer = answers[request.url ?? ""];
    reply.writeHead(answer === undefined ? 404 : 200).end(answer ?? "");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/draw`;
});
after(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function run(command: string[], ...args: string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [...command, ...args], { env: { PATH: process.env.PATH ?? "" } });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, text };
}

const ALONE = [join(import.meta.dirname, "command.ts")];
const AS_THE_SERVERS_COMMAND = [join(import.meta.dirname, "../../../server/src/cli.ts"), "draw", "verify"];

test("a folder and an address hold", async () => {
  const own = published.proofOf(0);
  for (const place of [folder, address, `${address}/`]) {
    const { code, text } = await run(ALONE, place, own.commitment);
    assert.equal(code, 0, text);
    assert.match(text, /The draw holds/);
    assert.ok(text.includes(`${own.commitment} stands in line ${own.position + 1}`));
  }
});

test("what was changed fails, and what is not there is said", async () => {
  const changed = mkdtempSync(join(tmpdir(), "citizen-cloud-draw-"));
  try {
    writeFileSync(join(changed, "draw.json"), JSON.stringify(published.publication));
    writeFileSync(join(changed, "participants.txt"), published.participants.replace(/ 1\n/, " 2\n"));
    writeFileSync(join(changed, "winners.txt"), published.winners);
    for (const command of [ALONE, AS_THE_SERVERS_COMMAND]) {
      const failed = await run(command, changed);
      assert.equal(failed.code, 1, failed.text);
      assert.match(failed.text, /does NOT hold/);
    }
    writeFileSync(join(changed, "draw.json"), "no json");
    for (const place of [changed, join(changed, "nothing"), `${address}/nothing`, "http://127.0.0.1:1/draw"]) assert.equal((await run(ALONE, place)).code, 2);
    assert.equal((await run(ALONE)).code, 2);
  } finally {
    rmSync(changed, { recursive: true, force: true });
  }
});
