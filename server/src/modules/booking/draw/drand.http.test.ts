// A draw by drand, on the day of a round whose signature is known: nothing but what the league signed draws anybody.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type DrawPublication, timeOfRound, verifyDraw } from "@citizen-cloud/draw-verifier";
import { Visitor } from "../../identity/testing.ts";
import { aDraw, type CampaignLab, HOUR_MS, startCampaignLab } from "../campaign/testing.ts";
import { addPeople } from "../rush/testing.ts";

const MINUTE_MS = 60_000;
/** Recorded from the League of Entropy's quicknet. */
const ROUND = 1_000;
const SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";
const DRAW_AT = timeOfRound(ROUND);
const at = (ms: number) => new Date(DRAW_AT + ms).toISOString();
const PATH = "/api/v1/cities/haikou/campaigns/by-drand/draw";

let lab: CampaignLab;
before(async () => {
  const seats = { id: "seat", names: { zh: "座位", en: "Seats" }, count: 2 };
  const campaign = aDraw({ id: "by-drand", tiers: [seats], opensAt: at(-3 * HOUR_MS), closesAt: at(-HOUR_MS), draw: { at: at(0), randomness: "drand", witnesses: [] }, confirmBy: at(24 * HOUR_MS) });
  lab = await startCampaignLab([campaign], { DRAND_RELAYS: "https://relay.invalid" }, DRAW_AT - 4 * HOUR_MS);
  lab.clock.now = DRAW_AT - 2 * HOUR_MS;
  await lab.enter("by-drand", (await addPeople(lab.app.databaseUrl, 12)).map(({ person }) => person));
});
after(() => lab.stop());

async function verify() {
  const ask = async (path: string) => new Visitor(lab.app).ask("GET", path);
  const publication = (await ask(PATH)).json<DrawPublication>();
  const list = async (name: string) => {
    const reply = await ask(`${PATH}/${name}`);
    return reply.statusCode === 200 ? [reply.body] : [];
  };
  return { publication, ...(await verifyDraw(publication, await list("participants"), await list("winners"))) };
}

/** As an operator, who gives by hand what the server could not fetch. */
const draw = async (body: object) => (await lab.staff()).ask("POST", "/staff/v1/cities/haikou/campaigns/by-drand/draw", body);

test("takes the signature of the announced round alone, and draws nothing without it", async () => {
  lab.clock.now = DRAW_AT - HOUR_MS + 2 * MINUTE_MS;
  await lab.work("booking:follow-draws");
  const { publication } = await verify();
  assert.deepEqual([publication.randomness.round, publication.frozen?.participants, publication.drawn], [ROUND, 12, undefined]);
  lab.clock.now = DRAW_AT + MINUTE_MS;
  await lab.work("booking:follow-draws");
  assert.equal((await verify()).publication.drawn, undefined, "no relay answers");
  const refused = [{}, { round: { round: ROUND + 1, signature: SIGNATURE } }, { round: { round: ROUND, signature: "ab".repeat(48) } }, { round: { round: ROUND, signature: `c0${"00".repeat(47)}` } }];
  for (const body of refused) assert.equal((await draw(body)).json().code, "random-value-refused", JSON.stringify(body));
  assert.equal((await draw({ round: { round: ROUND, signature: SIGNATURE } })).statusCode, 202);
  await lab.work("booking:follow-draws");
  const verified = await verify();
  assert.deepEqual([verified.state, verified.holds, verified.publication.drawn?.winners], ["drawn", true, 2], JSON.stringify(verified.steps));
});
