/**
 * How a document changes: somebody writes a draft, a second person reviews it, and what they publish is a new version
 * that never changes again.
 */
import { type Database, type Handles } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import type { FieldError } from "../../kernel/errors.ts";
import { documentId, type DocumentKind, KIND_TRAITS } from "./document-kinds.ts";
import type { CityDocuments, Retirement, Text } from "./documents.ts";
import type { Campaign } from "./booking-documents.ts";
import { badRedirect, brokenDocument, draftChanged, draftNotReady, noSuchDocument, ownReview } from "./errors.ts";
import { exportCity } from "./export-city.ts";
import { type Finding, lintCity, lintSchema } from "./lint.ts";
import { lintOpenCampaign } from "./lint-bookings.ts";
import {
  announceChange, deleteDraft, type DocumentKey, type DraftRow, findDocumentForUpdate, findDraftForUpdate, findVersion, insertDraft, lockRetirements, offerAgain, publishVersion, retireService, updateDraft,
} from "./store.ts";

const DEEPEST_DOCUMENT = 20;

export interface SavedDraft {
  revision: number;
  findings: Finding[];
}

/**
 * Writes a draft, which may still break the rules; the answer says which.
 * @param seenRevision the draft's revision the writer began from; undefined for a new draft
 * @throws draft-changed when somebody saved meanwhile, draft-not-ready while it waits for review
 */
export async function saveDraft(database: Database, key: DocumentKey, change: { body: unknown; note: string | null; seenRevision: number | undefined; editor: string; now: Date }): Promise<SavedDraft> {
  if (key.kind === "city" && key.id !== key.city) throw noSuchDocument(`The city's document is "${key.city}".`);
  if (isDeeperThan(change.body, DEEPEST_DOCUMENT)) throw brokenDocument(`No document nests deeper than ${DEEPEST_DOCUMENT} levels.`);
  const bodyId = documentId(key.kind, change.body);
  if (bodyId !== key.id) {
    throw brokenDocument("The document's id is not the one in the address.", { fields: [{ pointer: `/${KIND_TRAITS[key.kind].idMember}`, detail: `must be ${key.id}` }] });
  }
  return database.transaction(async (tx) => {
    const draft = await findDraftForUpdate(tx, key);
    if ((draft?.revision ?? undefined) !== change.seenRevision) throw draftChanged("The draft was saved by somebody else since you opened it.");
    if (draft?.state === "submitted") throw draftNotReady("The draft waits for its review: withdraw it first.");
    // The review compares the draft with what is published now, so a draft kept over a publication is written on that.
    const baseVersion = (await findDocumentForUpdate(tx, key))?.current_version ?? null;
    if (draft) {
      await updateDraft(tx, key, { body: change.body, base_version: baseVersion, note: change.note, editors: [...new Set([...draft.editors, change.editor])] });
    } else {
      const inserted = await insertDraft(tx, { ...key, body: change.body, base_version: baseVersion, state: "open", editors: [change.editor], note: change.note });
      if (!inserted) throw draftChanged("Somebody else began a draft of this document just now.");
    }
    return { revision: (draft?.revision ?? 0) + 1, findings: await findFaults(tx, key, change.body, change.now) };
  });
}

/** What the rules say of a document within its city as people see it now. */
export async function findFaults(source: Handles, key: DocumentKey, body: unknown, now: Date): Promise<Finding[]> {
  const shape = lintSchema(key.kind, body);
  if (shape.length > 0) return shape;
  const published = await exportCity(source, key.city);
  // An office can name a department only once that is published, so a new department cannot be asked for one yet.
  const isNewDepartment = key.kind === "department" && !published.departments.some((each) => each.id === key.id);
  const faults = lintCity(withDocument(published, key.kind, key.id, body)).flatMap(({ of, ...finding }) => {
    const own = of.kind === key.kind && of.id === key.id;
    return own && !(isNewDepartment && finding.rule === "no-office") ? [finding] : [];
  });
  return key.kind === "campaign" ? [...faults, ...lintOpenCampaign(published.campaigns.find(({ id }) => id === key.id), body as Campaign, now)] : faults;
}

/** The city's documents as they would be with this one published. */
function withDocument(documents: CityDocuments, kind: DocumentKind, id: string, body: unknown): CityDocuments {
  const { key } = KIND_TRAITS[kind];
  if (key === "city") return { ...documents, city: body as CityDocuments["city"] };
  const others = (documents[key] as unknown[]).filter((each) => documentId(kind, each) !== id);
  return { ...documents, [key]: [...others, body] };
}

/** Asks for the review. @throws broken-document naming every field at fault */
export async function submitDraft(database: Database, key: DocumentKey, now: Date): Promise<void> {
  await database.transaction(async (tx) => {
    const draft = await getDraft(tx, key, "open");
    refuseFaults(await findFaults(tx, key, draft.body, now));
    await updateDraft(tx, key, { state: "submitted", remark: null });
  });
}

/** Takes a submitted draft back into writing: by its writers, or by the reviewer with a remark on what to mend. */
export async function reopenDraft(database: Database, key: DocumentKey, remark: string | null): Promise<void> {
  await database.transaction(async (tx) => {
    await getDraft(tx, key, "submitted");
    await updateDraft(tx, key, { state: "open", remark });
  });
}

