import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { record } from "../audit/index.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import { mayAct, notAllowed, type Role, type Staff } from "../identity/index.ts";
import {
  AgreementList, AlarmList, AlarmParams, AnswerBody, CityParams, DataAnswer, DataRequestBody, QuestionDetail, QuestionList, QuestionParams, SourceDetail, SourceParams, type SourceSummary, SourceSummaryList, TryBody, TryResult,
} from "./contract.ts";
import { askDepartment } from "./door/ask-department.ts";
import { listFiles } from "./drop/store.ts";
import { noSuchQuestion, noSuchSource } from "./errors.ts";
import { describePerformance, stateOf } from "./health/describe-source.ts";
import { percentile } from "./health/latency.ts";
import { type AlarmRow, listAlarms, listMinutes, markAlarmSeen, sumHealth } from "./health/store.ts";
import { answerQuestion, showQuestion } from "./manual/answer-question.ts";
import { listOpenQuestions, type QuestionRow } from "./manual/store.ts";
import type { SourcesParts } from "./parts.ts";
import type { OpenSource } from "./source.ts";
import { trySourceQuietly } from "./try-source.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MOST_SHOWN = 200;
/** Who may look at how the sources fare. */
const WATCHERS: readonly Role[] = ["operator", "department-head", "auditor", "leader"];

