import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import { type Identity, mayAct, notAllowed, type Role, type Staff } from "../identity/index.ts";
import { guideOf } from "./city-catalogue.ts";
import { ServiceGuide } from "./contract.ts";
import { documentId, type DocumentKind, KIND_TRAITS } from "./document-kinds.ts";
import { LEVELS, type ServiceItem } from "./documents.ts";
import { discardDraft, findFaults, publishDraft, reopenDraft, restore, retire, rollBack, saveDraft, submitDraft } from "./drafts.ts";
import { brokenDocument, noSuchDocument } from "./errors.ts";
import { lintSchema } from "./lint.ts";
import type { PublishedCities } from "./published-cities.ts";
import {
  DecideDuplicateBody, DocumentDetail, DocumentParams, DocumentsQuery, type DocumentSummary, DocumentSummaryList, DraftList, NearDuplicateList, PastVersion, Published, RetireBody, RollBackBody, SaveDraftBody,
  SavedDraft, SearchMissList, SendBackBody, SettleMissBody, StaffCityParams, StaffServiceParams, VersionParams,
} from "./staff-contract.ts";
import {
  decideNearDuplicate, type DocumentKey, type DraftRow, findCurrentVersion, findDraft, findVersion, listDrafts, listNearDuplicates, listRetirements, listSearchMisses, listVersions, loadCurrentVersions, settleSearchMiss, sumItemViews,
} from "./store.ts";

const USE_DAYS = 90;
const MAX_MISSES_SHOWN = 200;

interface Parts {
  database: Database;
  events: Events;
  cities: PublishedCities;
  identity: Identity;
  clock: Clock;
}

/**
 * The console's catalogue rooms. Everybody of a city's staff may look; who may change what is said at each route. What
 * changes the public's view is answered when this process shows it, so whoever published can look at once.
 */
