import type { Handles } from "../../kernel/database.ts";
import { DOCUMENT_KINDS, type DocumentKind, KIND_TRAITS } from "./document-kinds.ts";
import type { CityDocuments } from "./documents.ts";
import { noSuchCity } from "./errors.ts";
import { listRetirements, loadCurrentVersions } from "./store.ts";

/** Everything people see of a city now, as the documents that an import takes. @throws no-such-city */
export async function exportCity(source: Handles, city: string): Promise<CityDocuments> {
  const rows = await loadCurrentVersions(source, city);
  if (rows.length === 0) throw noSuchCity(`There is no city "${city}".`);
  const retired = await listRetirements(source, city);
  const isOffered = (kind: DocumentKind, id: string) => kind !== "service" || !retired.some((retirement) => retirement.id === id);
  const documents: Record<string, unknown> = { retired };
  for (const kind of DOCUMENT_KINDS) {
    const bodies = rows.filter((row) => row.kind === kind && isOffered(kind, row.id)).map((row) => row.body);
    documents[KIND_TRAITS[kind].key] = kind === "city" ? bodies[0] : bodies;
  }
  return documents as unknown as CityDocuments;
}
