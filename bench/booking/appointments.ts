/** Ordinary appointments through the house's ordinary way: two hundred calendars, everybody one place, no slot ever over its capacity. */
import { type Ask, requestBytes } from "../../server/src/modules/booking/rehearsal/crowd.ts";
import { figure, type Figure, say } from "../support/figures.ts";
import { addPeople, cookieOf } from "../support/people.ts";
import { openRushCity } from "../support/rush-city.ts";
import type { RunningServer } from "../support/server.ts";
import { crowdAt } from "./crowds.ts";

const CALENDARS = 200;
const CONNECTIONS = 128;
const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 60_000);
const MEASURED_MS = 10_000;

interface Slots {
  days: { slots: { startsAt: string; free: number }[] }[];
}

export async function measureAppointments(): Promise<Figure[]> {
  const city = await openRushCity([], { calendars: CALENDARS });
  let server: RunningServer | undefined;
  try {
    await addPeople(city.client, 0, PEOPLE);
    await city.client.query("vacuum analyze identity.session, identity.person, identity.account");
    server = await city.startServer();
    const { address } = server;
    const { days } = (await (await fetch(`${address}/api/v1/cities/haikou/calendars/bench-0/slots?days=7`)).json()) as Slots;
    const times = days.flatMap(({ slots }) => slots.filter(({ free }) => free > 0).map(({ startsAt }) => startsAt));
    if (times.length === 0) throw new Error("No calendar has a free slot");
    let person = 0;
    const next = (): Ask | undefined => {
      if (person >= PEOPLE) return undefined;
      const each = person++;
      const body = { city: "haikou", calendar: `bench-${each % CALENDARS}`, startsAt: times[Math.floor(each / CALENDARS) % times.length], kind: "visit", services: ["S043"], party: 1 };
      return { bytes: requestBytes("POST", "/api/v1/me/appointments", { cookie: cookieOf(each), body }) };
    };
    await crowdAt(server, next, CONNECTIONS, 3_000);
    const measured = await crowdAt(server, next, CONNECTIONS, MEASURED_MS);
    say(`${JSON.stringify(measured.outcome.byStatus)}, p50 ${measured.p50.toFixed(1)} ms, p99 ${measured.p99.toFixed(1)} ms`);
    const { rows: [over] } = await city.client.query<{ over: number }>("select count(*)::int as over from booking.slot where taken > capacity");
    return [
      figure(`appointments over ${CALENDARS} calendars`, measured.rate, "/s", 2_000, "at least 2,000/s", (value) => value >= 2_000),
      figure("slots over their capacity", over?.over ?? Number.NaN, "", 0, "none", (value) => value === 0),
    ];
  } finally {
    await server?.stop();
    await city.stop();
  }
}
