/** The catalogue: cities and everything they offer. What others may use of it. */
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events, Subscription } from "../../kernel/events.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import type { Job } from "../../kernel/jobs.ts";
import type { Log } from "../../kernel/log.ts";
import type { Notifications } from "../../kernel/notifications.ts";
import type { Identity } from "../identity/index.ts";
import { catalogueSubscriptions, findNearDuplicatesJob, pruneSearchMissesJob } from "./jobs.ts";
import { startObservations } from "./observations.ts";
import { openPublishedCities, type PublishedCities } from "./published-cities.ts";
import { registerCatalogueRoutes } from "./routes.ts";
import { registerCatalogueStaffRoutes } from "./staff-routes.ts";

export { exportCity } from "./export-city.ts";
export { importCity, type ImportReport } from "./import-city.ts";
export { findCityLoadedFrom } from "./store.ts";
export { type FolderFinding, lintFolder } from "./lint-folder.ts";
export { digestFolder, writeCityFolder } from "./city-folder.ts";
export { type CalendarYear, type CityDocuments, DOCUMENT_SCHEMAS, type Office, Text } from "./documents.ts";
export { distanceMetres } from "./distance.ts";
export { servesItem } from "./lint.ts";
export type { BookingCalendar, BookingWindow, Campaign } from "./booking-documents.ts";
export type { Agreement, Operation, RecordField, RecordKind, RecordListField, Source, TransportSettings } from "./source-documents.ts";
export type { PublishedCities } from "./published-cities.ts";
export { checkParts, longestTextFor, mayExplode } from "./expression-limits.ts";
export { toTraditional } from "./traditional.ts";

/** What the catalogue does behind requests, and the events it does it upon. */
export function catalogueJobs(database: Database): { jobs: Job[]; subscriptions: Subscription[] } {
  return { jobs: [findNearDuplicatesJob(database), pruneSearchMissesJob(database)], subscriptions: catalogueSubscriptions(database) };
}

export interface Catalogue {
  cities: PublishedCities;
  registerRoutes(server: HttpServer): void;
  close(): Promise<void>;
}

export async function openCatalogue(parts: { database: Database; notifications: Notifications; events: Events; identity: Identity; clock: Clock; log: Log }): Promise<Catalogue> {
  const { database, notifications, events, identity, clock, log } = parts;
  const cities = await openPublishedCities(database, notifications);
  const observations = startObservations(database, log);
  return {
    cities,
    registerRoutes(server) {
      // After listening, so that the first pages need not wait for it.
      server.addHook("onListen", async () => void cities.prepareSearch().catch((error: unknown) => log.error({ err: error }, "a search index could not be built")));
      registerCatalogueRoutes(server, { cities, database, observations });
      registerCatalogueStaffRoutes(server, { database, events, cities, identity, clock });
    },
    close: () => observations.close(),
  };
}
