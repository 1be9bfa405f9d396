import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { ReplyCache, sendEntry } from "../../../kernel/http/reply-cache.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { openTextSigner } from "../../../kernel/crypto/signed-text.ts";
import { toTraditional } from "../../catalogue/index.ts";
import { describePublication } from "../draw/describe-publication.ts";
import { findProof } from "../draw/find-proof.ts";
import { listWinners } from "../draw/lists.ts";
import { eachListPage } from "../draw/store.ts";
import { PASS_LABEL, signPass } from "../rush/pass.ts";
import { checkEligibility } from "./check-eligibility.ts";
import { confirmAward, withdrawEntry } from "./own-campaign.ts";
import { CampaignList, CampaignParams, CampaignView, CityParams, DrawPublicationReply, EligibilityReply, LangQuery, MyCampaign, MyCampaigns, MyProof } from "./contract.ts";
import { describeCampaign, describeSummary } from "./describe-campaign.ts";
import { describeAllMine, describeMine } from "./describe-mine.ts";
import { requireEntrant } from "./entrant.ts";
import { campaignOver, noDraw, notDrawn, notFrozen } from "./errors.ts";
import { type OpenCampaign, phaseAt } from "./open-campaigns.ts";
import type { CampaignParts } from "./parts.ts";
import { APP_CHANNEL, conditionsDigest, quotaFor } from "./rules.ts";
import { listQuotas } from "./store.ts";

const REPLIES_BYTES = 16 * 1024 * 1024;
const PASS_MS = 24 * 3_600_000;
const CHECKS_BY_HOUR = 20;