export async function discardDraft(database: Database, key: DocumentKey): Promise<void> {
  await database.transaction(async (tx) => {
    if (!(await findDraftForUpdate(tx, key))) throw noSuchDocument("There is no draft of this document.");
    await deleteDraft(tx, key);
  });
}

/**
 * Publishes a submitted draft as the next version.
 * @throws own-review when the reviewer wrote in it, draft-changed when another version was published since it was begun
 */
export async function publishDraft(database: Database, events: Events, key: DocumentKey, reviewer: string, now: Date): Promise<number> {
  return database.transaction(async (tx) => {
    const document = await findDocumentForUpdate(tx, key);
    const draft = await getDraft(tx, key, "submitted");
    if (draft.editors.includes(reviewer)) throw ownReview("You wrote in this draft, so somebody else has to review it.");
    if ((document?.current_version ?? null) !== draft.base_version) {
      throw draftChanged("Another version was published since this draft was begun: send it back, so that it is written on the new one.");
    }
    refuseFaults(await findFaults(tx, key, draft.body, now));
    const version = await publishVersion(tx, key, { body: draft.body, origin: "review", author: draft.editors[0] ?? reviewer, reviewer, note: draft.note });
    await deleteDraft(tx, key);
    await announce(tx, events, key, version);
    return version;
  });
}

/** Publishes an earlier version again, as a new one: it was reviewed when it first came out. */
export async function rollBack(database: Database, events: Events, key: DocumentKey, version: number, { reviewer, note, now }: { reviewer: string; note: string; now: Date }): Promise<number> {
  return database.transaction(async (tx) => {
    const document = await findDocumentForUpdate(tx, key);
    const earlier = await findVersion(tx, key, version);
    if (!document || !earlier) throw noSuchDocument(`There is no version ${version} of this document.`);
    if (document.current_version === version) throw draftNotReady(`Version ${version} is the one people see now.`);
    refuseFaults(await findFaults(tx, key, earlier.body, now));
    const next = await publishVersion(tx, key, { body: earlier.body, origin: "roll-back", author: earlier.author, reviewer, note });
    await announce(tx, events, key, next);
    return next;
  });
}

/** Ends an item; its address leads to the replacement, when there is one. @throws bad-redirect */
export async function retire(database: Database, events: Events, city: string, decision: { id: string; on: string; reason: Text; redirectTo: string | undefined }): Promise<void> {
  await database.transaction(async (tx) => {
    // Two retirements at once could each lead to the other.
    await lockRetirements(tx, city);
    const { services, retired } = await exportCity(tx, city);
    const offered = new Set(services.map((item) => item.id));
    if (!offered.has(decision.id)) throw noSuchDocument(`"${decision.id}" is not an item that is offered.`);
    if (decision.redirectTo !== undefined && (decision.redirectTo === decision.id || !offered.has(decision.redirectTo))) {
      throw badRedirect(`"${decision.redirectTo}" is not another item that is offered.`, { fields: [{ pointer: "/redirectTo", detail: "must be another item of this city that is offered" }] });
    }
    const { redirectTo, ...rest } = decision;
    const retirement: Retirement = { ...rest, ...(redirectTo === undefined ? {} : { redirectTo }) };
    await retireService(tx, city, retirement);
    // What led to this one leads on to where it leads, so no old address ends in a dead end.
    for (const earlier of retired.filter((each) => each.redirectTo === decision.id)) {
      const { redirectTo: _, ...ended } = earlier;
      await retireService(tx, city, redirectTo === undefined ? ended : { ...ended, redirectTo });
    }
    await announceChange(tx, city);
    await events.publish(tx, { name: "catalogue.service-retired", version: 1, payload: { city, id: decision.id, redirectTo: redirectTo ?? null } });
  });
}

/** Takes a retirement back. */
export async function restore(database: Database, events: Events, city: string, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    await lockRetirements(tx, city);
    const { retired } = await exportCity(tx, city);
    if (!retired.some((each) => each.id === id)) throw noSuchDocument(`"${id}" is not retired.`);
    await offerAgain(tx, city, id);
    await announceChange(tx, city);
    await events.publish(tx, { name: "catalogue.service-restored", version: 1, payload: { city, id } });
  });
}

async function announce(tx: Handles, events: Events, key: DocumentKey, version: number): Promise<void> {
  await announceChange(tx, key.city);
  await events.publish(tx, { name: "catalogue.document-published", version: 1, payload: { ...key, version } });
}

async function getDraft(tx: Handles, key: DocumentKey, state: DraftRow["state"]): Promise<DraftRow> {
  const draft = await findDraftForUpdate(tx, key);
  if (!draft) throw noSuchDocument("There is no draft of this document.");
  if (draft.state !== state) throw draftNotReady(state === "open" ? "The draft already waits for its review." : "The draft is not waiting for a review.");
  return draft;
}

function refuseFaults(findings: Finding[]): void {
  if (findings.length === 0) return;
  const fields: FieldError[] = findings.map(({ pointer, message, remedy }) => ({ pointer, detail: `${message}. ${remedy}` }));
  throw brokenDocument(`The document breaks ${findings.length} ${findings.length === 1 ? "rule" : "rules"}.`, { fields });
}

/** Without recursion, since a body that nests without end is what it is there to refuse. */
function isDeeperThan(body: unknown, most: number): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((each) => (each !== null && typeof each === "object" ? Object.values(each) : []));
  }
  return false;
}
