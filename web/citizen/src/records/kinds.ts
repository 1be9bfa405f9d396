/** The kinds of record a city offers and what stands in them, under the names the screens use. */
import { queryOptions } from "@tanstack/react-query";
import type { paths } from "@citizen-cloud/api-client";
import { ApiProblem } from "../api/problem.ts";
import type { Asker } from "../api/queries.ts";

export type RecordKind = paths["/api/v1/cities/{city}/record-kinds"]["get"]["responses"][200]["content"]["application/json"]["items"][number];
type RecordField = RecordKind["fields"][number];
export type ListField = Extract<RecordField, { type: "list" }>;
export type PlainField = Exclude<RecordField, { type: "list" }>;
export type Content = Record<string, unknown>;

function lang({ script }: Asker): { lang?: "zh-Hant" } {
  return script === "zh-Hant" ? { lang: "zh-Hant" } : {};
}

/** All of them, for the screens that show many. */
export function recordKindsQuery(asker: Asker) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["record-kinds", city, script],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/record-kinds", { path: { city }, query: lang(asker) }, signal),
  });
}

/** One of them: the whole list would travel in the page beside what is asked for. */
export function recordKindQuery(asker: Asker, id: string) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["record-kind", city, script, id],
    queryFn: async ({ signal }) => {
      const { items } = await client("/api/v1/cities/{city}/record-kinds", { path: { city }, query: lang(asker) }, signal);
      const found = items.find((kind) => kind.id === id);
      if (!found) throw new ApiProblem(404, `There is no kind of record "${id}" here`);
      return found;
    },
  });
}

export type PublicKind = Pick<RecordKind, "id" | "names" | "summary" | "topic" | "parameters" | "headline" | "facts"> & { fields: PlainField[] };

/** The public ones, with only what lists of them show: it travels inside the first page. */
export function publicKindsQuery(asker: Asker) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["public-kinds", city, script],
    queryFn: async ({ signal }): Promise<PublicKind[]> => {
      const { items } = await client("/api/v1/cities/{city}/record-kinds", { path: { city }, query: lang(asker) }, signal);
      return items.filter(({ subject }) => subject === "public").map(({ id, names, summary, topic, parameters, headline, facts, fields }) => ({ id, names, summary, topic, parameters, headline, facts, fields: fields.filter((field): field is PlainField => !isList(field) && (field.name === headline || facts.includes(field.name))) }));
    },
  });
}

export function isList(field: RecordField): field is ListField {
  return field.type === "list";
}

/** What a department gave where a text, a number or a truth stands. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? `${value}` : "";
}

export function rowsOf(record: Content, field: ListField): Content[] {
  const rows = record[field.name];
  return Array.isArray(rows) ? (rows as Content[]) : [];
}
