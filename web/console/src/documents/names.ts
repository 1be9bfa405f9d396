import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { documentsQuery } from "../api/queries.ts";
import type { DocumentKind, DocumentSummary } from "../api/types.ts";
import { say } from "../i18n/locale.ts";
import { useCity } from "../staff/staff-context.tsx";

export interface Names {
  /** The name of a document, or its id while it is not known. */
  of(kind: DocumentKind, id: string): string;
  list(kind: DocumentKind): DocumentSummary[];
}

/** What every document of the city is called. */
export function useNames(): Names {
  const { data } = useQuery(documentsQuery(useCity()));
  return useMemo(() => {
    const byKey = new Map(data?.items.map((each) => [`${each.kind} ${each.id}`, each]));
    return {
      of(kind, id) {
        const found = byKey.get(`${kind} ${id}`);
        return found ? say(found.names) : id;
      },
      list: (kind) => data?.items.filter((each) => each.kind === kind) ?? [],
    };
  }, [data]);
}
