import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import { createEventStreams } from "../../../kernel/http/event-stream.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { record } from "../../audit/index.ts";
import { mayAct, notAllowed, type Role, type Staff } from "../../identity/index.ts";
import { publishDraw, takeValue } from "../draw/draw-lots.ts";
import { beginFreezing } from "../draw/freeze-list.ts";
import { stillTheSame } from "../still-the-same.ts";
import { findAnomalies } from "./anomalies.ts";
import { Anomalies, CampaignParams, CityParams, DrawBody, DrawState, EndBody, ExclusionBody, GuardBody, PauseBody, RateBody, StaffCampaignList, Wall } from "./contract.ts";
import { describeSummary } from "./describe-campaign.ts";
import { describeWall, stepOf } from "./describe-wall.ts";
import { noDraw, noSuchCampaign } from "./errors.ts";
import type { OpenCampaign } from "./open-campaigns.ts";
import { actOf, endCampaign, excludePerson, guardCampaign, paceCampaign, pauseCampaign } from "./operate-campaign.ts";
import type { CampaignParts } from "./parts.ts";
import { listQuotas } from "./store.ts";
import { findLine, listPulses } from "./wall-store.ts";

const WALL_EVERY_MS = 1_000;
const ANOMALIES_MS = 3_600_000;
const MOST_PULSES = 20_000;
/** Who may watch. */
const WATCHERS: readonly Role[] = ["operator", "department-head", "auditor", "leader"];

