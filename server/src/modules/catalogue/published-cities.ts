import pg from "pg";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../kernel/database.ts";
import type { Log } from "../../kernel/log.ts";
import { buildCityCatalogue, type CityCatalogue } from "./city-catalogue.ts";
import { DOCUMENT_KINDS, KIND_TRAITS } from "./document-kinds.ts";
import type { CityDocuments, ServiceItem } from "./documents.ts";
import { noSuchCity } from "./errors.ts";
import { CHANGED_CHANNEL, findCityIds, findCityStamp, listRetirements, loadCurrentVersions } from "./store.ts";

const RECONNECT_MS = 1_000;

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
  close(): Promise<void>;
}

export async function openPublishedCities(database: Database, databaseUrl: string, log: Log): Promise<PublishedCities> {
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
  const stopListening = await listenForChanges(databaseUrl, log, reload, reloadAll);
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
    close: stopListening,
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

/** Holds one connection that hears changes; when it breaks, it is made again and everything loaded, since word may have been missed. */
async function listenForChanges(
  databaseUrl: string,
  log: Log,
  onChange: (city: string) => Promise<void>,
  onReconnect: () => Promise<void>,
): Promise<() => Promise<void>> {
  const closing = new AbortController();
  let client: pg.Client | undefined;
  const connect = async () => {
    const fresh = new pg.Client({ connectionString: databaseUrl });
    fresh.on("notification", ({ payload }) => {
      if (payload) void onChange(payload).catch((error: unknown) => log.error({ err: error, city: payload }, "a changed city could not be loaded"));
    });
    // A connection that breaks may say so more than once; without a listener Node would end the process.
    fresh.on("error", () => undefined);
    await fresh.connect();
    await fresh.query(`listen ${CHANGED_CHANNEL}`);
    client = fresh;
    // Only a connection that stood is made again: one that fails is tried again by whoever tries.
    fresh.once("end", () => void reconnect());
  };
  const reconnect = async () => {
    while (!closing.signal.aborted) {
      await sleep(RECONNECT_MS, undefined, { ref: false, signal: closing.signal }).catch(() => undefined);
      if (closing.signal.aborted) return;
      try {
        await connect();
        await onReconnect();
        return;
      } catch (error) {
        log.warn({ err: error }, "waiting for the database, to hear of changes again");
      }
    }
  };
  await connect();
  return async () => {
    closing.abort();
    await client?.end();
  };
}