/** The console's rooms about departments' systems. Who may do what is said at each route. */
export function registerSourceStaffRoutes(server: HttpServer, parts: SourcesParts): void {
  const { database, directory, identity, clock } = parts;
  const tags = ["staff"];
  const base = "/staff/v1/cities/:city";
  const noStore = (reply: FastifyReply) => reply.header("cache-control", "no-store");

  /** Whoever belongs to a department is shown that department's part. @throws not-allowed unless they have one of the roles in this city */
  const admit = async (request: FastifyRequest, roles: readonly Role[], city: string): Promise<Staff> => {
    const staff = await identity.requireStaff(request);
    if (!roles.some((role) => mayAct(staff, role, { city, department: staff.department, division: staff.division }))) throw notAllowed(`This needs one of the roles ${roles.join(", ")} here.`);
    return staff;
  };
  const seen = ({ department }: Pick<Staff, "department">, owner: string) => department === undefined || department === owner;

  const ownerOf = (city: string, id: string) => directory.listSources(city).find(({ source }) => source.id === id)?.source.department ?? "";

  const summarise = async (city: string): Promise<SourceSummary[]> => {
    const now = clock().getTime();
    const [quarter, day, alarms] = await Promise.all([sumHealth(database, city, new Date(now - 15 * MINUTE_MS)), sumHealth(database, city, new Date(now - DAY_MS)), listAlarms(database, city, MOST_SHOWN)]);
    return directory.listSources(city).map((open) => summary(open, quarter, day, alarms));
  };

  server.get(`${base}/sources`, { config: { weight: "heavy" }, schema: { tags, summary: "Departments' systems and how they fare", params: CityParams, response: { 200: SourceSummaryList } } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, WATCHERS, city);
    const items = (await summarise(city)).filter(({ department }) => seen(staff, department));
    return noStore(reply).send({ items, total: items.length });
  });

  server.get(`${base}/sources/:id`, { config: { weight: "heavy" }, schema: { tags, summary: "One system: its minutes, faults and files", params: SourceParams, response: { 200: SourceDetail } } }, async (request, reply) => {
    const { city, id } = request.params;
    const staff = await admit(request, WATCHERS, city);
    const { source } = directory.getSource(city, id);
    if (!seen(staff, source.department)) throw noSuchSource("There is no such source in your department.");
    const now = clock().getTime();
    const [summaries, minutes, sums, files] = await Promise.all([
      summarise(city), listMinutes(database, city, id, new Date(now - 180 * MINUTE_MS)), sumHealth(database, city, new Date(now - DAY_MS)), listFiles(database, city, id, 20),
    ]);
    const kinds = directory.listKinds(city);
    return noStore(reply).send({
      ...(summaries.find((each) => each.id === id) as SourceSummary),
      operations: source.operations.map(({ id: operation, freshSeconds, keepSeconds }) => ({
        id: operation, freshSeconds, keepSeconds, kinds: kinds.filter((entry) => entry.source.source.id === id && entry.operation.id === operation).map(({ kind }) => kind.id),
      })),
      limits: source.limits,
      faults: Object.entries(sums.find((each) => each.source === id)?.faults ?? {}).map(([fault, times]) => ({ fault, times })),
      minutes: minutes.map(({ minute, answered, failed, latencies }) => {
        const p95Ms = percentile(latencies, 0.95);
        return { minute: minute.toISOString(), answered, failed, ...(p95Ms === undefined ? {} : { p95Ms }) };
      }),
      files: files.map(({ id: file, name, state, row_count: rowCount, reason, at }) => ({ id: file, name, state, rowCount, at: at.toISOString(), ...(reason === null ? {} : { reason }) })),
    });
  });

  server.post(`${base}/sources/:id/try`, { config: { weight: "heavy" }, schema: { tags, summary: "Ask a system once, and see where it fails (operator)", description: "Shows the steps without the values that passed.", params: SourceParams, body: TryBody, response: { 200: TryResult } } }, async (request, reply) => {
    const { city, id } = request.params;
    const staff = await admit(request, ["operator"], city);
    if (!seen(staff, directory.getSource(city, id).source.department)) throw noSuchSource("There is no such source in your department.");
    return noStore(reply).send(await trySourceQuietly(parts, { city, source: id, ...request.body, actor: actorOf(staff) }));
  });

  server.get(`${base}/source-alarms`, { schema: { tags, summary: "Systems that were left alone after failing too often", params: CityParams, response: { 200: AlarmList } } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, WATCHERS, city);
    const items = (await listAlarms(database, city, MOST_SHOWN)).filter(({ source }) => seen(staff, ownerOf(city, source))).map(showAlarm);
    return noStore(reply).send({ items, total: items.length });
  });

  server.post(`${base}/source-alarms/:id/seen`, { schema: { tags, summary: "Say that you take care of it (operator)", params: AlarmParams, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { city, id } = request.params;
    const staff = await admit(request, ["operator"], city);
    await database.transaction(async (tx) => {
      const alarm = await markAlarmSeen(tx, city, id, staff.id, clock());
      if (!alarm || !seen(staff, ownerOf(city, alarm.source))) throw noSuchSource("There is no such alarm that nobody has seen.");
      await record(tx, { actor: actorOf(staff), act: "alarm.seen", city, about: { kind: "source", id: alarm.source } });
    });
    return reply.code(204).send(null);
  });

  server.get(`${base}/manual-questions`, { schema: { tags, summary: "Records that a clerk looks up by hand (clerk)", params: CityParams, response: { 200: QuestionList } } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, ["clerk", "department-head"], city);
    // One about a kind that was taken back waits until it is published again.
    const published = new Set(directory.listKinds(city).map(({ kind }) => kind.id));
    const items = (await listOpenQuestions(database, city, staff.department, MOST_SHOWN)).filter(({ kind }) => published.has(kind)).map(summariseQuestion);
    return noStore(reply).send({ items, total: items.length });
  });

  server.get(`${base}/manual-questions/:id`, { schema: { tags, summary: "Whose record is to be looked up (clerk)", description: "On record as a look at the person's name and ID number.", params: QuestionParams, response: { 200: QuestionDetail } } }, async (request, reply) => {
    const { city, id } = request.params;
    const staff = await admit(request, ["clerk", "department-head"], city);
    const { question, ...shown } = await showQuestion(parts, { city, id, staff: { ...actorOf(staff) } });
    return noStore(reply).send({ ...summariseQuestion(question), ...shown });
  });

  server.post(`${base}/manual-questions/:id/answer`, { schema: { tags, summary: "Give the record, or say that there is none (clerk)", params: QuestionParams, body: AnswerBody, response: { 204: Type.Null() } } }, async (request, reply) => {
    const { city, id } = request.params;
    const staff = await admit(request, ["clerk", "department-head"], city);
    await answerQuestion(parts, { city, id, staff: actorOf(staff), ...request.body });
    return reply.code(204).send(null);
  });

  server.get(`${base}/agreements`, { schema: { tags, summary: "What your department may ask others, and they it (clerk, department-head)", params: CityParams, response: { 200: AgreementList } } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, ["clerk", "department-head", "auditor"], city);
    const kinds = new Map(directory.listKinds(city).map(({ kind }) => [kind.id, kind]));
    const items = directory.listAgreements(city).filter(({ provider, consumer }) => seen(staff, provider) || seen(staff, consumer)).map((agreement) => ({
      ...agreement,
      grants: agreement.grants.flatMap((grant) => {
        const kind = kinds.get(grant.kind);
        return kind ? [{ kind: kind.id, kindNames: kind.names, fields: kind.fields.filter(({ name }) => grant.fields.includes(name)).map(({ name, names }) => ({ name, names })) }] : [];
      }),
    }));
    return noStore(reply).send({ items, total: items.length });
  });

  const dataRequest = { tags, summary: "Ask another department for a record, by an agreement (clerk)", description: "On record with its purpose, where the person reads it.", params: CityParams, body: DataRequestBody, response: { 200: DataAnswer } };
  server.post(`${base}/data-requests`, { schema: dataRequest }, async (request, reply) => {
    const { city } = request.params;
    const staff = await admit(request, ["clerk", "department-head"], city);
    return noStore(reply).send(await askDepartment(parts, { city, staff, ...request.body }));
  });

  function summariseQuestion({ id, city, kind, department, asked_at: askedAt, due_at: dueAt }: QuestionRow) {
    const kindNames = directory.listKinds(city).find((entry) => entry.kind.id === kind)?.kind.names;
    if (!kindNames) throw noSuchQuestion("The kind of record was taken back.");
    return { id, kind, kindNames, department, askedAt: askedAt.toISOString(), dueAt: dueAt.toISOString(), overdue: dueAt < clock() };
  }
}

function actorOf({ id, city, department }: Staff) {
  return { kind: "staff" as const, id, city, ...(department === undefined ? {} : { department }) };
}

function summary(open: OpenSource, quarters: Awaited<ReturnType<typeof sumHealth>>, days: typeof quarters, alarms: AlarmRow[]): SourceSummary {
  const { id, names, department, transport } = open.source;
  const quarter = describePerformance(quarters.find((each) => each.source === id));
  const hasAlarm = alarms.some((alarm) => alarm.source === id && alarm.ended_at === null);
  return { id, names, department, transport: transport.kind, state: stateOf(open, hasAlarm, quarter), guard: open.guard.state(), quarter, day: describePerformance(days.find((each) => each.source === id)) };
}

function showAlarm({ id, source, fault, began_at: beganAt, ended_at: endedAt, seen_by: seenBy, seen_at: seenAt }: AlarmRow) {
  return { id, source, fault, beganAt: beganAt.toISOString(), ...(endedAt ? { endedAt: endedAt.toISOString() } : {}), ...(seenBy ? { seenBy } : {}), ...(seenAt ? { seenAt: seenAt.toISOString() } : {}) };
}
