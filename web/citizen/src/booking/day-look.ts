const FEW = 9;

interface DayFacts {
  slots: readonly { free: number }[];
  closed?: unknown;
  opensAt?: unknown;
}

type DayState = "free" | "few" | "full" | "closed" | "later";

export interface DayLook {
  state: DayState;
  free: number;
}

/** How a day stands for so many people: `free` counts places of times that have room for all of them. */
export function dayLook({ slots, closed, opensAt }: DayFacts, party: number): DayLook {
  const free = slots.reduce((sum, slot) => sum + (slot.free >= party ? slot.free : 0), 0);
  if (free > 0) return { state: free <= FEW ? "few" : "free", free };
  if (slots.length > 0) return { state: "full", free };
  return { state: closed === undefined && opensAt !== undefined ? "later" : "closed", free };
}

/** The day that is shown when none was chosen: the first with room. */
export function firstFreeDay<Facts extends DayFacts>(days: readonly Facts[], party: number): Facts | undefined {
  return days.find((day) => dayLook(day, party).free > 0);
}
