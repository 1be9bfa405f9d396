import type { FastifyReply, FastifyRequest } from "fastify";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { mayAct, notAllowed, type Role, type Staff } from "../../identity/index.ts";
import { CampaignParams, CityParams } from "../campaign/contract.ts";
import { describeSummary } from "../campaign/describe-campaign.ts";
import { noSuchCampaign } from "../campaign/errors.ts";
import type { OpenCampaign } from "../campaign/open-campaigns.ts";
import type { CampaignParts } from "../campaign/parts.ts";
import { AtDoor, CardBody, Door, DoorList } from "./contract.ts";
import { noDoor } from "./errors.ts";
import { admitAtDoor, checkAtDoor } from "./look.ts";
import { countAdmitted } from "./store.ts";

/** Who may stand at a campaign's door: clerks of its department, and the operators who run it. */
const DOORKEEPERS: readonly Role[] = ["clerk", "operator"];

/** The door of a campaign: whoever has a place is let in once, by the ID card they show. */
export function registerDoorRoutes(server: HttpServer, parts: CampaignParts): void {
  const { database, identity, cities, campaigns, clock } = parts;
  const tags = ["staff"];
  const base = "/staff/v1/cities/:city/campaigns/:slug/door";
  // People stand in front of it: it goes on while other things rest.
  const config = { weight: "essential" } as const;
  const noStore = (reply: FastifyReply) => reply.header("cache-control", "no-store");
  const mayStandAt = (staff: Staff, { city, rules }: Pick<OpenCampaign, "city" | "rules">) => DOORKEEPERS.some((role) => mayAct(staff, role, { city, department: rules.department }));
  const requireDoorkeeper = async (request: FastifyRequest, city: string): Promise<Staff> => {
    const staff = await identity.requireStaff(request);
    if (!DOORKEEPERS.some((role) => mayAct(staff, role, { city, department: staff.department }))) throw notAllowed(`This needs one of the roles ${DOORKEEPERS.join(", ")} here.`);
    return staff;
  };
  /** @throws not-allowed, no-such-campaign, no-door */
  const enter = async (request: FastifyRequest, { city, slug }: { city: string; slug: string }): Promise<{ staff: Staff; campaign: OpenCampaign }> => {
    const staff = await requireDoorkeeper(request, city);
    const campaign = campaigns.get(city, slug);
    if (!mayStandAt(staff, campaign)) throw noSuchCampaign("There is no such campaign in your department.");
    if (!campaign.rules.checkedAtDoor) throw noDoor("This campaign has no door.");
    return { staff, campaign };
  };
  const describeDoors = async (list: readonly OpenCampaign[]): Promise<Door[]> => {
    const now = clock();
    const admitted = await countAdmitted(database, list.map(({ id }) => id));
    return list.map((each) => {
      const { id, names, department, manner, phase, opensAt, closesAt, places } = describeSummary(cities, each, now);
      return { id, names, department, manner, phase, opensAt, closesAt, places, admitted: admitted.get(each.id) ?? 0 };
    });
  };

  server.get("/staff/v1/cities/:city/doors", { schema: { tags, summary: "Campaigns at whose door one may stand (clerk, operator)", params: CityParams, response: { 200: DoorList } } }, async (request, reply) => {
    const { city } = request.params;
    const staff = await requireDoorkeeper(request, city);
    const items = await describeDoors(campaigns.list(city).filter((each) => each.rules.checkedAtDoor === true && mayStandAt(staff, each)));
    return noStore(reply).send({ items, total: items.length });
  });

  server.get(base, { config, schema: { tags, summary: "A campaign's door, and how many were let in (clerk, operator)", params: CampaignParams, response: { 200: Door } } }, async (request, reply) => {
    const { campaign } = await enter(request, request.params);
    const [door] = await describeDoors([campaign]);
    return noStore(reply).send(door);
  });

  const checking = { tags, summary: "Whether whoever shows this card has a place (clerk, operator)", description: "Nothing changes. Recorded as a look at the person, who sees it.", params: CampaignParams, body: CardBody, response: { 200: AtDoor } };
  server.post(`${base}/checks`, { config, schema: checking }, async (request, reply) => {
    const { staff, campaign } = await enter(request, request.params);
    return noStore(reply).send(await checkAtDoor(parts, staff, campaign, request.body.idNumber));
  });

  const admitting = { tags, summary: "Let in whoever shows this card (clerk, operator)", description: "Once: afterwards it is refused with the time of the first. Recorded as a look at the person, who sees it.", params: CampaignParams, body: CardBody, response: { 201: AtDoor } };
  server.post(`${base}/admissions`, { config, schema: admitting }, async (request, reply) => {
    const { staff, campaign } = await enter(request, request.params);
    return noStore(reply).code(201).send(await admitAtDoor(parts, staff, campaign, request.body.idNumber));
  });
}
