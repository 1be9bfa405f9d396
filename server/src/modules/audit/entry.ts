/** What an entry is, which entries are taken, and the bytes its hash covers. Pure. */
import { hash } from "node:crypto";
import { personalDataInRecord } from "./errors.ts";
import { findPersonalData } from "./personal-data.ts";

export const ACTOR_KINDS = ["person", "staff", "system", "partner", "city"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** An access or act to be recorded. Ids, names and codes only: what stands here is never deleted. */
export interface AuditEntry {
  /** Left out: the time of writing. */
  at?: Date;
  actor: { kind: ActorKind; id: string; city?: string; department?: string };
  /** `thing.past-verb`: `person.read`, `session.opened`, `mandate.revoked`. */
  act: string;
  /** Id of the person whose data it was. */
  subject?: string;
  /** Id of the person or enterprise the actor stood in for. */
  actingFor?: string;
  /** What for, in words a person understands. */
  purpose?: string;
  /** What allows it: law article, mandate id, consent id. */
  ground?: string;
  /** Names of the fields read or changed, never their values. */
  fields?: string[];
  about?: { kind: string; id: string };
  city?: string;
  detail?: Record<string, string | number | boolean>;
}

/** `<lane>-<number>`, for good. */
export type AuditEntryId = string;

/** An entry as it was recorded. */
export interface AuditRecord extends AuditEntry {
  id: AuditEntryId;
  at: Date;
  /** SHA-256 in hexadecimal, over the entry and the one before it. */
  hash: string;
}

export const LANES = 32;
const MOST_FIELDS = 100;
const MOST_DETAILS = 20;
const LONGEST_ID = 100;

const ACT = /^[a-z]+(?:-[a-z]+)*\.([a-z]+(?:-[a-z]+)*)$/;
/** Past forms that do not end in -ed. */
const IRREGULAR = new Set(
  "begun bound built chosen drawn found frozen given held hidden kept left let lost made met paid put read seen sent set shown split spent taken told unbound withdrawn won written".split(" "),
);
const NAME = /^[a-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*$/;
// oxlint-disable-next-line no-control-regex -- control characters are what it refuses
const UNPRINTABLE = /[\u0000-\u001f\u007f]/;

/**
 * Refuses what must not be recorded.
 * @throws {DomainError} personal-data-in-record when a text seems to hold somebody's number, or is too long: people type purposes
 * @throws {Error} when the entry is malformed otherwise, which is the caller's bug
 */
export function checkEntry(entry: AuditEntry): void {
  const { at, actor, act, fields = [], about, detail = {} } = entry;
  if (at !== undefined && Number.isNaN(at.getTime())) throw malformed("at is no time");
  if (!ACTOR_KINDS.includes(actor.kind)) throw malformed(`actor.kind is "${actor.kind}"`);
  if (!isPastAct(act)) throw malformed(`act is "${act}", not thing.past-verb`);
  checkText("actor.id", actor.id, LONGEST_ID);
  refusePersonalData("actor.id", actor.id);
  for (const [name, id] of Object.entries({ "actor.city": actor.city, "actor.department": actor.department, subject: entry.subject, actingFor: entry.actingFor, city: entry.city })) {
    if (id !== undefined) checkText(name, id, LONGEST_ID);
  }
  if (entry.subject !== undefined) refusePersonalData("subject", entry.subject);
  for (const [name, text] of Object.entries({ purpose: entry.purpose, ground: entry.ground })) {
    if (text === undefined) continue;
    refusePersonalData(name, text);
    checkText(name, text);
  }
  if (about !== undefined) {
    checkName("about.kind", about.kind);
    // Ids of things may look like a person's number: every eleventh credit code of digits alone passes as an ID number.
    checkText("about.id", about.id, LONGEST_ID);
  }
  if (fields.length > MOST_FIELDS) throw malformed(`fields has more than ${MOST_FIELDS} names`);
  for (const field of fields) checkName("fields", field);
  checkDetail(detail);
}

function checkDetail(detail: NonNullable<AuditEntry["detail"]>): void {
  const members = Object.entries(detail);
  if (members.length > MOST_DETAILS) throw malformed(`detail has more than ${MOST_DETAILS} members`);
  for (const [name, value] of members) {
    checkName("detail", name);
    if (typeof value === "boolean") continue;
    if (typeof value === "number" ? !Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER : typeof value !== "string") {
      throw malformed(`detail.${name} is no text, number or truth value that keeps its exact value`);
    }
    refusePersonalData(`detail.${name}`, String(value));
    if (typeof value === "string" && value !== "") checkText(`detail.${name}`, value);
  }
}

function isPastAct(act: string): boolean {
  const verb = ACT.exec(act)?.[1];
  return act.length <= LONGEST_ID && verb !== undefined && verb.split("-").some((word) => word.endsWith("ed") || IRREGULAR.has(word));
}

function checkName(place: string, name: string): void {
  // Not repeated in the message: a value given in place of a name would end up in the log.
  if (name.length > LONGEST_ID || !NAME.test(name)) throw malformed(`${place} holds something that is no name`);
}

function checkText(place: string, text: string, longest = Number.POSITIVE_INFINITY): void {
  if (text === "" || text.length > longest || UNPRINTABLE.test(text) || !text.isWellFormed()) throw malformed(`${place} is empty, longer than ${longest} or not printable`);
}

function refusePersonalData(place: string, text: string): void {
  const found = findPersonalData(text);
  if (found) throw personalDataInRecord(`${place} seems to hold ${found}.`, { context: { place } });
}

const malformed = (reason: string) => new Error(`Malformed audit entry: ${reason}`);

/** A row of audit.entry as the check of the chain reads it: every value as the exact text that is hashed. */
export interface ChainedRow {
  lane: number;
  number: number;
  /** Microseconds since 1970, in digits. */
  at: string;
  actor_kind: string;
  actor: string;
  actor_city: string | null;
  actor_department: string | null;
  act: string;
  subject: string | null;
  acting_for: string | null;
  purpose: string | null;
  ground: string | null;
  /** A list of names; what somebody made of it may be anything. */
  fields: unknown[] | null;
  about_kind: string | null;
  about_id: string | null;
  city: string | null;
  /** Name, JSON type and text of each member. */
  detail: [string, string, string | null][] | null;
  previous_hash: Buffer;
  hash: Buffer;
}

/** The bytes that the hash of an entry covers, beside the hash before it; audit.canonical_form in SQL makes the same. */
export function canonicalForm(row: ChainedRow): Buffer {
  return Buffer.from(
    `citizen-cloud audit entry 1${part(String(row.lane))}${part(String(row.number))}${part(row.at)}` +
      part(row.actor_kind) + part(row.actor) + part(row.actor_city) + part(row.actor_department) +
      part(row.act) + part(row.subject) + part(row.acting_for) + part(row.purpose) + part(row.ground) +
      (row.fields === null ? "-" : `${row.fields.length};${row.fields.map((each) => part(typeof each === "string" || each === null ? each : JSON.stringify(each))).join("")}`) +
      part(row.about_kind) + part(row.about_id) + part(row.city) +
      detailForm(row.detail),
  );
}

export function entryHash(row: ChainedRow): Buffer {
  return hash("sha256", Buffer.concat([row.previous_hash, canonicalForm(row)]), "buffer");
}

/** A text as its length in bytes, a colon and itself; null as a dash: no two lists of parts run together into one. */
function part(value: string | null): string {
  return value === null ? "-" : `${Buffer.byteLength(value)}:${value}`;
}

function detailForm(detail: ChainedRow["detail"]): string {
  if (detail === null) return "-";
  const members = detail.length < 2 ? detail : detail.toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `${members.length};${members.map(([name, type, text]) => part(name) + part(type) + part(text)).join("")}`;
}
