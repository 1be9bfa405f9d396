import type { HttpServer } from "../../../kernel/http/server.ts";
import { FullRecord, KindParams, MyRecordQuery, MyRecords, MyRecordsQuery } from "../contract.ts";
import { readParameters } from "../parameters.ts";
import type { RecordsParts } from "../parts.ts";
import { levelFor, requireReader } from "../reader.ts";
import { listRecords } from "./list-records.ts";
import { readRecord } from "./read-record.ts";

/** What departments hold about the person who asks, or about whom they act for. */
export function registerMyDataRoutes(server: HttpServer, parts: RecordsParts): void {
  const tags = ["records"];
  const acting = "With the header `acting-for` it is a child's, or of whoever granted a mandate.";

  server.get("/api/v1/me/records", { schema: { tags, summary: "All your records at a glance", description: `A department that does not answer is marked and costs none of the others. ${acting}`, querystring: MyRecordsQuery, response: { 200: MyRecords } } }, async (request, reply) => {
    const { city, anew = false, lang } = request.query;
    const reader = await requireReader(parts, request, { city });
    return reply.header("cache-control", "no-store").send(await listRecords(parts, reader, { anew, lang }));
  });

  server.get("/api/v1/me/records/:kind", { schema: { tags, summary: "One record, whole", description: `Its fields are described by its kind. ${acting}`, params: KindParams, querystring: MyRecordQuery, response: { 200: FullRecord } } }, async (request, reply) => {
    const { city, parameter, anew = false, lang } = request.query;
    const { kind } = request.params;
    const parameters = readParameters(parameter);
    const { session } = await parts.identity.requirePerson(request);
    const level = levelFor(parts.directory.getKind(city ?? session.city, kind).kind);
    const reader = await requireReader(parts, request, { city, kind, level });
    return reply.header("cache-control", "no-store").send(await readRecord(parts, reader, kind, { parameters, anew, lang }));
  });
}
