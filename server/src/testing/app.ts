import { sql } from "kysely";
import { randomBytes } from "node:crypto";
import { type App, createApp } from "../app.ts";
import { catalogueJobs, importCity } from "../modules/catalogue/index.ts";
import type { CityDocuments } from "../modules/catalogue/documents.ts";
import { aCity } from "../modules/catalogue/testing.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Pressure } from "../kernel/load/level.ts";
import { readConfig } from "../kernel/config.ts";
import { createMasterKeys } from "../kernel/crypto/keys.ts";
import { assembleCrypto, type Crypto } from "../kernel/crypto/open.ts";
import { openDatabase } from "../kernel/database.ts";
import { createEvents } from "../kernel/events.ts";
import { createLog, type Log } from "../kernel/log.ts";
import { loadDemonstrationStaff } from "../modules/identity/index.ts";
import { ROOT_DIR } from "../root.ts";
import { createTestDatabase } from "./database.ts";

export interface TestApp extends App {
  databaseUrl: string;
  crypto: Crypto;
  /** A second server over the same database and keys, as another process or after a restart. */
  startAnother(): Promise<App>;
  /** Opens every rate limit anew, for what a person would do tomorrow. */
  forgetAttempts(): Promise<void>;
}

export interface TestOptions {
  clock?: Clock;
  /** Undefined: nothing is logged. */
  log?: Log;
  /** Environment settings beside the quiet log. */
  settings?: Record<string, string>;
  /** What weighs on the server; it is looked at when a test says so (`brownOut.follow`), so that a busy machine rests nothing. */
  pressure?: () => Pressure;
  /** How many times longer than said departments are waited for; left out: so long that a busy machine makes none of them slow. */
  departmentPatience?: () => number;
}

/** A second becomes a minute. */
export const PATIENT = 60;

/** Keys of this test alone, in no file. */
export function testCrypto(): Crypto {
  return assembleCrypto(createMasterKeys(1, new Map([[1, randomBytes(32)]])), { fieldCipher: "aes-256-gcm", lookupHash: "sha256" });
}

/** The whole server over a database of its own, holding the cities given; without any, a small haikou, since people register in a city. Requests go in with `server.inject`. */
export async function startTestApp(cities: CityDocuments[] = [], { settings = {}, clock, log = createLog("silent"), pressure, departmentPatience }: TestOptions = {}): Promise<TestApp> {
  const test = await createTestDatabase();
  const config = readConfig({ LOG_LEVEL: "silent", BROWN_OUT: "by-hand", DATABASE_WAIT_SECONDS: "60", DEPARTMENT_PATIENCE: String(PATIENT), ...settings }, ROOT_DIR);
  const database = openDatabase(test.url, 2);
  const events = createEvents();
  events.subscribe(catalogueJobs(database).subscriptions);
  const holding = cities.length === 0 ? [aCity()] : cities;
  for (const [cityPosition, city] of holding.entries()) await importCity(database, events, city, { author: "test", cityPosition });
  await loadDemonstrationStaff(database, holding.map((each) => each.city.id));
  await database.close();
  const crypto = testCrypto();
  const start = async () => {
    // A minute of the machine's clock that ends during a test is none of its own: what a job does, it does when the test says so.
    const app = await createApp({ config, databaseUrl: test.url, log, crypto, jobsBySchedule: false, ...(departmentPatience ? { departmentPatience } : {}), ...(clock ? { clock } : {}), ...(pressure ? { pressure } : {}) });
    await app.server.ready();
    return app;
  };
  const app = await start();
  return {
    ...app,
    databaseUrl: test.url,
    crypto,
    startAnother: start,
    async forgetAttempts() {
      await sql`delete from kernel.rate_window`.execute(app.database.handle("kernel"));
    },
    async stop() {
      await app.stop();
      await test.drop();
    },
  };
}
