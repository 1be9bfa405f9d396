/** What of a city's documents is searched. */
import type { Department, LifeEvent, ServiceItem, Text, Topic } from "../documents.ts";
import type { SearchEntry } from "./search-index.ts";

export interface SearchedDocuments {
  services: readonly Pick<ServiceItem, "id" | "names" | "summary" | "aliases" | "topic" | "department" | "result" | "materials">[];
  topics: readonly Pick<Topic, "id" | "names" | "shortNames" | "aliases">[];
  departments: readonly Pick<Department, "id" | "names" | "shortNames">[];
  lifeEvents: readonly Pick<LifeEvent, "names" | "aliases" | "stages">[];
}

interface Words {
  zh: string[];
  en: string[];
}

function wordsOf(texts: readonly (Text | undefined)[], aliases: Words = { zh: [], en: [] }): Words {
  const known = texts.filter((text) => text !== undefined);
  return { zh: [...known.map(({ zh }) => zh), ...aliases.zh], en: [...known.map(({ en }) => en), ...aliases.en] };
}

/** @param weightOf how much an item is used, 0 to 1 */
export function searchEntries(documents: SearchedDocuments, weightOf: (id: string) => number): SearchEntry[] {
  const topics = new Map(documents.topics.map((topic) => [topic.id, wordsOf([topic.names, topic.shortNames], topic.aliases)]));
  const departments = new Map(documents.departments.map(({ id, names, shortNames }) => [id, wordsOf([names, shortNames])]));
  const lifeEvents = new Map<string, Words[]>();
  for (const { names, aliases, stages } of documents.lifeEvents) {
    const words = wordsOf([names], aliases);
    for (const id of new Set(stages.flatMap(({ services }) => services))) lifeEvents.set(id, [...(lifeEvents.get(id) ?? []), words]);
  }
  return documents.services.map((item) => {
    const sources = [
      topics.get(item.topic),
      departments.get(item.department),
      ...(lifeEvents.get(item.id) ?? []),
      wordsOf([item.result.name, ...item.materials.map(({ name }) => name)]),
    ].filter((words) => words !== undefined);
    const keywords = { zh: [...new Set(sources.flatMap(({ zh }) => zh))], en: [...new Set(sources.flatMap(({ en }) => en))] };
    return { id: item.id, names: item.names, summary: item.summary, aliases: item.aliases, keywords, weight: weightOf(item.id) };
  });
}
