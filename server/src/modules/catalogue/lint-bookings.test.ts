// A campaign that promises what it cannot keep is not published, and one that has opened is not changed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Campaign } from "./booking-documents.ts";
import { lintBookings, lintOpenCampaign } from "./lint-bookings.ts";
import { aCity, aRecordKind, aSource } from "./testing.ts";

const words = { zh: "组", en: "Group" };
const campaign: Campaign = {
  id: "packets", names: words, summary: words, department: "transport", service: "S001", manner: "draw",
  opensAt: "2027-02-24T08:00:00+08:00", closesAt: "2027-02-25T24:00:00+08:00".replace("T24:00:00", "T23:59:59"), admitPerSecond: 5_000,
  eligibility: { level: 2, records: ["driving-licence"], conditions: [{ when: "age >= 18", refusal: words }] },
  groups: [{ id: "all", names: words, weight: 1 }], channels: [{ id: "shop", names: words }],
  tiers: [{ id: "large", names: words, count: 10, amountFen: 23_800 }, { id: "small", names: words, count: 20, amountFen: 17_800 }], budgetFen: 594_000,
  draw: { at: "2027-02-26T12:00:00+08:00", randomness: "drand", witnesses: [] }, confirmBy: "2027-03-03T23:59:00+08:00", unclaimed: "budget", rules: [words], afterwards: words, source: "test",
};
const turn: Campaign = (() => {
  const { draw: _draw, budgetFen: _budget, ...rest } = campaign;
  return { ...rest, manner: "first-come", groups: [{ id: "all", names: words, capacity: 20, weight: 1 }], channels: [{ id: "shop", names: words, capacity: 10 }], tiers: [{ id: "seat", names: words, count: 30 }] };
})();
/** What is given back while registration is open goes to others at the full hour. */
const unconfirmed: Campaign = (({ confirmBy: _, ...rest }) => ({ ...rest, unclaimed: "next" as const }))(turn);
const findings = (of: Campaign) => lintBookings(aCity({ campaigns: [of], sources: [aSource()], recordKinds: [aRecordKind()] })).map(({ rule, pointer }) => `${rule} ${pointer}`);

test("campaigns without fault have no findings", () => assert.deepEqual([findings(campaign), findings(turn), findings({ ...campaign, unclaimed: "next" }), findings(unconfirmed)], [[], [], [], []]));

describe("not published", () => {
  const cases: [string, Campaign, string][] = [
    ["a budget that does not reach", { ...campaign, budgetFen: 593_999 }, "budget /tiers"],
    ["amounts without a budget", (({ budgetFen: _, ...rest }) => rest)(campaign), "budget /budgetFen"],
    ["a close before the opening", { ...campaign, closesAt: "2027-02-24T07:00:00+08:00" }, "times /closesAt"],
    ["a draw before the close", { ...campaign, draw: { at: "2027-02-25T12:00:00+08:00", randomness: "drand", witnesses: [] } }, "draw /draw/at"],
    ["confirming before the draw", { ...campaign, confirmBy: "2027-02-26T11:00:00+08:00" }, "times /confirmBy"],
    ["a draw that does not say how", (({ draw: _, ...rest }) => rest)(campaign), "draw /draw"],
    ["places in a draw", { ...campaign, groups: [{ id: "all", names: words, weight: 1, capacity: 5 }] }, "draw /groups"],
    ["a department that is not there", { ...campaign, department: "nowhere" }, "unknown /department"],
    ["an item that is not there", { ...campaign, service: "S999" }, "unknown /service"],
    ["a kind of record that is not there", { ...campaign, eligibility: { ...campaign.eligibility, records: ["none"] } }, "unknown /eligibility/records/0"],
    ["a condition that cannot be read", { ...campaign, eligibility: { ...campaign.eligibility, conditions: [{ when: "age >=", refusal: words }] } }, "condition /eligibility/conditions/0/when"],
    ["a condition that could run for ever", { ...campaign, groups: [{ id: "all", names: words, weight: 1, when: "$contains(division, /(a+)+b/)" }] }, "condition /groups/0/when"],
    ["two groups that take the rest", { ...campaign, groups: [{ id: "a", names: words, weight: 1 }, { id: "b", names: words, weight: 1 }] }, "groups /groups"],
    ["a group twice", { ...campaign, groups: [{ id: "a", names: words, weight: 1 }, { id: "a", names: words, weight: 1, when: "true" }] }, "double /groups"],
    ["a tier twice", { ...campaign, tiers: [{ id: "a", names: words, count: 1 }, { id: "a", names: words, count: 1 }] }, "double /tiers"],
    ["by turn a group without places", { ...turn, groups: [{ id: "all", names: words, weight: 1 }] }, "capacity /groups/0"],
    ["by turn a channel without places", { ...turn, channels: [{ id: "shop", names: words }] }, "capacity /channels/0"],
    ["by turn more places than there is to hand out", { ...turn, channels: [{ id: "shop", names: words, capacity: 11 }] }, "capacity /tiers/0/count"],
    ["by turn several tiers", { ...turn, tiers: [{ id: "a", names: words, count: 10 }, { id: "b", names: words, count: 20 }] }, "tiers /tiers"],
    ["by turn a draw", { ...turn, draw: { at: "2027-02-26T12:00:00+08:00", randomness: "drand", witnesses: [] } }, "draw /draw"],
    ["by turn a next one for what is not confirmed, whom nobody knows", { ...turn, unclaimed: "next" }, "unclaimed /unclaimed"],
  ];
  for (const [name, of, finding] of cases) test(name, () => assert.ok(findings(of).includes(finding), findings(of).join()));
});

describe("once it has opened", () => {
  const [before, after] = [new Date("2027-02-23T23:59:59Z"), new Date("2027-02-24T00:00:00Z")];
  const rules = (of: Campaign, now: Date, published: Campaign | undefined = campaign) => lintOpenCampaign(published, of, now).map(({ rule }) => rule);

  test("nothing of it is changed, not even afterwards", () => {
    for (const change of [{ names: { zh: "改", en: "Changed" } }, { budgetFen: 600_000 }, { closesAt: "2027-02-26T10:00:00+08:00" }, { opensAt: "2028-02-24T08:00:00+08:00" }]) {
      assert.deepEqual(rules({ ...campaign, ...change }, before), []);
      assert.deepEqual(rules({ ...campaign, ...change }, after), ["campaign-open"]);
      assert.deepEqual(rules({ ...campaign, ...change }, new Date("2030-01-01T00:00:00Z")), ["campaign-open"]);
    }
  });

  test("the same document in another order is the same", () => {
    assert.deepEqual(rules(Object.fromEntries(Object.entries(campaign).toReversed()) as Campaign, after), []);
    assert.deepEqual(lintOpenCampaign(undefined, campaign, after), []);
  });
});
