export { normaliseQuery } from "./normalise.ts";
export { nearDuplicates } from "./near-duplicates.ts";
export type { ComparedItem, DuplicateReason, NearDuplicate } from "./near-duplicates.ts";
export { buildSearchIndex } from "./search-index.ts";
export type { SearchEntry, SearchHit, SearchIndex, Suggestion } from "./search-index.ts";
export { searchEntries } from "./entries.ts";
export type { SearchedDocuments } from "./entries.ts";
