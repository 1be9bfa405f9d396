/**
 * Compares what a crowd was told with what the database holds, as a program of its own that shares nothing with the server:
 * `check-entries.ts DATABASE_URL CAMPAIGN ACKNOWLEDGED`, where the file has a line `person number` for each acknowledged
 * registration. Prints what it found as JSON and ends with 1 when anything was lost, doubled or handed out too often.
 */
import { readFileSync } from "node:fs";
import pg from "pg";

const [url = "", campaign = "", file = ""] = process.argv.slice(2);
const client = new pg.Client({ connectionString: url });
await client.connect();
const { rows } = await client.query<{ person: string; number: number }>("select e.person, e.number from booking.entry e join booking.campaign c on c.id = e.campaign where c.slug = $1", [campaign]);
const { rows: quotas } = await client.query<{ capacity: number; taken: number }>("select q.capacity, q.taken from booking.quota q join booking.campaign c on c.id = q.campaign where c.slug = $1", [campaign]);
await client.end();

const stored = new Map(rows.map(({ person, number }) => [person, number]));
const acknowledged = readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => line.split(" ") as [string, string]);
const lost = acknowledged.filter(([person]) => !stored.has(person)).length;
const changed = acknowledged.filter(([person, number]) => stored.has(person) && stored.get(person) !== Number(number)).length;
const numbers = rows.map(({ number }) => number).toSorted((a, b) => a - b);
const gaps = numbers.filter((number, index) => number !== index + 1).length;
const doubled = rows.length - stored.size;
const overdrawn = quotas.filter(({ capacity, taken }) => taken > capacity).length;
const disagreeing = quotas.reduce((sum, { taken }) => sum + taken, 0) - rows.length;
const found = { acknowledged: acknowledged.length, stored: rows.length, lost, changed, doubled, gaps, overdrawn, disagreeing };
process.stdout.write(`${JSON.stringify(found)}\n`);
if (lost + changed + doubled + gaps + overdrawn + Math.abs(disagreeing) > 0) process.exitCode = 1;
