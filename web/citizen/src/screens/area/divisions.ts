/** The city as a tree: city, districts and zones, streets, communities. */
import type { Division, Level } from "../../api/catalogue.ts";

export function childrenOf(parent: Division, all: readonly Division[]): Division[] {
  return all.filter((division) => division.parent === parent.code && division.status === "current");
}

/** From the district down to the division itself; the city goes without saying. */
export function trailOf(division: Division, all: readonly Division[]): Division[] {
  const parent = all.find(({ code }) => code === division.parent);
  const above = parent && parent.level !== "city" ? trailOf(parent, all) : [];
  return [...above, division];
}

/** Nearest first: what one's own community offers comes before the city's. */
export function levelsOffered({ level }: Pick<Division, "level">): Level[] {
  if (level === "city") return ["city"];
  if (level === "district" || level === "zone") return ["district", "city"];
  return ["community", "district", "city"];
}