export function registerCatalogueStaffRoutes(server: HttpServer, { database, events, cities, identity, clock }: Parts): void {
  const tags = ["staff"];
  const base = "/staff/v1/cities/:city";
  const Done = { 204: Type.Null() };

  /** @throws not-allowed when the person's role, city or department does not cover it */
  const admit = async (request: FastifyRequest, role: Role | undefined, city: string, department?: string): Promise<Staff> => {
    const staff = await identity.requireStaff(request);
    const allowed = role === undefined ? staff.city === city : mayAct(staff, role, { city, department });
    if (!allowed) throw notAllowed(role === undefined ? "This is another city's." : `This needs the role "${role}" for this department.`);
    return staff;
  };
  const noStore = (reply: FastifyReply) => reply.header("cache-control", "no-store");

  server.get(`${base}/documents`, { schema: { tags, summary: "A city's documents, published and drafted", params: StaffCityParams, querystring: DocumentsQuery, response: { 200: DocumentSummaryList } } }, async (request, reply) => {
    const { city } = request.params;
    await admit(request, undefined, city);
    const items = await listDocumentSummaries(database, city, request.query.kind);
    return noStore(reply).send({ items, total: items.length });
  });

  server.get(`${base}/documents/:kind/:id`, { schema: { tags, summary: "A document, its draft and its history", params: DocumentParams, response: { 200: DocumentDetail } } }, async (request, reply) => {
    await admit(request, undefined, request.params.city);
    return noStore(reply).send(await describeDocument(database, request.params, clock()));
  });

  server.get(`${base}/documents/:kind/:id/versions/:version`, { schema: { tags, summary: "An earlier version", params: VersionParams, response: { 200: PastVersion } } }, async (request, reply) => {
    const { version, ...key } = request.params;
    await admit(request, undefined, key.city);
    const row = await findVersion(database, key, version);
    if (!row) throw noSuchDocument(`There is no version ${version} of this document.`);
    return noStore(reply).send({ version, body: row.body as Record<string, unknown> });
  });

  server.post(`${base}/documents/:kind/:id/roll-back`, { schema: { tags, summary: "Publish an earlier version again (reviewer)", params: DocumentParams, body: RollBackBody, response: { 200: Published } } }, async (request) => {
    const key = request.params;
    const staff = await admit(request, "reviewer", key.city, await departmentOf(database, key));
    const version = await rollBack(database, events, key, request.body.version, { reviewer: staff.id, note: request.body.note, now: clock() });
    await cities.reload(key.city);
    return { version };
  });

  server.get(`${base}/drafts`, { schema: { tags, summary: "Drafts under way", params: StaffCityParams, response: { 200: DraftList } } }, async (request, reply) => {
    await admit(request, undefined, request.params.city);
    const items = (await listDrafts(database, request.params.city)).map(showDraft);
    return noStore(reply).send({ items, total: items.length });
  });

  server.put(`${base}/drafts/:kind/:id`, { schema: { tags, summary: "Save a draft (editor)", params: DocumentParams, body: SaveDraftBody, response: { 200: SavedDraft } } }, async (request) => {
    const key = request.params;
    const { body, note, revision } = request.body;
    // Both what it is and what it would become must be the editor's, so that nothing is taken over from another department.
    if (await documentExists(database, key)) await admit(request, "editor", key.city, await departmentOf(database, key));
    const staff = await admit(request, "editor", key.city, departmentIn(key.kind, body));
    return saveDraft(database, key, { body, note: note ?? null, seenRevision: revision, editor: staff.id, now: clock() });
  });

  server.delete(`${base}/drafts/:kind/:id`, { schema: { tags, summary: "Throw a draft away (editor)", params: DocumentParams, response: Done } }, async (request, reply) => {
    await admit(request, "editor", request.params.city, await departmentOf(database, request.params));
    await discardDraft(database, request.params);
    return reply.code(204).send(null);
  });

  server.post(`${base}/drafts/:kind/:id/submit`, { schema: { tags, summary: "Ask for the review (editor)", params: DocumentParams, response: Done } }, async (request, reply) => {
    await admit(request, "editor", request.params.city, await departmentOf(database, request.params));
    await submitDraft(database, request.params, clock());
    return reply.code(204).send(null);
  });

  server.post(`${base}/drafts/:kind/:id/send-back`, { schema: { tags, summary: "Back into writing, with a remark (reviewer) or withdrawn (editor)", params: DocumentParams, body: SendBackBody, response: Done } }, async (request, reply) => {
    const { remark } = request.body;
    await admit(request, remark === undefined ? "editor" : "reviewer", request.params.city, await departmentOf(database, request.params));
    await reopenDraft(database, request.params, remark ?? null);
    return reply.code(204).send(null);
  });

  server.post(`${base}/drafts/:kind/:id/publish`, { schema: { tags, summary: "Publish a submitted draft (reviewer who did not write in it)", params: DocumentParams, response: { 200: Published } } }, async (request) => {
    const key = request.params;
    const staff = await admit(request, "reviewer", key.city, await departmentOf(database, key));
    const version = await publishDraft(database, events, key, staff.id, clock());
    await cities.reload(key.city);
    return { version };
  });

  server.get(`${base}/drafts/service/:id/guide`, { schema: { tags, summary: "A draft as the guide people would see", params: StaffServiceParams, response: { 200: ServiceGuide } } }, async (request, reply) => {
    const { city, id } = request.params;
    await admit(request, undefined, city);
    const draft = await findDraft(database, { city, kind: "service", id });
    if (!draft) throw noSuchDocument("There is no draft of this item.");
    const faults = lintSchema("service", draft.body);
    const catalogue = cities.get(city);
    const item = draft.body as ServiceItem;
    if (faults.length > 0 || !catalogue.departments.has(item.department)) {
      throw brokenDocument("The draft cannot be shown until it has its shape.", { fields: faults.map(({ pointer, message }) => ({ pointer, detail: message })) });
    }
    return noStore(reply).send(guideOf(catalogue, { item, version: (draft.base_version ?? 0) + 1, publishedAt: draft.updated_at }));
  });

  server.post(`${base}/services/:id/retire`, { schema: { tags, summary: "End an item, with a redirect (reviewer)", params: StaffServiceParams, body: RetireBody, response: Done } }, async (request, reply) => {
    const { city, id } = request.params;
    await admit(request, "reviewer", city, await departmentOf(database, { city, kind: "service", id }));
    await retire(database, events, city, { id, on: new Date().toISOString().slice(0, 10), reason: request.body.reason, redirectTo: request.body.redirectTo });
    await cities.reload(city);
    return reply.code(204).send(null);
  });

  server.post(`${base}/services/:id/restore`, { schema: { tags, summary: "Offer a retired item again (reviewer)", params: StaffServiceParams, response: Done } }, async (request, reply) => {
    const { city, id } = request.params;
    await admit(request, "reviewer", city, await departmentOf(database, { city, kind: "service", id }));
    await restore(database, events, city, id);
    await cities.reload(city);
    return reply.code(204).send(null);
  });

  server.get(`${base}/near-duplicates`, { config: { weight: "heavy" }, schema: { tags, summary: "Items that seem to be one", params: StaffCityParams, response: { 200: NearDuplicateList } } }, async (request, reply) => {
    const { city } = request.params;
    await admit(request, undefined, city);
    const [rows, documents, retirements] = await Promise.all([listNearDuplicates(database, city), loadCurrentVersions(database, city), listRetirements(database, city)]);
    const retired = new Set(retirements.map((each) => each.id));
    const items = new Map(documents.filter(({ kind }) => kind === "service").map(({ id, body }) => [id, { id, names: (body as ServiceItem).names, retired: retired.has(id) }]));
    const pairs = rows.flatMap((row) => {
      const [first, second] = [items.get(row.first_id), items.get(row.second_id)];
      // A decision stays on record when it was carried out; what is no longer offered needs none.
      if (!first || !second || (row.decision === null && (first.retired || second.retired))) return [];
      return [{
        first,
        second,
        score: row.score,
        reasons: row.reasons,
        foundAt: row.found_at.toISOString(),
        ...(row.decision ? { decision: row.decision } : {}),
        ...(row.decided_by ? { decidedBy: row.decided_by } : {}),
        ...(row.decided_at ? { decidedAt: row.decided_at.toISOString() } : {}),
        ...(row.note ? { note: row.note } : {}),
      }];
    });
    return noStore(reply).send({ items: pairs, total: pairs.length });
  });

  server.post(`${base}/near-duplicates/decide`, { schema: { tags, summary: "Record what to do with a pair (operator)", params: StaffCityParams, body: DecideDuplicateBody, response: Done } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, "operator", city);
    const { firstId, secondId, decision, note } = request.body;
    if (!(await decideNearDuplicate(database, { city, firstId, secondId }, { decision, staff: staff.id, note: note ?? null }))) throw noSuchDocument("There is no such pair.");
    return reply.code(204).send(null);
  });

  server.get(`${base}/search-misses`, { config: { weight: "heavy" }, schema: { tags, summary: "Searches that found nothing, most asked first", params: StaffCityParams, response: { 200: SearchMissList } } }, async (request, reply) => {
    await admit(request, undefined, request.params.city);
    const items = (await listSearchMisses(database, request.params.city, MAX_MISSES_SHOWN)).map(({ query, asked, first_at, last_at }) => ({ query, asked, firstAt: first_at.toISOString(), lastAt: last_at.toISOString() }));
    return noStore(reply).send({ items, total: items.length });
  });

  server.post(`${base}/search-misses/settle`, { schema: { tags, summary: "A miss was dealt with (editor)", params: StaffCityParams, body: SettleMissBody, response: Done } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, undefined, city);
    // Any department's editor: a miss belongs to none of them.
    if (!staff.roles.includes("editor") && !staff.roles.includes("operator")) throw notAllowed('This needs the role "editor".');
    if (!(await settleSearchMiss(database, city, request.body.query, staff.id))) throw noSuchDocument("There is no such miss.");
    return reply.code(204).send(null);
  });
}

