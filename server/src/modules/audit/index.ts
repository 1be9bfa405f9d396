/** The record of every access and act. Whoever reads or changes personal data records it here, in the same transaction. */
export type { ActorKind, AuditEntry, AuditEntryId, AuditRecord } from "./entry.ts";
export { type AuditPage, type EntryFilter, findEntry, listAbout, listEntries, record, recordAll } from "./store.ts";
export { type AuditFault, type AuditReport, verifyAudit } from "./verify.ts";
