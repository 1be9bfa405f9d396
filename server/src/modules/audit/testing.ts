/** A builder for tests. */
import type { AuditEntry } from "./entry.ts";

export const PERSON = "0199a1b2-3c4d-7000-8000-000000000001";

export function anEntry(change: Partial<AuditEntry> = {}): AuditEntry {
  return { actor: { kind: "staff", id: "haikou-editor", city: "haikou", department: "hrss" }, act: "person.read", subject: PERSON, purpose: "办理退休申请", ground: "个人信息保护法第十三条", fields: ["name"], city: "haikou", ...change };
}
