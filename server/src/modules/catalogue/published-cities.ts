import type { Database } from "../../kernel/database.ts";
import type { Notifications } from "../../kernel/notifications.ts";
import { buildCityCatalogue, type CityCatalogue } from "./city-catalogue.ts";
import { DOCUMENT_KINDS, KIND_TRAITS } from "./document-kinds.ts";
import type { CityDocuments, ServiceItem } from "./documents.ts";
import { noSuchCity } from "./errors.ts";
import { CHANGED_CHANNEL, findCityIds, findCityStamp, listRetirements, loadCurrentVersions } from "./store.ts";

/**
 * Every city's published catalogue, kept in step with the database: each process listens for changes and loads the
 * city anew. What is in memory is only a copy, so a restart loses nothing.
 */
export interface PublishedCities {
  /** @throws no-such-city */
  get(city: string): CityCatalogue;
  list(): CityCatalogue[];
  /** Counts changes: whoever keeps something made from the catalogues throws it away when this moves on. */
  generation(): number;
  /** Builds what searching needs, one city after the other. */
  prepareSearch(): Promise<void>;
  /** Brings a city up to date now, without waiting for word of its change. */
  reload(city: string): Promise<void>;
}

export async function openPublishedCities(database: Database, notifications: Notifications): Promise<PublishedCities> {
  const catalogues = new Map<string, CityCatalogue>();
  let generation = 0;
  const stamps = new Map<string, string>();
  const load = async (city: string) => {
    const stamp = await findCityStamp(database, city);
    if (stamps.get(city) === stamp) return;
    const catalogue = await loadCatalogue(database, city);
    // People search in the old catalogue until the new one can; a city seen for the first time is shown at once.
    if (catalogues.has(city)) await catalogue?.search();
    if (catalogue) catalogues.set(city, catalogue);
    stamps.set(city, stamp);
    generation += 1;
  };
  // One after the other, so that what was read first can never replace what was read later.
  let loading: Promise<void> = Promise.resolve();
  const reload = (city: string) => {
    const loaded = loading.then(() => load(city));
    loading = loaded.catch(() => undefined);
    return loaded;
  };
  const reloadAll = async () => {
    for (const city of await findCityIds(database)) await reload(city);
  };
  notifications.on(CHANGED_CHANNEL, reload);
  notifications.onListening(reloadAll);
  await reloadAll();
  return {
    get(city) {
      const catalogue = catalogues.get(city);
      if (!catalogue) throw noSuchCity(`There is no city "${city}" here.`);
      return catalogue;
    },
    list: () => [...catalogues.values()],
    generation: () => generation,
    async prepareSearch() {
      for (const catalogue of catalogues.values()) await catalogue.search();
    },
    reload,
  };
}

async function loadCatalogue(database: Database, city: string): Promise<CityCatalogue | undefined> {
  const rows = await loadCurrentVersions(database, city);
  if (rows.length === 0) return undefined;
  const retired = await listRetirements(database, city);
  const retiredIds = new Set(retired.map((each) => each.id));
  const published = rows
    .filter((row) => row.kind === "service" && !retiredIds.has(row.id))
    .map((row) => ({ item: row.body as ServiceItem, version: row.version, publishedAt: row.published_at }));
  const documents: Record<string, unknown> = { retired };
  for (const kind of DOCUMENT_KINDS) {
    const bodies = rows.filter((row) => row.kind === kind).map((row) => row.body);
    documents[KIND_TRAITS[kind].key] = kind === "city" ? bodies[0] : bodies;
  }
  documents.services = published.map((each) => each.item);
  return buildCityCatalogue(documents as unknown as CityDocuments, published);
}
