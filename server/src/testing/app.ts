import { type App, createApp } from "../app.ts";
import { catalogueJobs, importCity } from "../modules/catalogue/index.ts";
import type { CityDocuments } from "../modules/catalogue/documents.ts";
import { readConfig } from "../kernel/config.ts";
import { openDatabase } from "../kernel/database.ts";
import { createEvents } from "../kernel/events.ts";
import { createLog } from "../kernel/log.ts";
import { loadDemonstrationStaff } from "../modules/identity/index.ts";
import { ROOT_DIR } from "../root.ts";
import { createTestDatabase } from "./database.ts";

export interface TestApp extends App {
  databaseUrl: string;
}

/** The whole server over a database of its own, holding the cities given; requests go in with `server.inject`. */
export async function startTestApp(cities: CityDocuments[] = []): Promise<TestApp> {
  const test = await createTestDatabase();
  const config = readConfig({ LOG_LEVEL: "silent" }, ROOT_DIR);
  const database = openDatabase(test.url, 2);
  const events = createEvents(catalogueJobs(database).subscriptions);
  for (const [cityPosition, city] of cities.entries()) await importCity(database, events, city, { author: "test", cityPosition });
  await loadDemonstrationStaff(database, cities.map((each) => each.city.id));
  await database.close();
  const app = await createApp({ config, databaseUrl: test.url, log: createLog("silent") });
  await app.server.ready();
  return {
    ...app,
    databaseUrl: test.url,
    async stop() {
      await app.stop();
      await test.drop();
    },
  };
}
