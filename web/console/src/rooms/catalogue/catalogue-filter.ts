/** Which items the catalogue shows: the filters live in the address, so that a view can be sent to a colleague. */
export interface Listed {
  id: string;
  names: { zh: string; en: string };
  version?: number;
  draft?: "open" | "submitted";
  retired?: boolean;
  department?: string;
  topic?: string;
  serviceKind?: string;
  level?: string;
  views?: number;
}

export const STATES = ["published", "draft", "review", "retired", "little-used"] as const;
export type State = (typeof STATES)[number];

export interface CatalogueFilter {
  q: string;
  topic: string;
  department: string;
  level: string;
  kind: string;
  state: string;
}

export const FILTER_NAMES = ["q", "topic", "department", "level", "kind", "state"] as const;

export function readFilter(parameters: URLSearchParams): CatalogueFilter {
  const read = (name: keyof CatalogueFilter) => parameters.get(name) ?? "";
  return { q: read("q"), topic: read("topic"), department: read("department"), level: read("level"), kind: read("kind"), state: read("state") };
}

/** Fewer readings in a quarter than this say that hardly anybody needs the item… */
const FEW_VIEWS = 5;
/** …once the city as a whole was read this often; before that, nobody has been here yet. */
export const ENOUGH_VIEWS = 1_000;

export function totalViews(items: readonly Listed[]): number {
  return items.reduce((sum, each) => sum + (each.views ?? 0), 0);
}

export function isLittleUsed(item: Listed, total: number): boolean {
  return item.version !== undefined && !item.retired && total >= ENOUGH_VIEWS && (item.views ?? 0) < FEW_VIEWS;
}

export function statesOf(item: Listed, total: number): State[] {
  const states: State[] = [];
  if (item.retired) states.push("retired");
  else if (item.version !== undefined) states.push("published");
  if (item.draft === "open") states.push("draft");
  if (item.draft === "submitted") states.push("review");
  if (isLittleUsed(item, total)) states.push("little-used");
  return states;
}

export function filterItems<Item extends Listed>(items: readonly Item[], filter: CatalogueFilter): Item[] {
  const total = totalViews(items);
  const words = filter.q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => {
    // What is no longer offered stays out of the way until somebody asks for it.
    if (item.retired && filter.state === "" && words.length === 0) return false;
    if (filter.topic !== "" && item.topic !== filter.topic) return false;
    if (filter.department !== "" && item.department !== filter.department) return false;
    if (filter.level !== "" && item.level !== filter.level) return false;
    if (filter.kind !== "" && item.serviceKind !== filter.kind) return false;
    if (filter.state !== "" && !statesOf(item, total).some((state) => state === filter.state)) return false;
    const text = `${item.id} ${item.names.zh} ${item.names.en}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