/** Whose document it is now; undefined for what belongs to the whole city, or does not exist. */
async function departmentOf(database: Database, key: DocumentKey): Promise<string | undefined> {
  const body = (await findCurrentVersion(database, key))?.body ?? (await findDraft(database, key))?.body;
  return body === undefined ? undefined : departmentIn(key.kind, body);
}

async function documentExists(database: Database, key: DocumentKey): Promise<boolean> {
  return (await findCurrentVersion(database, key)) !== undefined || (await findDraft(database, key)) !== undefined;
}

function departmentIn(kind: DocumentKind, body: unknown): string | undefined {
  if (kind === "department") return documentId(kind, body);
  if (kind !== "service" && kind !== "source" && kind !== "agreement" && kind !== "booking-calendar" && kind !== "campaign") return undefined;
  const { department, provider } = body as { department?: unknown; provider?: unknown };
  const owner = kind === "agreement" ? provider : department;
  return typeof owner === "string" ? owner : undefined;
}

async function listDocumentSummaries(database: Database, city: string, kind: DocumentKind | undefined): Promise<DocumentSummary[]> {
  const [rows, drafts, retirements, views] = await Promise.all([
    loadCurrentVersions(database, city), listDrafts(database, city), listRetirements(database, city), sumItemViews(database, city, USE_DAYS),
  ]);
  const draftStates = new Map(drafts.map((draft) => [`${draft.kind} ${draft.id}`, draft.state]));
  const retired = new Set(retirements.map((each) => each.id));
  const published = rows.map((row): DocumentSummary => ({
    ...summariseBody(row.kind, row.id, row.body),
    version: row.version,
    changedAt: row.published_at.toISOString(),
    ...draftMember(draftStates.get(`${row.kind} ${row.id}`)),
    ...(row.kind === "service" ? { retired: retired.has(row.id), views: views.get(row.id) ?? 0 } : {}),
  }));
  const known = new Set(rows.map((row) => `${row.kind} ${row.id}`));
  const fresh = drafts.filter((draft) => !known.has(`${draft.kind} ${draft.id}`)).map((draft): DocumentSummary => ({ ...summariseBody(draft.kind, draft.id, draft.body), draft: draft.state }));
  return [...fresh, ...published].filter((each) => kind === undefined || each.kind === kind);
}

