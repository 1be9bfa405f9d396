/** What a proof holds, and what it is worth at a moment. Pure. */
import { createHash } from "node:crypto";
import type { RecordKind } from "../../catalogue/index.ts";
import type { RecordContent } from "../../sources/index.ts";
import type { CheckedField } from "../contract.ts";

type Text = RecordKind["names"];

/** Everything on the sheet. It stays as it was, whatever becomes of the kind, the department or the record. */
export interface ProofContent {
  title: Text;
  statement: Text;
  city: { names: Text; seal: string };
  department: Text;
  name: string;
  idNumber: string;
  fields: CheckedField[];
  record: RecordContent;
  obtainedAt: string;
  asOf?: string;
  code: string;
}

export type ProofState = "valid" | "expired" | "revoked";

export function stateOf({ expires_at, revoked_at }: { expires_at: Date; revoked_at: Date | null }, now: Date): ProofState {
  if (revoked_at) return "revoked";
  return expires_at <= now ? "expired" : "valid";
}

/** Where the content is sealed. */
export function contentPlace(proof: string): string {
  return `records.proof.content/${proof}`;
}

export function checkerPlace(check: string): string {
  return `records.proof_check.checker/${check}`;
}

export function digestOfContent(content: string): Buffer {
  return createHash("sha256").update(content).digest();
}

/** Of a kind's fields what a reader of the proof needs. */
export function describeFields(fields: RecordKind["fields"], names: readonly string[]): CheckedField[] {
  return names.flatMap((name) => {
    const field = fields.find((each) => each.name === name);
    if (!field) return [];
    return [field.type === "list" ? { name, names: field.names, type: field.type, fields: field.fields.map(describeField) } : describeField(field)];
  });
}

type PlainField = Exclude<RecordKind["fields"][number], { type: "list" }>;

function describeField({ name, names, type, unit, codes }: PlainField): Omit<CheckedField, "fields"> {
  return { name, names, type, ...(unit ? { unit } : {}), ...(codes ? { codes: codes.map((code) => ({ value: code.value, names: code.names })) } : {}) };
}

/** Only what the proof is of, whatever else was needed to reckon it. */
export function pickFields(record: RecordContent, names: readonly string[]): RecordContent {
  return Object.fromEntries(names.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name]]])));
}