/** The console's room about campaigns. Who may do what is said at each route. */
export function registerCampaignStaffRoutes(server: HttpServer, parts: CampaignParts): void {
  const { database, events, identity, cities, campaigns, clock, log } = parts;
  const tags = ["staff"];
  const base = "/staff/v1/cities/:city/campaigns";
  const Done = { 204: Type.Null() };
  const noStore = (reply: FastifyReply) => reply.header("cache-control", "no-store");
  const mayWatch = (staff: Staff, campaign: OpenCampaign) => WATCHERS.some((role) => mayAct(staff, role, { city: campaign.city, department: campaign.rules.department }));

  /** @throws not-allowed, no-such-campaign */
  const admit = async (request: FastifyRequest, roles: readonly Role[], { city, slug }: { city: string; slug: string }): Promise<{ staff: Staff; campaign: OpenCampaign; actor: ReturnType<typeof actorOf> }> => {
    const staff = await identity.requireStaff(request);
    if (!roles.some((role) => mayAct(staff, role, { city, department: staff.department }))) throw notAllowed(`This needs one of the roles ${roles.join(", ")} here.`);
    const campaign = campaigns.get(city, slug);
    if (!roles.some((role) => mayAct(staff, role, { city, department: campaign.rules.department }))) throw noSuchCampaign("There is no such campaign in your department.");
    return { staff, campaign, actor: actorOf(staff) };
  };

  server.get(base, { schema: { tags, summary: "Campaigns and how far they are (operator, department-head, auditor, leader)", params: CityParams, response: { 200: StaffCampaignList } } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await identity.requireStaff(request);
    if (!WATCHERS.some((role) => mayAct(staff, role, { city, department: staff.department }))) throw notAllowed(`This needs one of the roles ${WATCHERS.join(", ")} here.`);
    const now = clock();
    const items = await Promise.all(
      campaigns.list(city).filter((each) => mayWatch(staff, each)).map(async (each) => {
        const [quotas, line] = await Promise.all([listQuotas(database, each.id), findLine(database, each.id)]);
        return {
          ...describeSummary(cities, each, now), guarded: each.guarded_at !== null, perSecond: line?.per_second ?? each.rules.admitPerSecond, entries: quotas.reduce((sum, { taken }) => sum + taken, 0),
          ...(each.draw ? { drawState: each.draw.published_at ? ("drawn" as const) : each.draw.frozen_at ? ("frozen" as const) : ("announced" as const) } : {}),
          ...(each.draw?.published_at ? { publishedAt: each.draw.published_at.toISOString() } : {}),
        };
      }),
    );
    return noStore(reply).send({ items, total: items.length });
  });

  const streams = createEventStreams({ log });
  const walls = new Map<number, { at: number; wall: Promise<Wall> }>();
  /** However many watch, it is made once a second. */
  const wallOf = (campaign: OpenCampaign): Promise<Wall> => {
    const kept = walls.get(campaign.id);
    if (kept && performance.now() - kept.at < WALL_EVERY_MS * 0.9) return kept.wall;
    const wall = describeWall(parts, campaigns.byId(campaign.id) ?? campaign);
    walls.set(campaign.id, { at: performance.now(), wall });
    wall.catch(() => walls.delete(campaign.id));
    return wall;
  };
  const ticking = setInterval(() => streams.tellAll(), WALL_EVERY_MS).unref();
  server.addHook("preClose", async () => {
    clearInterval(ticking);
    streams.close();
  });

  server.get(`${base}/:slug/wall`, { schema: { tags, summary: "A campaign as it goes: rate, queue, stock, refusals (operator, department-head, auditor, leader)", params: CampaignParams, response: { 200: Wall } } }, async (request, reply) => {
    const { campaign } = await admit(request, WATCHERS, request.params);
    return noStore(reply).send(await describeWall(parts, campaign));
  });

  server.get(`${base}/:slug/wall/events`, { schema: { tags, summary: "The same, told each second (server-sent events named `wall`)", params: CampaignParams, produces: ["text/event-stream"] } }, async (request, reply) => {
    const { staff, campaign } = await admit(request, WATCHERS, request.params);
    return streams.open(reply, { topic: String(campaign.id), owner: staff.id, event: "wall", read: () => wallOf(campaign), allowed: await stillTheSame(parts, request) });
  });

  server.put(`${base}/:slug/pause`, { schema: { tags, summary: "Stop registering for a while, or go on (operator)", description: "The line keeps its order meanwhile.", params: CampaignParams, body: PauseBody, response: Done } }, async (request, reply) => {
    const { campaign, actor } = await admit(request, ["operator"], request.params);
    await pauseCampaign(parts, campaign, request.body, actor);
    return reply.code(204).send(null);
  });

  server.put(`${base}/:slug/guard`, { schema: { tags, summary: "Ask whoever joins for a challenge, or no longer (operator)", params: CampaignParams, body: GuardBody, response: Done } }, async (request, reply) => {
    const { campaign, actor } = await admit(request, ["operator"], request.params);
    await guardCampaign(parts, campaign, request.body, actor);
    return reply.code(204).send(null);
  });

  server.put(`${base}/:slug/rate`, { schema: { tags, summary: "How many are let in each second (operator)", params: CampaignParams, body: RateBody, response: Done } }, async (request, reply) => {
    const { campaign, actor } = await admit(request, ["operator"], request.params);
    await paceCampaign(parts, campaign, request.body, actor);
    return reply.code(204).send(null);
  });

  server.post(`${base}/:slug/end`, { schema: { tags, summary: "End registration for good (operator)", description: "Cannot be taken back: `confirm` holds the campaign's id. What was handed out stays; a draw goes on with whoever is registered.", params: CampaignParams, body: EndBody, response: Done } }, async (request, reply) => {
    const { campaign, actor } = await admit(request, ["operator"], request.params);
    await endCampaign(parts, campaign, request.body, actor);
    return reply.code(204).send(null);
  });

  server.post(`${base}/:slug/exclusions`, { schema: { tags, summary: "Take somebody out of a draw before the list is frozen (operator)", description: "They see it in their record of accesses, and the published list shows the reason beside their commitment.", params: CampaignParams, body: ExclusionBody, response: Done } }, async (request, reply) => {
    const { campaign, actor } = await admit(request, ["operator"], request.params);
    await excludePerson(parts, campaign, request.body, actor);
    return reply.code(204).send(null);
  });

  // The draw: by itself at the times announced, or by hand where witnesses are present.

  const stateOf = (campaign: OpenCampaign) => {
    const draw = campaigns.byId(campaign.id)?.draw;
    if (!draw) throw noDraw("This campaign goes by turn.");
    return {
      state: stepOf(draw), ...(draw.participants === null ? {} : { participants: draw.participants }), ...(draw.list_digest ? { digest: draw.list_digest.toString("hex") } : {}), ...(draw.root ? { root: draw.root.toString("hex") } : {}),
      ...(draw.winners === null ? {} : { winners: draw.winners }), ...(draw.published_at ? { publishedAt: draw.published_at.toISOString() } : {}),
    };
  };
  /** Millions of lines take a while: a worker does it, and the wall shows when it is done. */
  const ask = async (campaign: OpenCampaign, actor: ReturnType<typeof actorOf>, act: string) => {
    await database.transaction(async (tx) => {
      await events.publish(tx, { name: "booking.draw-step-due", version: 1, payload: { campaign: campaign.id } });
      await record(tx, actOf(act, campaign, actor));
    });
    await campaigns.refresh();
  };

  server.post(`${base}/:slug/freeze`, { schema: { tags, summary: "Freeze the list of participants (operator)", description: "Done by itself a minute after the close. From here on nobody withdraws or is taken out.", params: CampaignParams, response: { 202: DrawState } } }, async (request, reply) => {
    const { campaign, actor } = await admit(request, ["operator"], request.params);
    if (await beginFreezing(parts, campaign)) await ask(campaign, actor, "draw.frozen");
    return noStore(reply).code(202).send(stateOf(campaign));
  });

  server.post(`${base}/:slug/draw`, { schema: { tags, summary: "Draw lots, with what the witnesses said or drand's signature (operator)", description: "The value is taken once. Not before `draw.at`, and not before the list is frozen.", params: CampaignParams, body: DrawBody, response: { 202: DrawState } } }, async (request, reply) => {
    const { campaign, actor } = await admit(request, ["operator"], request.params);
    const { contributions, round } = request.body;
    const begun = await takeValue(parts, campaign, { ...(contributions ? { contributions } : {}), ...(round ? { round: round.round, signature: Buffer.from(round.signature, "hex") } : {}) });
    if (begun) await ask(campaign, actor, "draw.drawn");
    return noStore(reply).code(202).send(stateOf(campaign));
  });

  server.post(`${base}/:slug/publication`, { schema: { tags, summary: "Publish the result of the draw (operator)", description: "Everybody who took part is told.", params: CampaignParams, response: { 200: DrawState } } }, async (request, reply) => {
    const { campaign, actor } = await admit(request, ["operator"], request.params);
    await publishDraw(parts, campaign);
    await database.transaction((tx) => record(tx, actOf("draw.published", campaign, actor)));
    return noStore(reply).send(stateOf(campaign));
  });

  server.get(`${base}/:slug/anomalies`, { schema: { tags, summary: "What looks like touts and scripts in the last hour: figures only (operator, department-head, auditor, leader)", params: CampaignParams, response: { 200: Anomalies } } }, async (request, reply) => {
    const { campaign } = await admit(request, WATCHERS, request.params);
    const items = findAnomalies(await listPulses(database, campaign.id, new Date(clock().getTime() - ANOMALIES_MS), MOST_PULSES));
    return noStore(reply).send({ items: items.map(({ at, ...each }) => ({ ...each, ...(at ? { at: at.toISOString() } : {}) })) });
  });
}

function actorOf({ id, city, department }: Staff) {
  return { kind: "staff" as const, id, city, ...(department === undefined ? {} : { department }) };
}
