/**
 * Reading the catalogue: an item's guide and a topic's list, against a bare Fastify route that returns the same bytes.
 * The two take turns on the same two cores as the load generator, so the ratio is the result, not the rate.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { figureInTurns, report, type Round, say } from "./support/figures.ts";
import { startProgram, startServer } from "./support/server.ts";

const ROUNDS = 5;
const SECONDS = 3;
const CONNECTIONS = 64;
const GUIDE = "/api/v1/cities/haikou/services/S077";
const TOPIC = "/api/v1/cities/haikou/services?topic=transport&limit=100";

const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-bench-"));
const ours = await startServer();
const bodies = {
  "/guide": await (await fetch(ours.address + GUIDE)).text(),
  "/topic": await (await fetch(ours.address + TOPIC)).text(),
};
writeFileSync(join(folder, "bodies.json"), JSON.stringify(bodies));
const bare = await startProgram(["bench/peers/bare-fastify.ts", join(folder, "bodies.json")], "/guide");

const pairs = [
  { name: "GET an item's guide", ours: ours.address + GUIDE, bare: `${bare.address}/guide` },
  { name: "GET a topic's list", ours: ours.address + TOPIC, bare: `${bare.address}/topic` },
];
const figures = [];
for (const pair of pairs) {
  const rounds: Round[] = [];
  await measure(pair.ours);
  await measure(pair.bare);
  for (let round = 0; round < ROUNDS; round += 1) rounds.push({ ours: await measure(pair.ours), other: await measure(pair.bare) });
  say(`${pair.name}: ratios ${rounds.map(({ ours: own, other }) => (own / other).toFixed(2)).join(" ")}`);
  figures.push(figureInTurns(pair.name, rounds, "req/s", "at least 60 % of bare Fastify", (ratio) => ratio >= 0.6));
}
await bare.stop();
await ours.stop();
rmSync(folder, { recursive: true, force: true });
report(figures);

/** Requests answered in a second. Any answer but 200 is a fault of the benchmark. */
async function measure(url: string): Promise<number> {
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${url}: ${result.non2xx} refusals, ${result.errors} errors`);
  return result.requests.total / result.duration;
}
