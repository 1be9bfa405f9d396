import { useQuery } from "@tanstack/react-query";
import { documentQuery } from "../api/queries.ts";
import type { JsonObject } from "../documents/json.ts";
import { useCity } from "../staff/staff-context.tsx";
import { fieldsOf } from "./record-fields.ts";

/** The fields of a published kind of record; undefined while they are not known. */
export function useRecordFields(kind: string) {
  const document = useQuery({ ...documentQuery(useCity(), { kind: "record-kind", id: kind }), enabled: kind !== "" });
  return { ...document, fields: document.data ? fieldsOf(document.data.body as JsonObject | undefined) : undefined };
}
