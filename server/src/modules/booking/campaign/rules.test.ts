// What a campaign's rules say: where it stands, who gets which places, and that no more is handed out than there is.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Campaign } from "../../catalogue/index.ts";
import { aCampaign } from "../rush/testing.ts";
import { conditionsDigest, freezeFrom, isReturnDue, needsPass, phaseOf, placesOf, quotaFor, quotasOf, spentFen, succeed, successorConfirmBy, tierOfRank, winnerConfirmBy } from "./rules.ts";

const words = { zh: "组", en: "Group" };
const day = (date: number, hour = 0) => new Date(Date.UTC(2027, 1, date, hour));
const tier = (id: string, count: number, amountFen?: number): Campaign["tiers"][number] => ({ id, names: words, count, ...(amountFen === undefined ? {} : { amountFen }) });

/** A generator with a seed, so that what a property test found is found again. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("where a campaign stands", () => {
  const times = { opensAt: day(24), closesAt: day(25) };

  test("by turn: announced, open, confirming, finished", () => {
    const rules = aCampaign({ confirmBy: day(27).toISOString() });
    const phases = [day(23), day(24), day(24, 12), day(25), day(26), day(27)].map((now) => phaseOf({ rules, ...times }, now));
    assert.deepEqual(phases, ["announced", "open", "open", "confirming", "confirming", "finished"]);
    assert.equal(phaseOf({ rules: aCampaign(), ...times }, day(25)), "finished");
  });

  test("by lot: closed until the result is published, whatever the clock says", () => {
    const rules = aCampaign({ manner: "draw", confirmBy: day(28).toISOString() });
    assert.equal(phaseOf({ rules, ...times }, day(27)), "closed");
    assert.equal(phaseOf({ rules, ...times, publishedAt: day(26) }, day(25, 12)), "closed");
    assert.equal(phaseOf({ rules, ...times, publishedAt: day(26) }, day(27)), "confirming");
    assert.equal(phaseOf({ rules, ...times, publishedAt: day(26) }, day(28)), "finished");
    assert.equal(phaseOf({ rules: aCampaign({ manner: "draw" }), ...times, publishedAt: day(26) }, day(27)), "drawn");
  });

  test("an end before its time closes it, even before it opened", () => {
    assert.equal(phaseOf({ rules: aCampaign(), ...times, endedAt: day(24, 3) }, day(24, 2)), "open");
    assert.equal(phaseOf({ rules: aCampaign(), ...times, endedAt: day(24, 3) }, day(24, 3)), "finished");
    assert.equal(phaseOf({ rules: aCampaign({ manner: "draw" }), ...times, endedAt: day(23) }, day(23)), "closed");
  });

  test("never goes back while time goes on", () => {
    const order = ["announced", "open", "closed", "drawn", "confirming", "finished"];
    const next = numbers(7);
    for (let round = 0; round < 300; round += 1) {
      const rules = aCampaign({ manner: next(2) === 0 ? "draw" : "first-come", ...(next(2) === 0 ? { confirmBy: day(27, next(24)).toISOString() } : {}) });
      const course = { rules, ...times, ...(next(3) === 0 ? { endedAt: day(23, next(48)) } : {}), ...(next(2) === 0 ? { publishedAt: day(26, next(12)) } : {}) };
      let before = 0;
      for (let hour = 0; hour < 150; hour += 1) {
        const place = order.indexOf(phaseOf(course, day(22, hour)));
        assert.ok(place >= before, JSON.stringify(course));
        before = place;
      }
    }
  });
});

test("a pass is needed as soon as it matters who somebody is", () => {
  assert.equal(needsPass(aCampaign()), false);
  assert.equal(needsPass(aCampaign({ eligibility: { level: 2, records: ["licence"], conditions: [] } })), true);
  assert.equal(needsPass(aCampaign({ eligibility: { level: 2, records: [], conditions: [{ when: "age >= 60", refusal: words }] } })), true);
  assert.equal(needsPass(aCampaign({ groups: [{ id: "old", names: words, when: "age >= 60", capacity: 1, weight: 1 }] })), true);
  assert.equal(needsPass(aCampaign({ groups: [{ id: "a", names: words, capacity: 1, weight: 1 }, { id: "b", names: words, when: "true", capacity: 1, weight: 1 }] })), true);
});

test("what decides about people decides about the digest of the conditions, and nothing else does", () => {
  const eligibility = { level: 2 as const, records: ["licence"], conditions: [{ when: "age >= 18", refusal: words }] };
  const groups = [{ id: "old", names: words, when: "age >= 60", capacity: 2, weight: 1 }];
  const digest = conditionsDigest(aCampaign({ eligibility, groups }));
  assert.match(digest, /^[0-9a-f]{16}$/);
  const same = [{ eligibility: { conditions: [{ refusal: { zh: "未满", en: "Too young" }, when: "age >= 18" }], records: ["licence"], level: 2 as const }, groups }, { eligibility, groups: [{ weight: 3, capacity: 9, when: "age >= 60", names: words, id: "old" }] }];
  for (const rules of same) assert.equal(conditionsDigest(aCampaign(rules)), digest);
  const other = [{ eligibility: { ...eligibility, level: 3 as const }, groups }, { eligibility: { ...eligibility, conditions: [] }, groups }, { eligibility, groups: [{ id: "old", names: words, when: "age >= 65", capacity: 2, weight: 1 }] }, { eligibility: { ...eligibility, records: [] }, groups }];
  for (const rules of other) assert.notEqual(conditionsDigest(aCampaign(rules)), digest);
});

test("places: by turn each group has its own over the app and each channel its own; a draw only counts", () => {
  const groups = [{ id: "old", names: words, when: "age >= 60", capacity: 2, weight: 1 }, { id: "rest", names: words, capacity: 5, weight: 1 }];
  const channels = [{ id: "shop", names: words, capacity: 4 }];
  const turn = aCampaign({ groups, channels });
  assert.deepEqual(quotasOf(turn), [{ grp: "old", channel: "app", capacity: 2 }, { grp: "rest", channel: "app", capacity: 5 }, { grp: "", channel: "shop", capacity: 4 }]);
  assert.deepEqual([quotaFor(turn, "old", "app"), quotaFor(turn, "old", "shop")], [{ grp: "old", channel: "app" }, { grp: "", channel: "shop" }]);
  const lots = aCampaign({ manner: "draw", groups, channels });
  assert.deepEqual(quotasOf(lots).map(({ grp, channel, capacity }) => [grp, channel, capacity]), [["old", "app", null], ["old", "shop", null], ["rest", "app", null], ["rest", "shop", null]]);
  for (const rules of [turn, lots]) {
    for (const group of groups) for (const channel of ["app", "shop"]) assert.equal(quotasOf(rules).filter(({ grp, channel: over }) => grp === quotaFor(rules, group.id, channel).grp && over === channel).length, 1);
  }
});

test("the first tier goes first, and nobody gets what is not there", () => {
  const tiers = [tier("gold", 2), tier("silver", 3)];
  assert.deepEqual([0, 1, 2, 3, 5, 6].map((rank) => tierOfRank(tiers, rank)?.id), [undefined, "gold", "gold", "silver", "silver", undefined]);
  assert.equal(placesOf({ ...aCampaign(), tiers }), 5);
});

describe("given back", () => {
  const returned = [{ rank: 3, tier: "silver" }, { rank: 1, tier: "gold" }];

  test("goes to the next in the order drawn, each with the tier of the one in whose place they come", () => {
    assert.deepEqual(succeed("next", returned, 5, 40), [{ rank: 6, tier: "gold", inPlaceOf: 1 }, { rank: 7, tier: "silver", inPlaceOf: 3 }]);
    assert.deepEqual(succeed("next", returned, 5, 6), [{ rank: 6, tier: "gold", inPlaceOf: 1 }]);
    assert.deepEqual(succeed("next", returned, 5, 5), []);
  });

  test("or to the budget", () => {
    assert.deepEqual(succeed("budget", returned, 5, 40), []);
  });

  test("never costs more than the budget, nor is one of them given twice", () => {
    const next = numbers(11);
    for (let round = 0; round < 200; round += 1) {
      const tiers = Array.from({ length: 1 + next(4) }, (_each, index) => tier(`t${index}`, 1 + next(6), 1 + next(500)));
      const rules = aCampaign({ manner: "draw", tiers, unclaimed: next(4) === 0 ? "budget" : "next" });
      const [participants, budget] = [next(60), tiers.reduce((sum, { count, amountFen = 0 }) => sum + count * amountFen, 0)];
      const awards = Array.from({ length: Math.min(placesOf(rules), participants) }, (_each, index) => ({ rank: index + 1, tier: tierOfRank(tiers, index + 1)?.id ?? "", returned: false, replaced: false, inPlaceOf: 0 }));
      for (let step = 0; step < 4; step += 1) {
        for (const award of awards) if (!award.returned && next(3) === 0) award.returned = true;
        const lacking = awards.filter((award) => award.returned && !award.replaced);
        for (const { rank, tier: id, inPlaceOf } of succeed(rules.unclaimed, lacking, awards.length, participants)) {
          const before = awards.find((award) => award.rank === inPlaceOf);
          assert.ok(before && before.returned && !before.replaced && before.tier === id);
          before.replaced = true;
          awards.push({ rank, tier: id, returned: false, replaced: false, inPlaceOf });
        }
        assert.ok(spentFen(rules, awards) <= budget, `round ${round}`);
        assert.ok(awards.length <= participants || awards.length <= placesOf(rules));
        assert.deepEqual(awards.map(({ rank }) => rank), awards.map((_each, index) => index + 1));
        for (const { id, count } of tiers) assert.ok(awards.filter((award) => award.tier === id && !award.returned).length <= count);
      }
    }
  });

  test("whoever is drawn late has a day to confirm all the same, or as long as was meant", () => {
    const rules = { closesAt: day(25).toISOString(), draw: { at: day(26).toISOString(), randomness: "drand" as const, witnesses: [] } };
    const twoDays = { ...rules, confirmBy: day(28).toISOString() };
    assert.deepEqual([26, 27, 28, 29].map((drawn) => winnerConfirmBy(twoDays, day(drawn))), [28, 28, 29, 30].map((date) => day(date)));
    assert.deepEqual(winnerConfirmBy({ ...rules, confirmBy: day(26, 1).toISOString() }, day(27)), day(27, 1));
    assert.equal(winnerConfirmBy(rules, day(27)), undefined);
  });

  test("whoever comes later has as long to confirm, and a day at least", () => {
    const rules = { closesAt: day(25).toISOString(), draw: { at: day(26).toISOString(), randomness: "drand" as const, witnesses: [] } };
    assert.deepEqual(successorConfirmBy({ ...rules, confirmBy: day(28).toISOString() }, day(28)), day(30));
    assert.deepEqual(successorConfirmBy({ ...rules, confirmBy: day(26, 1).toISOString() }, day(27)), day(28));
    assert.equal(successorConfirmBy(rules, day(27)), undefined);
  });
});

test("places given back go on at full hours alone", () => {
  assert.equal(isReturnDue(day(24, 9), undefined), true);
  assert.equal(isReturnDue(new Date(day(24, 9).getTime() + 59 * 60_000), day(24, 9)), false);
  assert.equal(isReturnDue(day(24, 10), day(24, 9)), true);
});

test("the list is frozen a minute after the close, or after an end before its time", () => {
  assert.equal(freezeFrom(day(25)).toISOString(), "2027-02-25T00:01:00.000Z");
  assert.equal(freezeFrom(day(25), day(24)).toISOString(), "2027-02-24T00:01:00.000Z");
  assert.equal(freezeFrom(day(25), day(26)).toISOString(), "2027-02-25T00:01:00.000Z");
});
