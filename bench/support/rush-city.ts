/** A city whose campaigns are open, as a folder of its own beside an embedded database, for benchmarks and faults. */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../../server/src/kernel/embedded-postgres.ts";
import { createLog } from "../../server/src/kernel/log.ts";
import { migrate } from "../../server/src/kernel/migrate.ts";
import { MIGRATIONS_DIR, ROOT_DIR } from "../../server/src/root.ts";
import { type RunningServer, startProgram } from "./server.ts";

const DAY_MS = 86_400_000;

export interface RushCity {
  folder: string;
  postgres: EmbeddedPostgres;
  client: pg.Client;
  /** Of every server of this installation, beside its port. */
  settings: Record<string, string>;
  startServer(settings?: Record<string, string>): Promise<RunningServer>;
  stop(): Promise<void>;
}

export interface CampaignWish {
  id: string;
  places: number;
  perSecond?: number;
}

/** What is handed out by turn to everybody, without conditions. */
export function openCampaign({ id, places, perSecond = 50_000 }: CampaignWish, now = new Date()): object {
  const text = { zh: "测试活动", en: "A campaign for tests" };
  return {
    id, names: text, summary: text, department: "culture_tourism", service: "S188", manner: "first-come",
    opensAt: new Date(now.getTime() - DAY_MS).toISOString(), closesAt: new Date(now.getTime() + DAY_MS).toISOString(), admitPerSecond: perSecond,
    eligibility: { level: 2, records: [], conditions: [] },
    groups: [{ id: "everybody", names: text, capacity: places, weight: 1 }],
    channels: [], tiers: [{ id: "place", names: text, count: places }], unclaimed: "next", rules: [text], afterwards: text, source: "bench",
  };
}

/** Open at every hour, so that a benchmark runs at any time of the day. */
function openCalendar(id: string): object {
  const text = { zh: "测试窗口", en: "A counter for tests" };
  const day = [{ hours: "00:00-24:00", slotMinutes: 30, capacity: 10 }];
  return {
    id, names: text, department: "housing_fund", office: "haikou-housing-fund-hall", services: ["S043"], servicesPerVisit: 1, where: "office",
    weekly: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: day, sunday: day }, holidays: "as-usual", exceptions: [],
    kinds: [{ id: "visit", names: text, slots: 1 }], counters: 2, bufferMinutes: 0, leadMinutes: 0, horizonDays: 14, holdMinutes: 10, changeUntilMinutes: 0,
    party: { most: 1, named: false }, limits: { open: 2 }, noShow: { strikes: 3, withinDays: 90, laterDays: 1, forDays: 30 }, walkInPercent: 0, assurance: 1, needs: [], questions: [], bring: [],
  };
}

/** An installation with one city, these campaigns, and calendars `bench-0`, `bench-1`, … */
export async function openRushCity(campaigns: CampaignWish[], { calendars = 0 }: { calendars?: number } = {}): Promise<RushCity> {
  const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-rush-"));
  // A standby is started by us as the account that the database runs under, which must find its folder.
  chmodSync(folder, 0o711);
  const cities = join(folder, "cities");
  mkdirSync(cities);
  cpSync(join(ROOT_DIR, "cities/haikou"), join(cities, "haikou"), { recursive: true });
  writeFileSync(join(cities, "haikou/campaigns.json"), JSON.stringify(campaigns.map((each) => openCampaign(each))));
  for (let index = 0; index < calendars; index += 1) writeFileSync(join(cities, `haikou/calendars/bench-${index}.json`), JSON.stringify(openCalendar(`bench-${index}`)));
  const postgres = await startEmbeddedPostgres(join(folder, "data"));
  await migrate(postgres.url, MIGRATIONS_DIR, createLog("silent"));
  const client = new pg.Client({ connectionString: postgres.url });
  client.on("error", () => undefined);
  await client.connect();
  const settings = { DATABASE_URL: postgres.url, DATA_DIR: join(folder, "data"), CITIES_DIR: cities, LOG_LEVEL: "error" };
  return {
    folder,
    postgres,
    client,
    settings,
    startServer: (more = {}) => startProgram(["server/src/main.ts"], more.ROLES === "rush" ? "/api/v1/rush/time" : "/healthz/ready", { ...settings, ...more }),
    async stop() {
      await client.end().catch(() => undefined);
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
