import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./kernel/config.ts";
import { openDatabase } from "./kernel/database.ts";
import { createEvents } from "./kernel/events.ts";
import { StartupError } from "./kernel/errors.ts";
import type { Log } from "./kernel/log.ts";
import { catalogueJobs, digestFolder, findCityLoadedFrom, importCity, lintFolder } from "./modules/catalogue/index.ts";
import { loadDemonstrationStaff } from "./modules/identity/index.ts";

/** Imports every city folder, so that what the files say now is what people see. An unchanged folder costs one comparison. */
export async function loadCities(databaseUrl: string, config: Config, log: Log): Promise<void> {
  const folders = listCityFolders(config.citiesDir);
  const database = openDatabase(databaseUrl, 2);
  const events = createEvents();
  events.subscribe(catalogueJobs(database).subscriptions);
  const cities: string[] = [];
  try {
    for (const [cityPosition, folder] of folders.entries()) {
      const folderDigest = `${cityPosition} ${digestFolder(folder)}`;
      const loaded = await findCityLoadedFrom(database, folderDigest);
      if (loaded !== undefined) {
        cities.push(loaded);
        continue;
      }
      const { documents, findings } = lintFolder(folder);
      if (!documents) {
        const [first] = findings;
        throw new StartupError(
          `${folder} has ${findings.length} faults and was not loaded, for example ${first?.file}:${first?.line} ${first?.message}. See them all: npx citizen-cloud city lint ${folder}`,
        );
      }
      const report = await importCity(database, events, documents, { author: "import", cityPosition, folderDigest });
      cities.push(documents.city.id);
      log.info({ city: documents.city.id, ...report }, "city loaded");
    }
    if (!config.production) await loadDemonstrationStaff(database, cities);
  } finally {
    await database.close();
  }
}

function listCityFolders(citiesDir: string): string[] {
  if (!existsSync(citiesDir)) throw new StartupError(`CITIES_DIR names ${citiesDir}, which does not exist.`);
  return readdirSync(citiesDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(citiesDir, entry.name, "city.json")))
    .map((entry) => join(citiesDir, entry.name))
    .sort();
}
