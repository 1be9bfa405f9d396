/** For tests: a city with campaigns and one department that answers as told, people who have proven who they are, and a clock that is set. */
import pg from "pg";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { until } from "../../../testing/patience.ts";
import type { Campaign } from "../../catalogue/index.ts";
import { aCity, aRecordKind, aSource } from "../../catalogue/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, Visitor } from "../../identity/testing.ts";
import { startDepartment, writeConnections } from "../../sources/testing.ts";
import { aCampaign } from "../rush/testing.ts";

export type Person = Visitor & { person: string; idNumber: string };

/** When the tests begin. */
export const NOW = Date.parse("2026-11-22T04:00:00Z");
export const HOUR_MS = 3_600_000;
export const at = (ms: number): string => new Date(NOW + ms).toISOString();

const words = (text: string) => ({ zh: text, en: text });

/** Opens in an hour, closes two hours later, drawn an hour after that, to be confirmed within a day. */
export function aDraw(change: Partial<Campaign> = {}): Campaign {
  return aCampaign({
    id: "lots", department: "transport", manner: "draw", opensAt: at(HOUR_MS), closesAt: at(3 * HOUR_MS),
    groups: [{ id: "all", names: words("所有人"), weight: 1 }],
    tiers: [{ id: "gold", names: words("金"), count: 2, amountFen: 23_800 }, { id: "silver", names: words("银"), count: 3, amountFen: 17_800 }],
    budgetFen: 101_000, draw: { at: at(4 * HOUR_MS), randomness: "committed", witnesses: [] }, confirmBy: at(28 * HOUR_MS), unclaimed: "next",
    ...change,
  });
}

export interface CampaignLab {
  app: TestApp;
  office: OutsideOffice;
  clock: { now: number };
  /** What the department says of an ID number; undefined: 404; "broken": 500. */
  licences: Map<string, unknown>;
  signUp(phone: string, name: string, idNumber: string): Promise<Person>;
  /** A demonstration account. */
  staff(id?: string): Promise<Visitor>;
  query<Row extends pg.QueryResultRow>(statement: string, values?: unknown[]): Promise<Row[]>;
  /** As the rush path does it. */
  enter(slug: string, persons: readonly string[], group?: string): Promise<void>;
  /** Runs the worker's job now. */
  work(job: string, payload?: object): Promise<void>;
  stop(): Promise<void>;
}

/** @param now when it is, in milliseconds since 1970 */
export async function startCampaignLab(campaigns: Campaign[], settings: Record<string, string> = {}, now: number = NOW): Promise<CampaignLab> {
  const clock = { now };
  const licences: CampaignLab["licences"] = new Map();
  const office = await startOutsideOffice();
  for (const path of ["/police/v1/identity-checks", "/telecom/v1/number-checks"]) office.answers.set(path, () => ({ result: "match" }));
  const department = await startDepartment({});
  department.behave((_request, body, reply) => {
    const answer = licences.get((JSON.parse(body) as { idNumber: string }).idNumber);
    reply.statusCode = answer === undefined ? 404 : answer === "broken" ? 500 : 200;
    reply.setHeader("content-type", "application/json").end(JSON.stringify(answer ?? {}));
  });
  const connections = writeConnections({ "haikou/traffic": { url: department.url } });
  const app = await startTestApp([aCity({ campaigns, sources: [aSource()], recordKinds: [aRecordKind()] })], {
    clock: () => new Date(clock.now), settings: { ...office.settings, CONNECTIONS_FILE: connections.file, ...settings },
  });
  await app.startWorker();
  const database = new pg.Client({ connectionString: app.databaseUrl });
  await database.connect();
  const query: CampaignLab["query"] = async (statement, values) => (await database.query(statement, values)).rows;
  return {
    app, office, clock, licences, query,
    async signUp(phone, name, idNumber) {
      await app.forgetAttempts();
      const visitor = await signIn(app, office, phone);
      const reply = await visitor.ask("POST", "/api/v1/me/real-name", { name, idNumber, proof: { kind: "number" } });
      if (reply.statusCode !== 200) throw new Error(`The real name was refused: ${reply.body}`);
      const person = await until(async () => {
        const me = (await visitor.ask("GET", "/api/v1/me")).json<{ level: number; person: string }>();
        return me.level >= 2 && me.person;
      }, "the new level");
      return Object.assign(visitor, { person, idNumber });
    },
    async staff(staffId = "haikou-operator") {
      const visitor = new Visitor(app);
      const reply = await visitor.ask("POST", "/staff/v1/demonstration-sign-in", { staffId });
      if (reply.statusCode !== 200) throw new Error(`Sign-in as ${staffId} answered ${reply.statusCode}: ${reply.body}`);
      return visitor;
    },
    async enter(slug, persons, group = "all") {
      await database.query(
        `with place as (select q.id, q.campaign, q.taken from booking.quota q join booking.campaign c on c.id = q.campaign where c.slug = $1 and q.grp = $2 and q.channel = 'app'),
         added as (insert into booking.entry (campaign, person, quota, number, at) select place.campaign, person, place.id, place.taken + position, $4 from place, unnest($3::uuid[]) with ordinality as each (person, position) on conflict do nothing returning quota)
         update booking.quota set taken = quota.taken + (select count(*) from added) from place where quota.id = place.id`,
        [slug, group, persons, new Date(clock.now)],
      );
    },
    async work(job, payload = {}) {
      const [{ id } = { id: "" }] = await query<{ id: string }>("select id from graphile_worker.add_job($1, $2)", [job, JSON.stringify(payload)]);
      await until(async () => {
        const [row] = await query<{ last_error: string | null }>("select last_error from graphile_worker.jobs where id = $1", [id]);
        if (row?.last_error) throw new Error(`${job} failed: ${row.last_error}`);
        return row === undefined;
      }, `the end of ${job}`);
    },
    async stop() {
      await database.end();
      await app.stop();
      await department.stop();
      await office.stop();
      connections.remove();
    },
  };
}
