import { isWithin } from "./pointer.ts";

interface Located {
  pointer: string;
}

/** Faults of one field itself. */
export function findingsAt<Finding extends Located>(findings: readonly Finding[], pointer: string): Finding[] {
  return findings.filter((each) => each.pointer === pointer);
}

/** Faults of a field and of everything in it. */
export function findingsWithin<Finding extends Located>(findings: readonly Finding[], pointer: string): Finding[] {
  return findings.filter((each) => isWithin(each.pointer, pointer));
}
