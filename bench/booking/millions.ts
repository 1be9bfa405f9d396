/** As many as a city's app has people register in one campaign, each exactly once: from an empty table, then beside ten million rows. */
import { readFileSync } from "node:fs";
import { askInTurn } from "../../server/src/modules/booking/rehearsal/crowd.ts";
import { figure, type Figure, say } from "../support/figures.ts";
import { addPeople } from "../support/people.ts";
import { openRushCity } from "../support/rush-city.ts";
import type { RunningServer } from "../support/server.ts";
import { numbers, portOf, registrations } from "./crowds.ts";

const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 7_000_000);
const ROWS = Number(process.env.BENCH_ROWS ?? 10_000_000);
/** Six minutes for seven million. */
const ALLOWED_SECONDS = (360 * PEOPLE) / 7_000_000;
const STEP = 500_000;
const CONNECTIONS = 512;

export async function measureMillions(): Promise<Figure[]> {
  const city = await openRushCity([{ id: "first", places: PEOPLE }, { id: "second", places: PEOPLE }]);
  const running: RunningServer[] = [];
  try {
    say(`adding ${PEOPLE} people, signed in`);
    for (let first = 0; first < PEOPLE; first += STEP) await addPeople(city.client, first, Math.min(STEP, PEOPLE - first));
    await city.client.query("vacuum analyze identity.session, identity.person, identity.account");
    await city.client.query("checkpoint");
    // Where millions are expected the rush has a process of its own, beside the one for the rest of the city.
    const web = await city.startServer({ ROLES: "web,worker" });
    const rush = await city.startServer({ ROLES: "rush" });
    running.push(web, rush);
    let mostMemory = 0;
    const watch = setInterval(() => (mostMemory = Math.max(mostMemory, residentMegabytes(web) + residentMegabytes(rush))), 1_000);
    const register = async (campaign: string) => {
      const { milliseconds, byStatus } = await askInTurn({ host: "127.0.0.1", port: portOf(rush), connections: CONNECTIONS, next: registrations(campaign, numbers(0, PEOPLE)) });
      const { rows: [stored] } = await city.client.query<{ rows: number; people: number; last: number; taken: number }>(
        "select count(*)::int as rows, count(distinct e.person)::int as people, max(e.number) as last, max(q.taken) as taken from booking.campaign c join booking.quota q on q.campaign = c.id left join booking.entry e on e.campaign = c.id where c.slug = $1", [campaign]);
      say(`${campaign}: ${(milliseconds / 1_000).toFixed(0)} s, ${JSON.stringify(byStatus)}, stored ${JSON.stringify(stored)}`);
      const exact = stored?.rows === PEOPLE && stored.people === PEOPLE && stored.last === PEOPLE && stored.taken === PEOPLE;
      return { seconds: milliseconds / 1_000, exact };
    };
    const first = await register("first");
    await city.client.query("insert into booking.entry (campaign, person, quota, number) select 1000000, gen_random_uuid(), 1, i from generate_series(1, $1::int) i", [Math.max(0, ROWS - PEOPLE)]);
    await city.client.query("checkpoint");
    const second = await register("second");
    clearInterval(watch);
    return [
      figure(`${PEOPLE} people registered, each once, from an empty table`, first.seconds, "s", ALLOWED_SECONDS, "seven million in at most 6 minutes, and as fast with fewer; none lost, none twice", (value) => value <= ALLOWED_SECONDS && first.exact),
      figure(`the same beside ${ROWS} entries`, second.seconds, "s", first.seconds, "within 15 % of it", (_value, ratio) => ratio <= 1.15 && second.exact),
      figure("memory of both server processes at its most", mostMemory, "MB", 1_000, "under 1 GB", (value) => value < 1_000),
    ];
  } finally {
    for (const each of running) await each.stop();
    await city.stop();
  }
}

function residentMegabytes({ process: { pid } }: RunningServer): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
