import { type CityDocuments, toTraditional } from "../../catalogue/index.ts";
import { chinaDate } from "../../../kernel/china-time.ts";
import { ReplyCache, sendEntry } from "../../../kernel/http/reply-cache.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { CityParams, LangQuery, PublicKindParams, PublicRecord, PublicRecordQuery, RecordKindList } from "../contract.ts";
import { timesOf } from "../my-data/describe-record.ts";
import { networkBucket } from "../../../kernel/http/network-bucket.ts";
import { evaluateNotices } from "../notices.ts";
import { readParameters } from "../parameters.ts";
import type { RecordsParts } from "../parts.ts";
import { describeKinds } from "./record-kinds.ts";

const KINDS_BYTES = 4 * 1024 * 1024;
/** A household, an office and a bus full of people are one network. */
const READINGS_BY_MINUTE = 600;
const WAIT_MS = 1_000;

/** What needs no sign-in: which kinds of record there are, and the records that are about nobody. */
export function registerPublicRecordRoutes(server: HttpServer, parts: RecordsParts): void {
  const tags = ["records"];
  const { cities, directory, door, database, lookupHash, clock, log } = parts;
  const replies = new WeakMap<CityDocuments, ReplyCache>();

  server.get("/api/v1/cities/:city/record-kinds", { config: { weight: "essential" }, schema: { tags, summary: "Kinds of record, and what their fields are", params: CityParams, querystring: LangQuery, response: { 200: RecordKindList } } }, async (request, reply) => {
    const catalogue = cities.get(request.params.city);
    const cache = replies.get(catalogue.documents) ?? new ReplyCache(KINDS_BYTES);
    replies.set(catalogue.documents, cache);
    const { lang = "zh-Hans" } = request.query;
    const make = () => {
      const items = describeKinds(catalogue, directory.listKinds(request.params.city));
      const list = { items, total: items.length };
      return cache.store(lang, "application/json; charset=utf-8", JSON.stringify(lang === "zh-Hant" ? toTraditional(list) : list));
    };
    return sendEntry(request, reply, cache.find(lang) ?? make(), "public, max-age=60");
  });

  server.get("/api/v1/cities/:city/public-records/:kind", { schema: { tags, summary: "A record about nobody: the air, the buses, the roads", params: PublicKindParams, querystring: PublicRecordQuery, response: { 200: PublicRecord } } }, async (request, reply) => {
    const { city, kind } = request.params;
    const { parameter, lang } = request.query;
    const parameters = readParameters(parameter);
    await countAttempt(database, [{ bucket: networkBucket("public-records", lookupHash, request), limit: READINGS_BY_MINUTE, windowSeconds: 60 }]);
    const entry = directory.getKind(city, kind);
    const answer = await door.readPublic({ city, kind, parameters }, { waitMs: WAIT_MS });
    const notices = await evaluateNotices(entry.kind, answer.record, { today: chinaDate(clock()), log, lang });
    // No clerk looks up what is about nobody.
    const state = answer.state === "asked" ? "unavailable" : answer.state;
    return reply
      .header("cache-control", state === "current" || state === "no-record" ? "public, max-age=10" : "no-store")
      .send({ kind, state, ...timesOf(answer), notices, ...(answer.record ? { record: answer.record } : {}) });
  });
}
