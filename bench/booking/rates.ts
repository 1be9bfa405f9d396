/** Durable registrations a second beside a bare POST and the usual way, in turns. */
import { figure, type Figure, figureInTurns, median, say } from "../support/figures.ts";
import { addPeople } from "../support/people.ts";
import { openRushCity } from "../support/rush-city.ts";
import { type RunningServer, startProgram } from "../support/server.ts";
import { assertAll, crowdAt, type Measured, numbers, openPages, registrations, wishes } from "./crowds.ts";

const ROUNDS = 5;
const CONNECTIONS = 256;
const OTHERS = [64, 2_000];
const ROUND_MS = 4_000;
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 250_000);
const BURST = 2_000;
const BURST_MS = 5_000;

export async function measureRates(): Promise<Figure[]> {
  const campaigns = Array.from({ length: ROUNDS + OTHERS.length + 3 }, (_each, index) => ({ id: `rush-${index}`, places: 2_000_000 }));
  const city = await openRushCity(campaigns);
  const running: RunningServer[] = [];
  try {
    say("adding people");
    await addPeople(city.client, 0, PEOPLE);
    await city.client.query("vacuum analyze identity.session, identity.person, identity.account");
    const ours = await city.startServer();
    const bare = await startProgram(["bench/peers/bare-post.ts"], "/");
    const raw = await startProgram(["bench/peers/row-lock.ts", "raw"], "/", { DATABASE_URL: city.postgres.url });
    const orm = await startProgram(["bench/peers/row-lock.ts", "orm"], "/", { DATABASE_URL: city.postgres.url });
    running.push(ours, bare, raw, orm);

    const cookies = await openPages(ours, "rush-0", PEOPLE);
    let round = 0;
    const measureOurs = async (connections: number, milliseconds = ROUND_MS, known: readonly string[] | undefined = cookies) => {
      const measured = await crowdAt(ours, registrations(`rush-${round++}`, numbers(0, PEOPLE), known), connections, milliseconds, [201]);
      assertAll(measured, [201], "registrations");
      return measured;
    };
    let person = 1_000_000;
    const measureUsual = async (peer: RunningServer) => {
      const measured = await crowdAt(peer, wishes(numbers((person += 1_000_000))), CONNECTIONS, ROUND_MS);
      assertAll(measured, [201], "the usual way");
      return measured;
    };
    const measureBare = (connections: number, milliseconds = ROUND_MS) => crowdAt(bare, wishes(numbers(0)), connections, milliseconds);

    // Code is compiled and files are made on the first thousands; nobody's figure holds them.
    await measureBare(CONNECTIONS, 1_500);
    await measureOurs(CONNECTIONS, 3_000);
    await measureUsual(raw);
    await measureUsual(orm);
    const rounds: { ours: Measured; bare: Measured; raw: Measured; orm: Measured }[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const of = { bare: await measureBare(CONNECTIONS), ours: await measureOurs(CONNECTIONS), raw: await measureUsual(raw), orm: await measureUsual(orm) };
      rounds.push(of);
      say(Object.entries(of).map(([name, { rate, p50, p99 }]) => `${name} ${rate.toFixed(0)}/s p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)}`).join(" · "));
    }
    const inTurns = (what: "rate" | "p99", other: Exclude<keyof (typeof rounds)[number], "ours">) => rounds.map((each) => ({ ours: each.ours[what], other: each[other][what] }));
    const figures = [
      figureInTurns("durable registrations, 256 connections, against a bare node:http POST", inTurns("rate", "bare"), "/s", "at least 0.75 of it, median of the rounds", (ratio) => ratio >= 0.75),
      figureInTurns("against one row-locked transaction a request, pool of 10", inTurns("rate", "raw"), "/s", "at least 20 times", (ratio) => ratio >= 20),
      figureInTurns("against the same through an ORM (TypeORM, Fastify)", inTurns("rate", "orm"), "/s", "at least 40 times", (ratio) => ratio >= 40),
      figureInTurns("p99 of a registration, 256 connections, against the bare POST's", inTurns("p99", "bare"), "ms", "at most 1.5 times", (ratio) => ratio <= 1.5),
    ];
    for (const connections of OTHERS) {
      const [theirs, own] = [await measureBare(connections), await measureOurs(connections)];
      figures.push(figure(`durable registrations, ${connections} connections`, own.rate, "/s", theirs.rate, "stated", () => true));
    }
    const burst = await measureOurs(BURST, BURST_MS);
    const strangers = await measureOurs(CONNECTIONS, ROUND_MS, []);
    figures.push(figure("durable registrations of people whose page was not open before", strangers.rate, "/s", median(rounds.map(({ bare: each }) => each.rate)), "stated", () => true));
    figures.push(figure(`burst of ${BURST} new connections, p99.9`, burst.p999, "ms", 600, "under 600 ms", (value) => value < 600));
    return figures;
  } finally {
    for (const each of running) await each.stop();
    await city.stop();
  }
}
