// Whoever cannot have a challenge solved gives a code that was sent to their number: right once, and to nobody else.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { anIdNumber } from "../../records/testing.ts";
import { lastCodeTo } from "../../identity/testing.ts";
import { at, type CampaignLab, HOUR_MS, startCampaignLab } from "../campaign/testing.ts";
import { until } from "../../../testing/patience.ts";
import { aCampaign } from "./testing.ts";

const PHONE = "15400008371";
const PLACE = "/api/v1/rush/haikou/guarded/place";
let lab: CampaignLab;

before(async () => {
  lab = await startCampaignLab([aCampaign({ id: "guarded", department: "transport", opensAt: at(-HOUR_MS), closesAt: at(HOUR_MS) })]);
  const operator = await lab.staff();
  assert.equal((await operator.ask("PUT", "/staff/v1/cities/haikou/campaigns/guarded/guard", { guarded: true, note: "脚本刷号" })).statusCode, 204);
});
after(() => lab.stop());

test("a code by message opens the waiting room once, to whom it was sent", async () => {
  const who = await lab.signUp(PHONE, "吴建国", anIdNumber("1980-02-03", 837));
  const other = await lab.signUp("15400008372", "郑秋生", anIdNumber("1980-02-03", 839));
  const asked = await who.ask("POST", PLACE, {});
  assert.equal(asked.json().code, "challenge-needed", asked.body);
  assert.equal((await who.ask("POST", PLACE, { challenge: { code: "000000" } })).json().code, "challenge-needed");
  const sent = lab.office.messages.length;
  assert.equal((await who.ask("POST", "/api/v1/me/confirmation/codes", {})).statusCode, 202);
  await until(() => lab.office.messages.slice(sent).some(({ to }) => to === PHONE), "the message");
  const code = await lastCodeTo(lab.office, PHONE);
  assert.equal((await other.ask("POST", PLACE, { challenge: { code } })).json().code, "challenge-needed", "another's code");
  const letIn = await who.ask("POST", PLACE, { challenge: { code } });
  assert.equal(letIn.statusCode, 200, letIn.body);
  assert.equal(typeof letIn.json().ticket, "string");
  assert.equal((await who.ask("POST", PLACE, { challenge: { code } })).json().code, "challenge-needed", "used up");
});
