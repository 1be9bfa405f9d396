import { createHash } from "node:crypto";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import { DOCUMENT_KINDS, documentId, type DocumentKind, KIND_TRAITS } from "./document-kinds.ts";
import type { CityDocuments } from "./documents.ts";
import { announceChange, type DocumentKey, listDocuments, noteLoadedFolder, placeDocument, publishVersion, retireService } from "./store.ts";

export interface ImportReport {
  added: number;
  changed: number;
  unchanged: number;
}

export interface ImportOptions {
  /** Staff id, or the command that imports. */
  author: string;
  /** Place among the cities; undefined keeps the one it has. */
  cityPosition?: number | undefined;
  /** State of the folder the documents were read from, see {@link digestFolder}. */
  folderDigest?: string | undefined;
}

/**
 * Publishes a city's documents, all or none. A document becomes a new version only when its file changed since the last
 * import, so what was edited in the console since then is kept until the file itself changes.
 */
export async function importCity(database: Database, events: Events, documents: CityDocuments, { author, cityPosition, folderDigest }: ImportOptions): Promise<ImportReport> {
  const city = documents.city.id;
  return database.transaction(async (tx) => {
    const existing = new Map((await listDocuments(tx, city)).map((row) => [`${row.kind} ${row.id}`, row]));
    const report: ImportReport = { added: 0, changed: 0, unchanged: 0 };
    for (const { kind, id, body, position } of flatten(documents, cityPosition)) {
      const key: DocumentKey = { city, kind, id };
      const importedDigest = createHash("sha256").update(JSON.stringify(body)).digest("hex");
      const row = existing.get(`${kind} ${id}`);
      // A city imported alone keeps its place among the cities; a new one comes last.
      const placement = { position: position ?? row?.position ?? 1_000, importedDigest };
      if (row?.imported_digest === importedDigest) {
        if (row.position !== placement.position) await placeDocument(tx, key, placement);
        report.unchanged += 1;
        continue;
      }
      await publishVersion(tx, key, { body, origin: "import", author, reviewer: null, note: null }, placement);
      report[row ? "changed" : "added"] += 1;
    }
    for (const retirement of documents.retired) await retireService(tx, city, retirement);
    await noteLoadedFolder(tx, city, folderDigest);
    if (report.added + report.changed + documents.retired.length > 0) {
      await announceChange(tx, city);
      await events.publish(tx, { name: "catalogue.city-imported", version: 1, payload: { city, ...report } });
    }
    return report;
  });
}

function* flatten(documents: CityDocuments, cityPosition: number | undefined): Generator<{ kind: DocumentKind; id: string; body: unknown; position: number | undefined }> {
  for (const kind of DOCUMENT_KINDS) {
    const bodies: unknown[] = kind === "city" ? [documents.city] : (documents[KIND_TRAITS[kind].key] as unknown[]);
    for (const [index, body] of bodies.entries()) {
      yield { kind, id: documentId(kind, body) as string, body, position: kind === "city" ? cityPosition : index };
    }
  }
}
