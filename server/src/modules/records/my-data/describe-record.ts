/** What is shown of a record on a card: one value large, a few beside it, masked where the kind says so. Pure. */
import type { RecordField, RecordKind } from "../../catalogue/index.ts";
import { maskBankAccount, maskIdNumber, maskName, maskPhone } from "../../../kernel/mask.ts";
import type { Answer, RecordContent } from "../../sources/index.ts";

const MASKS: Record<NonNullable<RecordField["mask"]>, (text: string) => string> = { "id-number": maskIdNumber, name: maskName, account: maskBankAccount, phone: maskPhone };

interface ShownField {
  field: string;
  value: string | number | boolean;
}

export function summarise({ fields, headline, facts }: Pick<RecordKind, "fields" | "headline" | "facts">, record: RecordContent | undefined): { headline?: ShownField; facts: ShownField[] } {
  const show = (name: string): ShownField[] => {
    const field = fields.find((each) => each.name === name);
    const value = record?.[name];
    if (!field || field.type === "list" || !(typeof value === "string" || typeof value === "number" || typeof value === "boolean")) return [];
    return [{ field: name, value: maskValue(field, value) }];
  };
  const [large] = headline === undefined ? [] : show(headline);
  return { ...(large ? { headline: large } : {}), facts: facts.flatMap(show) };
}

export function maskValue<Value extends string | number | boolean>({ mask }: Pick<RecordField, "mask">, value: Value): Value | string {
  return mask && typeof value === "string" ? MASKS[mask](value) : value;
}

/** The times as they travel. */
export function timesOf({ obtainedAt, asOf, dueAt, reason }: Answer): { reason?: NonNullable<Answer["reason"]>; obtainedAt?: string; asOf?: string; dueAt?: string } {
  return {
    ...(reason === undefined ? {} : { reason }),
    ...(obtainedAt === undefined ? {} : { obtainedAt: obtainedAt.toISOString() }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(dueAt === undefined ? {} : { dueAt: dueAt.toISOString() }),
  };
}

const DAY_MS = 86_400_000;

/** What the department said within a day, or calls fresh itself, may be proven. */
export function isProvable({ proof }: Pick<RecordKind, "proof">, { state, record, obtainedAt }: Answer, now: Date): boolean {
  if (!proof || !record || !obtainedAt) return false;
  return state === "current" || (state === "last-known" && now.getTime() - obtainedAt.getTime() <= DAY_MS);
}
