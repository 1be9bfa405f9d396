import { assembleDocuments, type CityFolder, readCityFolder, type SourcedDocument } from "./city-folder.ts";
import { type Finding, lintCity, lintSchema } from "./lint.ts";
import type { CityDocuments } from "./documents.ts";

/** A fault, with the place in the files where it stands. */
export interface FolderFinding extends Finding {
  file: string;
  line: number;
}

/**
 * Checks a city folder: readable, of the right shape, free of doubles, then every rule.
 * @returns the documents when there is no fault
 */
export function lintFolder(folder: string): { findings: FolderFinding[]; documents?: CityDocuments } {
  const read = readCityFolder(folder);
  const findings: FolderFinding[] = [
    ...read.unreadable.map(({ file, line, message }) => ({ file, line, rule: "readable", pointer: "", message, remedy: "Write it as plain JSON." })),
    ...read.documents.flatMap((document) => lintSchema(document.kind, document.body).map((finding) => place(read, document, finding))),
  ];
  findings.push(...findDoubles(read));
  if (findings.length > 0) return { findings };

  const documents = assembleDocuments(read);
  for (const finding of lintCity(documents)) {
    const document = read.documents.find((each) => each.kind === finding.of.kind && each.id === finding.of.id);
    if (document) findings.push(place(read, document, finding));
  }
  return findings.length > 0 ? { findings } : { findings, documents };
}

function findDoubles(read: CityFolder): FolderFinding[] {
  const seen = new Map<string, SourcedDocument>();
  const findings: FolderFinding[] = [];
  for (const document of read.documents) {
    const key = `${document.kind} ${document.id}`;
    const first = seen.get(key);
    if (first) {
      findings.push(place(read, document, { rule: "double", pointer: "/id", message: `${key} is also in ${first.file}`, remedy: "Give one of them another id, or delete it." }));
    } else {
      seen.set(key, document);
    }
  }
  return findings;
}

function place(read: CityFolder, document: SourcedDocument, { rule, pointer, message, remedy }: Finding): FolderFinding {
  return { file: document.file, line: read.lineOf(document.file, document.base + pointer), rule, pointer, message, remedy };
}
