/** Finds records by their names and by the names of what stands in them. */
import type { RecordKind } from "../../records/kinds.ts";

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}

/** All that one kind may be found by, in every language that is known. */
export function wordsOf(kind: Pick<RecordKind, "names" | "summary" | "department" | "fields">): string {
  const names = [kind.names, kind.summary, kind.department.names, ...kind.fields.flatMap((field) => [field.names, ...("fields" in field ? field.fields.map((each) => each.names) : [])])];
  return plain(names.flatMap(({ zh, en }) => [zh, en]).join("\n"));
}

/** Every word has to be there; no order, and parts of words count. */
export function matches(words: string, query: string): boolean {
  return plain(query).split(/\s+/).every((word) => words.includes(word));
}
