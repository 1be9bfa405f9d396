/** Who may ask for a record, and for how much of it. Pure. */
import type { Agreement } from "../../catalogue/index.ts";

/** What allows a reading. */
export type Ground =
  /** One's own record: the right of access (PIPL, article 45). */
  | { kind: "own" }
  /** In the name of a child or of who granted a mandate. `id` is the kinship's or the mandate's. */
  | { kind: "acting"; id: string }
  /** One department asks another, for an item that an agreement names. */
  | { kind: "agreement"; id: string; department: string; service: string; reference: string };

/** As it stands in the record of accesses. */
export function groundText(ground: Ground): string {
  if (ground.kind === "own") return "PIPL 45";
  return ground.kind === "acting" ? ground.id : `agreement ${ground.id}`;
}

export type Lacking = "agreement" | "department" | "date" | "item" | "kind" | "fields";

/**
 * What an agreement lacks for a question; undefined when it covers it.
 * @param today YYYY-MM-DD where the city lies
 */
export function findLacking(agreement: Agreement | undefined, question: { department: string; service: string; kind: string; fields: readonly string[] }, today: string): Lacking | undefined {
  if (!agreement) return "agreement";
  if (agreement.consumer !== question.department) return "department";
  if (today < agreement.validFrom || today > agreement.validUntil) return "date";
  if (!agreement.services.includes(question.service)) return "item";
  const grant = agreement.grants.find(({ kind }) => kind === question.kind);
  if (!grant) return "kind";
  return question.fields.every((field) => grant.fields.includes(field)) ? undefined : "fields";
}
