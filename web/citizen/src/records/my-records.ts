/** One's own records: asked by the browser alone, for whomever this tab acts for. */
import { queryOptions } from "@tanstack/react-query";
import { type Answer, askPersonal } from "../account/api.ts";
import { PERSONAL } from "../account/me.ts";
import type { Acting } from "../device/acting.ts";
import type { Asker } from "../api/queries.ts";
import { type Content, isList, type RecordKind } from "./kinds.ts";
import { maskText } from "./mask.ts";

export type MyRecord = Answer<"get", "/api/v1/me/records">["items"][number];
export type FullRecord = Answer<"get", "/api/v1/me/records/{kind}">;

type Where = Pick<Asker, "city" | "script">;

function lang({ script }: Where): { lang?: "zh-Hant" } {
  return script === "zh-Hant" ? { lang: "zh-Hant" } : {};
}

export function myRecordsQuery(where: Where, whose: Acting | undefined) {
  return queryOptions({
    queryKey: [PERSONAL, "records", whose?.id ?? "", where.city, where.script],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/records", { query: { city: where.city, ...lang(where) } }, signal),
    staleTime: 60_000,
  });
}

export function myRecordQuery(where: Where, whose: Acting | undefined, kind: string, parameter: readonly string[] = []) {
  return queryOptions({
    queryKey: [PERSONAL, "record", whose?.id ?? "", where.city, where.script, kind, ...parameter],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/records/{kind}", { path: { kind }, query: recordQuestion(where, parameter) }, signal),
    // A refusal has its reason, and each question is written down: asking again would gain nothing.
    retry: false,
    staleTime: 60_000,
  });
}

/** How records are asked for; anew, departments are asked even when their answers are fresh. */
export function recordQuestion(where: Where, parameter: readonly string[] = [], anew = false) {
  return { city: where.city, ...(parameter.length > 0 ? { parameter: [...parameter] } : {}), ...(anew ? { anew } : {}), ...lang(where) };
}

/** What its card shows of a record that was asked for by itself. */
export function cardOf(kind: RecordKind, full: FullRecord): MyRecord {
  const { state, reason, obtainedAt, asOf, dueAt, notices, record } = full;
  const show = (name: string) => {
    const value = shownValue(kind, record, name);
    return value === undefined ? [] : [{ field: name, value }];
  };
  const [headline] = kind.headline ? show(kind.headline) : [];
  return { kind: kind.id, state, reason, obtainedAt, asOf, dueAt, notices, ...(headline ? { headline } : {}), facts: kind.facts.flatMap(show) };
}

function shownValue(kind: RecordKind, record: Content | undefined, name: string): string | number | boolean | undefined {
  const field = kind.fields.find((each) => each.name === name);
  const value = record?.[name];
  if (!field || isList(field) || !(typeof value === "string" || typeof value === "number" || typeof value === "boolean")) return undefined;
  return field.mask && typeof value === "string" ? maskText(value, field.mask) : value;
}
