/** Many campaigns at once, a table that is full already, and what is answered when nothing is left. */
import { execFileSync } from "node:child_process";
import { type Ask, requestBytes } from "../../server/src/modules/booking/rehearsal/crowd.ts";
import { figure, type Figure, figureInTurns, median, type Round, say } from "../support/figures.ts";
import { addPeople } from "../support/people.ts";
import { openRushCity, type RushCity } from "../support/rush-city.ts";
import { type RunningServer, startProgram } from "../support/server.ts";
import { assertAll, crowdAt, numbers, openPages, registrations } from "./crowds.ts";

const CAMPAIGNS = 1_000;
const ROUNDS = 3;
const CONNECTIONS = 256;
const ROUND_MS = 4_000;
const PLACES = 2_000_000;
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 200_000);
const ROWS = Number(process.env.BENCH_ROWS ?? 10_000_000);

export async function measureCampaigns(): Promise<Figure[]> {
  return [...(await measureManyCampaigns()), ...(await measureFullTable())];
}

async function measureManyCampaigns(): Promise<Figure[]> {
  const many = Array.from({ length: CAMPAIGNS }, (_each, index) => ({ id: `many-${index}`, places: PLACES }));
  const town = await openTown([...single(ROUNDS + 1), ...many, { id: "gone", places: 1 }]);
  const { ours, cookies, one } = town;
  let bare: RunningServer | undefined;
  try {
    let person = 0;
    const thousand = async () => {
      const next = (): Ask => {
        const each = person++;
        return { bytes: requestBytes("POST", `/api/v1/rush/haikou/many-${each % CAMPAIGNS}/entries`, { cookie: cookies[Math.floor(each / 7) % PEOPLE], body: {} }) };
      };
      const measured = await crowdAt(ours, next, CONNECTIONS, ROUND_MS, [201, 200]);
      assertAll(measured, [201, 200], "a thousand campaigns");
      return measured.rate;
    };
    await one();
    const pairs: Round[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) pairs.push({ other: await one(), ours: await thousand() });
    say(pairs.map((each) => `one ${each.other.toFixed(0)}/s, a thousand ${each.ours.toFixed(0)}/s`).join(" · "));
    bare = await startProgram(["bench/peers/bare-post.ts"], "/");
    return [
      figureInTurns(`${CAMPAIGNS} campaigns at once, against one`, pairs, "/s", "at least 0.75 of it", (ratio) => ratio >= 0.75),
      ...(await measureSoldOut(ours, bare)),
    ];
  } finally {
    await bare?.stop();
    await town.close();
  }
}

/** Two servers, each with a database of its own, in turns: one table is empty, the other holds the entries of earlier campaigns. */
async function measureFullTable(): Promise<Figure[]> {
  const [empty, full] = [await openTown(single(ROUNDS + 1)), await openTown(single(ROUNDS + 1))];
  try {
    say(`adding ${ROWS} rows`);
    await fill(full.city);
    for (const { city } of [empty, full]) await city.client.query("checkpoint");
    // What was filled in is on the disk before anything is measured: a city's old entries are not written in the hour of the rush.
    execFileSync("sync");
    for (const { one } of [empty, full]) await one();
    const pairs: Round[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) pairs.push({ other: await empty.one(), ours: await full.one() });
    say(pairs.map((each) => `empty ${each.other.toFixed(0)}/s, full ${each.ours.toFixed(0)}/s`).join(" · "));
    return [figureInTurns(`with ${ROWS} entries, against none`, pairs, "/s", "at least 0.8 of it", (ratio) => ratio >= 0.8)];
  } finally {
    await empty.close();
    await full.close();
  }
}

const single = (count: number) => Array.from({ length: count }, (_each, index) => ({ id: `one-${index}`, places: PLACES }));

/** A city with its people, who have their pages open, and a server; each round of `one` registers them in a campaign of their own. */
async function openTown(campaigns: { id: string; places: number }[]) {
  const city = await openRushCity(campaigns);
  let server: RunningServer | undefined;
  const close = async () => {
    await server?.stop();
    await city.stop();
  };
  try {
    await addPeople(city.client, 0, PEOPLE);
    const ours = (server = await city.startServer());
    const cookies = await openPages(ours, "one-0", PEOPLE);
    let round = 0;
    const one = async () => {
      const measured = await crowdAt(ours, registrations(`one-${round++}`, numbers(0, PEOPLE), cookies), CONNECTIONS, ROUND_MS);
      assertAll(measured, [201], "one campaign");
      return measured.rate;
    };
    return { city, ours, cookies, one, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function measureSoldOut(ours: RunningServer, bare: RunningServer): Promise<Figure[]> {
  await crowdAt(ours, registrations("gone", numbers(0, 1)), 1, 1_000);
  const status = requestBytes("GET", "/api/v1/rush/haikou/gone");
  const shown = (await (await fetch(`${ours.address}/api/v1/rush/haikou/gone`)).json()) as { state: string };
  if (shown.state !== "sold-out") throw new Error(`The campaign is ${shown.state}, not sold out`);
  const rates: Round[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const get = requestBytes("GET", "/");
    rates.push({ other: (await crowdAt(bare, () => ({ bytes: get }), CONNECTIONS, ROUND_MS / 2, [200])).rate, ours: (await crowdAt(ours, () => ({ bytes: status }), CONNECTIONS, ROUND_MS / 2, [200])).rate });
  }
  const refused = await crowdAt(ours, registrations("gone", numbers(1, PEOPLE - 1)), CONNECTIONS, ROUND_MS / 2, [410]);
  assertAll(refused, [410], "registrations when nothing is left");
  return [
    figureInTurns("sold out, as everybody's page asks, against a bare GET", rates, "/s", "at least 0.9 of it", (ratio) => ratio >= 0.9),
    figure("sold out, to whoever registers all the same", refused.rate, "/s", median(rates.map((each) => each.other)), "stated", () => true),
  ];
}

/** Entries of earlier campaigns. */
async function fill({ client }: RushCity): Promise<void> {
  const step = 1_000_000;
  for (let first = 0; first < ROWS; first += step) {
    await client.query("insert into booking.entry (campaign, person, quota, number) select 1000000 + i / 1000000, gen_random_uuid(), 1, i + 1 from generate_series($1::int, $2::int) i", [first, first + step - 1]);
  }
  await client.query("vacuum analyze booking.entry");
}
