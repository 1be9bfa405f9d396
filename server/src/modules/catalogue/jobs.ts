import type { Database } from "../../kernel/database.ts";
import type { Subscription } from "../../kernel/events.ts";
import type { Job } from "../../kernel/jobs.ts";
import { exportCity } from "./export-city.ts";
import { nearDuplicates } from "./search/index.ts";
import { findCityStamp, lockNearDuplicates, pruneSearchMisses, replaceNearDuplicates } from "./store.ts";

/** Looks for items that seem to be one, after each change of the catalogue. */
export function findNearDuplicatesJob(database: Database): Job<{ city: string }> {
  return {
    name: "catalogue:find-near-duplicates",
    async run({ city }) {
      const stamp = await findCityStamp(database, city);
      const { services } = await exportCity(database, city);
      const pairs = nearDuplicates(services);
      await database.transaction(async (tx) => {
        await lockNearDuplicates(tx, city);
        // What was published meanwhile is looked at by a job of its own, which may have been quicker.
        if ((await findCityStamp(tx, city)) === stamp) await replaceNearDuplicates(tx, city, pairs);
      });
    },
  };
}

export function pruneSearchMissesJob(database: Database): Job {
  return { name: "catalogue:prune-search-misses", schedule: "20 19 * * *", run: () => pruneSearchMisses(database) };
}

export function catalogueSubscriptions(database: Database): Subscription[] {
  const job = findNearDuplicatesJob(database) as Subscription["job"];
  return ["catalogue.city-imported", "catalogue.document-published", "catalogue.service-retired", "catalogue.service-restored"].map((event) => ({ event, job }));
}
