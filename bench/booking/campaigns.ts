/** Many campaigns at once, a table that is full already, and what is answered when nothing is left. */
import { type Ask, requestBytes } from "../../server/src/modules/booking/rehearsal/crowd.ts";
import { figure, type Figure, median, say } from "../support/figures.ts";
import { addPeople } from "../support/people.ts";
import { openRushCity, type RushCity } from "../support/rush-city.ts";
import { type RunningServer, startProgram } from "../support/server.ts";
import { assertAll, crowdAt, numbers, openPages, registrations } from "./crowds.ts";

const CAMPAIGNS = 1_000;
const ROUNDS = 3;
const CONNECTIONS = 256;
const ROUND_MS = 4_000;
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 200_000);
const ROWS = Number(process.env.BENCH_ROWS ?? 10_000_000);

export async function measureCampaigns(): Promise<Figure[]> {
  const single = Array.from({ length: ROUNDS * 3 + 1 }, (_each, index) => ({ id: `one-${index}`, places: 2_000_000 }));
  const many = Array.from({ length: CAMPAIGNS }, (_each, index) => ({ id: `many-${index}`, places: 2_000_000 }));
  const city = await openRushCity([...single, ...many, { id: "gone", places: 1 }]);
  const running: RunningServer[] = [];
  try {
    await addPeople(city.client, 0, PEOPLE);
    const ours = await city.startServer();
    const bare = await startProgram(["bench/peers/bare-post.ts"], "/");
    running.push(ours, bare);
    const cookies = await openPages(ours, "one-0", PEOPLE);
    let round = 0;
    const one = async () => {
      const measured = await crowdAt(ours, registrations(`one-${round++}`, numbers(0, PEOPLE), cookies), CONNECTIONS, ROUND_MS);
      assertAll(measured, [201], "one campaign");
      return measured.rate;
    };
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
    const pairs: { one: number; many: number }[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) pairs.push({ one: await one(), many: await thousand() });
    say(pairs.map((each) => `one ${each.one.toFixed(0)}/s, a thousand ${each.many.toFixed(0)}/s`).join(" · "));

    const empty = [await one(), await one(), await one()];
    const soldOut = await measureSoldOut(ours, bare);
    say(`adding ${ROWS} rows`);
    await fill(city);
    const full = [await one(), await one(), await one()];
    return [
      figure(`${CAMPAIGNS} campaigns at once, against one`, median(pairs.map((each) => each.many)), "/s", median(pairs.map((each) => each.one)), "at least 0.75 of it", () => median(pairs.map((each) => each.many / each.one)) >= 0.75),
      figure("with ten million entries, against none", median(full), "/s", median(empty), "at least 0.8 of it", (_value, ratio) => ratio >= 0.8),
      ...soldOut,
    ];
  } finally {
    for (const each of running) await each.stop();
    await city.stop();
  }
}

async function measureSoldOut(ours: RunningServer, bare: RunningServer): Promise<Figure[]> {
  await crowdAt(ours, registrations("gone", numbers(0, 1)), 1, 1_000);
  const status = requestBytes("GET", "/api/v1/rush/haikou/gone");
  const shown = (await (await fetch(`${ours.address}/api/v1/rush/haikou/gone`)).json()) as { state: string };
  if (shown.state !== "sold-out") throw new Error(`The campaign is ${shown.state}, not sold out`);
  const rates: { ours: number; bare: number }[] = [];
  for (let turn = 0; turn < ROUNDS; turn += 1) {
    const get = requestBytes("GET", "/");
    rates.push({ bare: (await crowdAt(bare, () => ({ bytes: get }), CONNECTIONS, ROUND_MS / 2, [200])).rate, ours: (await crowdAt(ours, () => ({ bytes: status }), CONNECTIONS, ROUND_MS / 2, [200])).rate });
  }
  const refused = await crowdAt(ours, registrations("gone", numbers(1, PEOPLE - 1)), CONNECTIONS, ROUND_MS / 2, [410]);
  assertAll(refused, [410], "registrations when nothing is left");
  return [
    figure("sold out, as everybody's page asks, against a bare GET", median(rates.map((each) => each.ours)), "/s", median(rates.map((each) => each.bare)), "at least 0.9 of it", () => median(rates.map((each) => each.ours / each.bare)) >= 0.9),
    figure("sold out, to whoever registers all the same", refused.rate, "/s", median(rates.map((each) => each.bare)), "stated", () => true),
  ];
}

/** Entries of earlier campaigns. */
async function fill({ client }: RushCity): Promise<void> {
  const step = 1_000_000;
  for (let first = 0; first < ROWS; first += step) {
    await client.query("insert into booking.entry (campaign, person, quota, number) select 1000000 + i / 1000000, gen_random_uuid(), 1, i + 1 from generate_series($1::int, $2::int) i", [first, first + step - 1]);
  }
  await client.query("vacuum analyze booking.entry");
  await client.query("checkpoint");
}
