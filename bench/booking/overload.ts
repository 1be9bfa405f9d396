/** Ten times as many as are let in, by the clock, for half a minute, while others go on reading a guide and their records. */
import { setTimeout as sleep } from "node:timers/promises";
import { type Answered, type Ask, askByAgenda, askInTurn, requestBytes } from "../../server/src/modules/booking/rehearsal/crowd.ts";
import { DueList } from "../../server/src/modules/booking/rehearsal/due-list.ts";
import { figure, type Figure, say } from "../support/figures.ts";
import { startStandIns } from "../../scripts/stand-ins.mjs";
import { findGrownUps, openAccount } from "../support/account.ts";
import { addPeople, cookieOf } from "../support/people.ts";
import { openRushCity } from "../support/rush-city.ts";
import type { RunningServer } from "../support/server.ts";
import { findFreePort } from "../../server/src/kernel/free-port.ts";
import { numbers, portOf, registrations } from "./crowds.ts";
import { readOn } from "./other-readers.ts";

/** Let in a second. Ten times a thousand is more than crowd and servers together can make on two cores. */
const CAPACITY = Number(process.env.BENCH_ADMIT ?? 200);
const TIMES = 10;
const SECONDS = 30;
const CONNECTIONS = 512;
const PEOPLE = CAPACITY * TIMES * (SECONDS + 1);
/** Whoever reads on all morning is asked to wait a little. */
const READERS = 10;
const AFTER_MS = 10_000;

export async function measureOverload(): Promise<Figure[]> {
  const city = await openRushCity([{ id: "flood", places: 10_000_000, perSecond: CAPACITY }, { id: "before", places: 10_000_000, perSecond: CAPACITY }, { id: "calm", places: 10_000_000 }]);
  const running: RunningServer[] = [];
  const standIns = await startStandIns({ ...process.env, ...city.settings, PORT: String(await findFreePort()), SMS_GATEWAY_URL: "", REGISTERS_URL: "", CONNECTIONS_FILE: "" });
  try {
    say(`adding ${PEOPLE} people`);
    await addPeople(city.client, 0, PEOPLE);
    await city.client.query("vacuum analyze identity.session, identity.person, identity.account");
    // The rush has a process of its own, as where many people are expected: the rest of the city shares the machine with it, and nothing else.
    const web = await city.startServer({ ...standIns.settings, ROLES: "web,worker" });
    const rush = await city.startServer({ ROLES: "rush" });
    running.push(web, rush);

    await standIns.ready;
    const cookies: string[] = [];
    for (const each of findGrownUps("haikou", READERS)) cookies.push(await openAccount(web.address, standIns.page, "haikou", each));
    const others = (milliseconds: number) => readOn({ port: portOf(web), cookies, milliseconds });
    await others(3_000);
    // Code is compiled on the first thousands; nobody's figure holds them.
    await askInTurn({ host: "127.0.0.1", port: portOf(rush), connections: 64, next: registrations("before", numbers(CAPACITY * TIMES * SECONDS, CAPACITY * TIMES)) });
    const before = await others(10_000);

    const acknowledged = new Map<number, number>();
    let accepted: number[] = [];
    let refused: number[] = [];
    // Everybody comes once by the clock, and whoever was told when their turn is comes again then.
    interface Wish extends Ask {
      person: number;
    }
    const due = new DueList<{ person: number; ticket?: string }>();
    const startsAt = performance.now() + 2_000;
    const endsAt = startsAt + SECONDS * 1_000;
    for (let person = 0; person < CAPACITY * TIMES * SECONDS; person += 1) due.add({ person }, startsAt + (person * 1_000) / (CAPACITY * TIMES));
    const agenda = {
      isEmpty: () => due.size === 0 || performance.now() > endsAt,
      next(now: number): Wish | undefined {
        const taken = due.take(Math.min(now, endsAt));
        if (!taken) return undefined;
        const { person, ticket } = taken.item;
        return { person, dueAt: taken.at, bytes: requestBytes("POST", "/api/v1/rush/haikou/flood/entries", { cookie: cookieOf(person), body: ticket === undefined ? {} : { ticket } }) };
      },
    };
    const answered = ({ ask: { person }, status, milliseconds, body }: Answered<Wish>) => {
      const content = JSON.parse(body.toString()) as { number: number; ticket?: string; turnAt?: string };
      if (status === 201) {
        accepted.push(milliseconds);
        acknowledged.set(person, content.number);
      } else if (status === 429) {
        if (content.ticket === undefined) throw new Error(`Refused without a place: ${body.toString()}`);
        refused.push(milliseconds);
        if (content.turnAt !== undefined) due.add({ person, ticket: content.ticket }, performance.now() + Math.max(0, Date.parse(content.turnAt) - Date.now()));
      } else throw new Error(`An answer was ${status}: ${body.toString()}`);
    };
    const flood = askByAgenda({ host: "127.0.0.1", port: portOf(rush), connections: CONNECTIONS }, agenda, answered);
    const [outcome, during] = await Promise.all([flood, others(SECONDS * 1_000)]);
    const at = (values: number[], share: number) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
    const [acceptedP99, refusedP99] = [at(accepted, 0.99), at(refused, 0.99)];
    say(`${accepted.length} accepted, p99 ${acceptedP99.toFixed(0)} ms; ${refused.length} refused, p50 ${at(refused, 0.5).toFixed(1)} ms, p99 ${refusedP99.toFixed(0)} ms; ${outcome.broken} connections broke`);

    const endedAt = performance.now();
    let normalAfter = Number.NaN;
    while (performance.now() - endedAt < AFTER_MS) {
      const { latency, byStatus } = await askInTurn({ host: "127.0.0.1", port: portOf(rush), connections: 8, next: registrations("calm", numbers(Math.floor(performance.now()) % PEOPLE, 200)) });
      if (latency.percentile(99) < 50_000 && (byStatus[201] ?? 0) + (byStatus[200] ?? 0) === 200) {
        normalAfter = (performance.now() - endedAt) / 1_000;
        break;
      }
      await sleep(200);
    }
    const { rows: [stored] } = await city.client.query<{ rows: number; people: number; last: number }>("select count(*)::int as rows, count(distinct person)::int as people, max(number) as last from booking.entry e join booking.campaign c on c.id = e.campaign where c.slug = 'flood'");
    const whole = stored?.rows === accepted.length && stored.people === accepted.length && stored.last === accepted.length && new Set(acknowledged.values()).size === accepted.length;
    accepted = refused = [];
    return [
      figure(`${TIMES} times as many as are let in: the accepted, p99`, acceptedP99, "ms", 1_000, "under 1 s", (value) => value < 1_000),
      figure("the refused, each told their place, p99", refusedP99, "ms", 50, "under 50 ms", (value) => value < 50),
      figure("normal again after", normalAfter, "s", 10, "within 10 s", (value) => value <= 10),
      figure("stored, against acknowledged", stored?.rows ?? 0, "", acknowledged.size, "the same, none twice", () => whole),
      figure("a guide meanwhile, median", during.guide, "ms", before.guide, "moves by less than 20 %", (_value, ratio) => ratio < 1.2),
      figure("'My data', kept, meanwhile, median", during.records, "ms", before.records, "moves by less than 20 %", (_value, ratio) => ratio < 1.2),
    ];
  } finally {
    for (const each of running) await each.stop();
    await standIns.stop();
    await city.stop();
  }
}
