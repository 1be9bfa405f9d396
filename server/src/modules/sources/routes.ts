import type { HttpServer } from "../../kernel/http/server.ts";
import { CityParams, type PublishedSource, PublishedSources } from "./contract.ts";
import { describePerformance, stateOf } from "./health/describe-source.ts";
import { listAlarms, sumHealth } from "./health/store.ts";
import type { SourcesParts } from "./parts.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Everybody may ask, and a month of minutes is much to add up. */
const REMEMBERED_MS = 30_000;
const MOST_ALARMS = 200;

export function registerSourceRoutes(server: HttpServer, { database, directory, cities, clock }: SourcesParts): void {
  const remembered = new Map<string, { at: number; items: Promise<PublishedSource[]> }>();

  const describeAll = async (city: string): Promise<PublishedSource[]> => {
    const now = clock().getTime();
    const [quarter, day, month, alarms] = await Promise.all([
      sumHealth(database, city, new Date(now - 15 * MINUTE_MS)), sumHealth(database, city, new Date(now - DAY_MS)), sumHealth(database, city, new Date(now - 30 * DAY_MS)), listAlarms(database, city, MOST_ALARMS),
    ]);
    const { departments } = cities.get(city);
    return directory.listSources(city).map((open): PublishedSource => {
      const { id, names, department } = open.source;
      const of = (sums: typeof day) => describePerformance(sums.find((each) => each.source === id));
      const hasAlarm = alarms.some((alarm) => alarm.source === id && alarm.ended_at === null);
      return { id, names, department, departmentNames: departments.get(department)?.names ?? names, state: stateOf(open, hasAlarm, of(quarter)), day: of(day), month: of(month) };
    });
  };

  const schema = { tags: ["records"], summary: "How reliably each department's system answers", params: CityParams, response: { 200: PublishedSources } };
  server.get("/api/v1/cities/:city/sources", { config: { weight: "heavy" }, schema }, async (request, reply) => {
    const { city } = request.params;
    cities.get(city);
    let known = remembered.get(city);
    if (!known || Date.now() - known.at > REMEMBERED_MS) {
      known = { at: Date.now(), items: describeAll(city) };
      known.items.catch(() => remembered.delete(city));
      remembered.set(city, known);
    }
    const items = await known.items;
    return reply.header("cache-control", "public, max-age=30").send({ asOf: new Date(known.at).toISOString(), items, total: items.length });
  });
}
