/** The same beside a synchronous standby that adds two milliseconds to every commit: the surer the storing, the more batches gain. */
import { type Figure, figureInTurns, type Round, say } from "../support/figures.ts";
import { addPeople } from "../support/people.ts";
import { openRushCity } from "../support/rush-city.ts";
import { type RunningServer, startProgram } from "../support/server.ts";
import { startStandby } from "../support/standby.ts";
import { assertAll, crowdAt, numbers, registrations, wishes } from "./crowds.ts";

const ROUNDS = 3;
const CONNECTIONS = 256;
const ROUND_MS = 4_000;
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 200_000);
const DELAY_MS = 2;

export async function measureStandby(): Promise<Figure[]> {
  const city = await openRushCity(Array.from({ length: ROUNDS + 1 }, (_each, index) => ({ id: `rush-${index}`, places: 2_000_000 })));
  const running: RunningServer[] = [];
  const standby = await startStandby(city, { delayMs: DELAY_MS });
  try {
    await addPeople(city.client, 0, PEOPLE);
    const ours = await city.startServer();
    const raw = await startProgram(["bench/peers/row-lock.ts", "raw"], "/", { DATABASE_URL: city.postgres.url });
    running.push(ours, raw);
    const rounds: Round[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const own = await crowdAt(ours, registrations(`rush-${round}`, numbers(0, PEOPLE)), CONNECTIONS, ROUND_MS);
      assertAll(own, [201], "registrations beside a standby");
      const usual = await crowdAt(raw, wishes(numbers(round * 1_000_000)), CONNECTIONS, ROUND_MS);
      say(`ours ${own.rate.toFixed(0)}/s, the usual way ${usual.rate.toFixed(0)}/s`);
      // The first round warms both up.
      if (round > 0) rounds.push({ ours: own.rate, other: usual.rate });
    }
    return [
      figureInTurns(`durable registrations with a synchronous standby, + ${DELAY_MS} ms, against the row-locked transaction`, rounds, "/s", "at least 60 times", (ratio) => ratio >= 60),
    ];
  } finally {
    for (const each of running) await each.stop();
    await standby.stop();
    await city.stop();
  }
}