const draftMember = (state: DraftRow["state"] | undefined) => (state === undefined ? {} : { draft: state });

/** Reads with care: a draft's body may be anything. */
function summariseBody(kind: DocumentKind, id: string, body: unknown): DocumentSummary {
  const { names, department, topic, kind: serviceKind, level } = body as Record<string, unknown>;
  const words = (value: unknown) => (typeof value === "string" ? value : "");
  const { zh, en } = (names ?? {}) as Record<string, unknown>;
  const summary: DocumentSummary = { kind, id, names: { zh: words(zh) || id, en: words(en) || id } };
  if (kind !== "service") return summary;
  const known = LEVELS.find((each) => each === level);
  return { ...summary, department: words(department), topic: words(topic), serviceKind: words(serviceKind), ...(known ? { level: known } : {}) };
}

async function describeDocument(database: Database, key: DocumentKey, now: Date) {
  const [history, draft, retirements] = await Promise.all([listVersions(database, key), findDraft(database, key), listRetirements(database, key.city)]);
  const current = await findCurrentVersion(database, key);
  if (!current && !draft) throw noSuchDocument(`There is no ${KIND_TRAITS[key.kind].schema} "${key.id}" in ${key.city}.`);
  const retirement = key.kind === "service" ? retirements.find((each) => each.id === key.id) : undefined;
  return {
    kind: key.kind,
    id: key.id,
    ...(current ? { version: current.version, body: current.body as Record<string, unknown> } : {}),
    ...(draft ? { draft: showDraft(draft) } : {}),
    findings: await findFaults(database, key, draft?.body ?? current?.body, now),
    ...(retirement ? { retirement } : {}),
    history: history.map(({ version, origin, author, reviewer, note, published_at }) => ({
      version, origin, author, ...(reviewer ? { reviewer } : {}), ...(note ? { note } : {}), publishedAt: published_at.toISOString(),
    })),
  };
}

function showDraft({ kind, id, body, base_version, state, editors, note, remark, revision, updated_at }: DraftRow) {
  return {
    kind, id, body: body as Record<string, unknown>, state, editors, revision, updatedAt: updated_at.toISOString(),
    ...(base_version === null ? {} : { baseVersion: base_version }),
    ...(note === null ? {} : { note }),
    ...(remark === null ? {} : { remark }),
  };
}
