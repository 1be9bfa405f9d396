/** Every city's sources and kinds of record as they are published now, opened. */
import type { Agreement, Operation, PublishedCities, RecordKind } from "../catalogue/index.ts";
import type { Connections } from "./connections.ts";
import { noSuchRecordKind, noSuchSource } from "./errors.ts";
import { compileRecordShape, type RecordShape } from "./mapping/record-shape.ts";
import { type OpeningParts, openSource, type OpenSource } from "./source.ts";

export interface KindEntry {
  kind: RecordKind;
  shape: RecordShape;
  source: OpenSource;
  operation: Operation;
}

export interface Directory {
  /** @throws no-such-city, no-such-record-kind */
  getKind(city: string, id: string): KindEntry;
  /** In the order in which they were published. @throws no-such-city */
  listKinds(city: string): KindEntry[];
  /** @throws no-such-city, no-such-source */
  getSource(city: string, id: string): OpenSource;
  listSources(city: string): OpenSource[];
  findAgreement(city: string, id: string): Agreement | undefined;
  listAgreements(city: string): Agreement[];
  close(): Promise<void>;
}

interface CityDirectory {
  /** The published documents it was made from; another object means a new version. */
  documents: object;
  connections: number;
  sources: Map<string, OpenSource>;
  kinds: Map<string, KindEntry>;
  agreements: Map<string, Agreement>;
}

type Opening = Omit<OpeningParts, "city" | "source" | "connection">;

export function openDirectory({ cities, connections, ...opening }: Opening & { cities: PublishedCities; connections: Connections }): Directory {
  const directories = new Map<string, CityDirectory>();
  let generation = 0;
  connections.onChange(() => (generation += 1));

  const build = (city: string, before: CityDirectory | undefined): CityDirectory => {
    const { documents } = cities.get(city);
    const sources = new Map<string, OpenSource>();
    for (const source of documents.sources) {
      const connection = connections.find(city, source.id);
      const open = before?.sources.get(source.id);
      const isSame = open !== undefined && JSON.stringify([source, connection]) === signatures.get(open);
      const next = isSame ? open : openSource({ ...opening, city, source, connection });
      signatures.set(next, JSON.stringify([source, connection]));
      sources.set(source.id, next);
    }
    for (const open of before?.sources.values() ?? []) if (sources.get(open.source.id) !== open) open.retire();
    const kinds = new Map<string, KindEntry>();
    for (const kind of documents.recordKinds) {
      const source = sources.get(kind.source);
      const operation = source?.source.operations.find(({ id }) => id === kind.operation);
      // A source that was taken back leaves its kinds without anybody to ask.
      if (source && operation) kinds.set(kind.id, { kind, shape: compileRecordShape(kind.fields), source, operation });
    }
    return { documents, connections: generation, sources, kinds, agreements: new Map(documents.agreements.map((each) => [each.id, each])) };
  };
  const signatures = new WeakMap<OpenSource, string>();
  const of = (city: string): CityDirectory => {
    const known = directories.get(city);
    if (known && known.documents === cities.get(city).documents && known.connections === generation) return known;
    const built = build(city, known);
    directories.set(city, built);
    return built;
  };
  return {
    getKind(city, id) {
      const entry = of(city).kinds.get(id);
      if (!entry) throw noSuchRecordKind("There is no such kind of record in this city.");
      return entry;
    },
    listKinds: (city) => [...of(city).kinds.values()],
    getSource(city, id) {
      const source = of(city).sources.get(id);
      if (!source) throw noSuchSource("There is no such source in this city.");
      return source;
    },
    listSources: (city) => [...of(city).sources.values()],
    findAgreement: (city, id) => of(city).agreements.get(id),
    listAgreements: (city) => [...of(city).agreements.values()],
    async close() {
      await Promise.all([...directories.values()].flatMap(({ sources }) => [...sources.values()].map((source) => source.close())));
    },
  };
}