/** Campaigns as everybody sees them, and one's own part. Registering itself is the rush path's. */
export function registerCampaignRoutes(server: HttpServer, parts: CampaignParts): void {
  const { database, identity, cities, campaigns, clock, keys } = parts;
  const tags = ["booking"];
  const passSigner = openTextSigner(keys, PASS_LABEL);
  let cache = { generation: -1, cities: -1, replies: new ReplyCache(REPLIES_BYTES) };
  const noStore = (reply: FastifyReply) => reply.header("cache-control", "no-store");

  /** Made once for as long as nothing about campaigns changes and no phase ends. */
  const sendKept = (request: FastifyRequest, reply: FastifyReply, address: string, until: number, lang: "zh-Hans" | "zh-Hant", make: () => object) => {
    if (cache.generation !== campaigns.generation() || cache.cities !== cities.generation()) cache = { generation: campaigns.generation(), cities: cities.generation(), replies: new ReplyCache(REPLIES_BYTES) };
    const key = `${address} ${lang} ${until}`;
    const kept = cache.replies.find(key) ?? cache.replies.store(key, "application/json; charset=utf-8", JSON.stringify(lang === "zh-Hant" ? toTraditional(make()) : make()));
    return sendEntry(request, reply, kept, "public, max-age=10");
  };
  /** Changes whenever a campaign's phase does. */
  const stamp = (each: OpenCampaign, now: Date) => [each.opens_at, each.closes_at, ...(each.rules.confirmBy === undefined ? [] : [new Date(each.rules.confirmBy)])].filter((time) => time <= now).length;

  server.get("/api/v1/cities/:city/campaigns", { config: { weight: "essential" }, schema: { tags, summary: "What everybody wants at once: announced, open and past", params: CityParams, querystring: LangQuery, response: { 200: CampaignList } } }, async (request, reply) => {
    const { city } = request.params;
    cities.get(city);
    const now = clock();
    const all = campaigns.list(city);
    return sendKept(request, reply, city, all.reduce((sum, each) => sum + stamp(each, now), 0), request.query.lang ?? "zh-Hans", () => ({ items: all.map((each) => describeSummary(cities, each, now)), total: all.length }));
  });

  server.get("/api/v1/cities/:city/campaigns/:slug", { config: { weight: "essential" }, schema: { tags, summary: "A campaign and its rules", params: CampaignParams, querystring: LangQuery, response: { 200: CampaignView } } }, async (request, reply) => {
    const { city, slug } = request.params;
    const [campaign, now] = [campaigns.get(city, slug), clock()];
    return sendKept(request, reply, `${city}/${slug}`, stamp(campaign, now), request.query.lang ?? "zh-Hans", () => describeCampaign(cities, campaign, now));
  });

  const drawn = (city: string, slug: string) => {
    const campaign = campaigns.get(city, slug);
    const { draw, rules } = campaign;
    if (!draw || rules.manner !== "draw") throw noDraw("This campaign goes by turn.");
    return { campaign, draw };
  };

  server.get("/api/v1/cities/:city/campaigns/:slug/draw", { config: { weight: "essential" }, schema: { tags, summary: "Everything to recompute a draw with", description: "Beside it …/draw/participants and …/draw/winners. `citizen-cloud draw verify <address>` checks all of it.", params: CampaignParams, response: { 200: DrawPublicationReply } } }, async (request, reply) => {
    const { city, slug } = request.params;
    const { campaign, draw } = drawn(city, slug);
    return reply.header("cache-control", "public, max-age=10").send(describePublication(campaign, draw));
  });

  const text = Type.Unsafe<Readable>({ type: "string" });
  const list = (summary: string, description: string) => ({ tags, summary, description, params: CampaignParams, produces: ["text/plain"], response: { 200: text } });
  server.get("/api/v1/cities/:city/campaigns/:slug/draw/participants", { config: { weight: "heavy" }, schema: list("The frozen list of participants", "A line each: commitment, lots, and for whoever is excluded why; in the order of commitments.") }, async (request, reply) => {
    const { city, slug } = request.params;
    const { campaign, draw } = drawn(city, slug);
    if (!draw.frozen_at) throw notFrozen("The list is frozen a minute after registration has closed.");
    return sendLines(reply, eachListPage(database, campaign.id));
  });

  server.get("/api/v1/cities/:city/campaigns/:slug/draw/winners", { config: { weight: "heavy" }, schema: list("Who was drawn, by commitment", "A line each: place in the order drawn, tier, commitment; then those who came in place of others, with that one's place.") }, async (request, reply) => {
    const { city, slug } = request.params;
    const { campaign, draw } = drawn(city, slug);
    if (!draw.published_at) throw notDrawn("The results are not published yet.");
    return sendLines(reply, listWinners(database, campaign.id));
  });

  // One's own part

  const all = { tags, summary: "Everything of a city that you have registered for, and what became of it", description: "With `acting-for: child:<person>` what your child is registered for.", params: CityParams, querystring: LangQuery, response: { 200: MyCampaigns } };
  server.get("/api/v1/me/campaigns/:city", { config: { weight: "essential" }, schema: all }, async (request, reply) => {
    const { city } = request.params;
    const entrant = await requireEntrant(parts, request, { city });
    cities.get(city);
    const items = await describeAllMine(parts, city, entrant);
    const mine = { items, total: items.length };
    return noStore(reply).send(request.query.lang === "zh-Hant" ? toTraditional(mine) : mine);
  });

  server.get("/api/v1/me/campaigns/:city/:slug", { config: { weight: "essential" }, schema: { tags, summary: "Your registration, what became of it, and what to do next", params: CampaignParams, querystring: LangQuery, response: { 200: MyCampaign } } }, async (request, reply) => {
    const { city, slug } = request.params;
    const entrant = await requireEntrant(parts, request, { city });
    const mine = await describeMine(parts, campaigns.get(city, slug), entrant);
    return noStore(reply).send(request.query.lang === "zh-Hant" ? toTraditional(mine) : mine);
  });

  const eligibility = {
    tags, summary: "Whether you may take part, or your child, and a pass when you may", params: CampaignParams, querystring: LangQuery, response: { 200: EligibilityReply },
    description: "Best asked before the opening: the pass is good for a day. Records that the conditions look into are read through the one door, and you see that they were. With `acting-for: child:<person>` it is your child who is asked about; the pass is yours to show, with the same header.",
  };
  server.post("/api/v1/me/campaigns/:city/:slug/eligibility", { config: { weight: "essential" }, schema: eligibility }, async (request, reply) => {
    const { city, slug } = request.params;
    await identity.requirePerson(request);
    const campaign = campaigns.get(city, slug);
    const { rules } = campaign;
    const entrant = await requireEntrant(parts, request, { city, level: rules.eligibility.level === 3 ? 3 : 2 });
    const { person, actor, actingFor } = entrant;
    const now = clock();
    if (!["announced", "open"].includes(phaseAt(campaign, now))) throw campaignOver("Registration is closed.");
    await countAttempt(database, [{ bucket: `campaign-eligibility:${actor.id}/${person}/${campaign.id}`, limit: CHECKS_BY_HOUR, windowSeconds: 3_600 }]);
    const verdict = await checkEligibility(parts, rules, { city, ...entrant });
    const answer = (): EligibilityReply => {
      if (!verdict.eligible) return { eligible: false, refusal: verdict.refusal };
      const names = rules.groups.find(({ id }) => id === verdict.group)?.names ?? rules.names;
      return { eligible: true, group: { id: verdict.group, names } };
    };
    const said = request.query.lang === "zh-Hant" ? toTraditional(answer()) : answer();
    if (!verdict.eligible) return noStore(reply).send(said);
    const wanted = quotaFor(rules, verdict.group, APP_CHANNEL);
    const quota = (await listQuotas(database, campaign.id)).find(({ grp, channel }) => grp === wanted.grp && channel === wanted.channel);
    if (!quota) throw new Error(`The campaign ${campaign.id} has no places for the group ${verdict.group}`);
    const until = new Date(Math.min(now.getTime() + PASS_MS, campaign.closes_at.getTime()));
    return noStore(reply).send({ ...said, pass: signPass(passSigner, { campaign: campaign.id, person, quota: quota.id, conditions: conditionsDigest(rules), until: until.getTime(), ...(actingFor === undefined ? {} : { by: actor.id }) }), until: until.toISOString() });
  });

  server.post("/api/v1/me/campaigns/:city/:slug/confirmation", { config: { weight: "essential" }, schema: { tags, summary: "Confirm what you got", params: CampaignParams, response: { 200: MyCampaign } } }, async (request, reply) => {
    const { city, slug } = request.params;
    const entrant = await requireEntrant(parts, request, { city, level: 2 });
    const campaign = campaigns.get(city, slug);
    await confirmAward(parts, campaign, entrant);
    return noStore(reply).send(await describeMine(parts, campaign, entrant));
  });

  const withdrawal = { tags, summary: "Withdraw, or give back what you got", description: "Before the campaign closes the registration ends; nobody registers twice. The place goes to others at a full hour, with all the others of that hour.", params: CampaignParams, response: { 200: MyCampaign } };
  server.delete("/api/v1/me/campaigns/:city/:slug/entry", { config: { weight: "essential" }, schema: withdrawal }, async (request, reply) => {
    const { city, slug } = request.params;
    const entrant = await requireEntrant(parts, request, { city, level: 2 });
    const campaign = campaigns.get(city, slug);
    await withdrawEntry(parts, campaign, entrant);
    return noStore(reply).send(await describeMine(parts, campaign, entrant));
  });

  server.get("/api/v1/me/campaigns/:city/:slug/proof", { schema: { tags, summary: "That you stand in the frozen list", description: "Checked without this server: the salt gives the commitment, the path the published root.", params: CampaignParams, response: { 200: MyProof } } }, async (request, reply) => {
    const { city, slug } = request.params;
    const { person } = await requireEntrant(parts, request, { city, level: 2 });
    const { campaign, draw } = drawn(city, slug);
    return noStore(reply).send(await findProof(parts, campaign, draw, person));
  });
}

function sendLines(reply: FastifyReply, lines: AsyncIterable<string | Buffer>) {
  return reply.type("text/plain; charset=utf-8").header("cache-control", "public, max-age=60").header("x-content-type-options", "nosniff").send(Readable.from(lines, { objectMode: false, highWaterMark: 256 * 1024 }));
}
