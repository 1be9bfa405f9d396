import type { Bookable } from "../../booking/queries.ts";

type Found = Pick<Bookable, "names" | "summary" | "topic" | "topicNames">;

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Every word has to be in the item's name, its sentence or its topic; no order, and parts of words count. */
export function findBookables<Item extends Found>(items: readonly Item[], typed: string): Item[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  return items.filter(({ names, summary, topicNames }) => {
    const text = plain([names, summary, topicNames].flatMap(({ zh, en }) => [zh, en]).join("\n"));
    return words.every((word) => text.includes(word));
  });
}

interface Group<Item> {
  topic: string;
  names: Found["topicNames"];
  items: Item[];
}

/** In the order in which the items come. */
export function groupByTopic<Item extends Found>(items: readonly Item[]): Group<Item>[] {
  const groups = new Map<string, Group<Item>>();
  for (const item of items) {
    const group: Group<Item> = groups.get(item.topic) ?? { topic: item.topic, names: item.topicNames, items: [] };
    group.items.push(item);
    groups.set(item.topic, group);
  }
  return [...groups.values()];
}
