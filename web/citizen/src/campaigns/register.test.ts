// One tap registers once, whatever is lost, refused, paused or closed on the way, and the place outlives the tab.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiProblem } from "../api/problem.ts";
import type { Entry, LaneRequest } from "./lane.ts";
import { register, type RegistrationParts, type Standing } from "./register.ts";
import type { WaitingPlace } from "./waiting-place.ts";

const OPENS_AT = 1_000_000;

function problem(status: number, code: string, members: object = {}): ApiProblem {
  return new ApiProblem(status, "", { code, ...members });
}

function aPlace(change: Partial<WaitingPlace> = {}): WaitingPlace {
  return { ticket: "t1", number: 40, ahead: 39, turnAt: OPENS_AT + 20_000, early: false, canEnter: false, ...change };
}

/** A lane with a clock that only sleeping moves; what it answers is given turn by turn, the last of it for ever. */
function aLane({ enter = [], place = [], begin = OPENS_AT + 1 }: { enter?: (ApiProblem | "lost" | "taken")[]; place?: (WaitingPlace | ApiProblem)[]; begin?: number } = {}) {
  const content = new Map<string, string>();
  const shown: Standing[] = [];
  const entries = new Map<string, Entry>();
  const asked: { what: "place" | "enter" | "check" | "solve"; at: number; request?: LaneRequest }[] = [];
  let now = begin;
  let eligible = true;
  const store = { getItem: (key: string) => content.get(key) ?? null, setItem: (key: string, value: string) => void content.set(key, value), removeItem: (key: string) => void content.delete(key) };
  const parts = (signal: AbortSignal, change: Partial<RegistrationParts> = {}): RegistrationParts => ({
    campaign: "haikou/concert", person: "one", opensAt: OPENS_AT, pass: undefined, store, chance: () => 0.5, now: () => now,
    place: (request) => {
      asked.push({ what: "place", at: now, request });
      const answer = place.length > 1 ? place.shift() : place[0];
      return answer instanceof ApiProblem ? Promise.reject(answer) : Promise.resolve(answer ?? aPlace({ canEnter: true }));
    },
    enter: (request) => {
      asked.push({ what: "enter", at: now, request });
      const answer = enter.shift() ?? "taken";
      if (answer instanceof ApiProblem) return Promise.reject(answer);
      // Stored either way; of one that is lost the answer alone does not come back.
      const entry = entries.get("one") ?? { number: entries.size + 1, group: "everybody", at: now };
      entries.set("one", entry);
      return answer === "lost" ? Promise.reject(problem(0, "")) : Promise.resolve(entry);
    },
    check: () => {
      asked.push({ what: "check", at: now });
      return Promise.resolve(eligible ? { eligible: true, pass: "pass" } : { eligible: false, refusal: { zh: "不符合", en: "No" } });
    },
    solve: () => {
      asked.push({ what: "solve", at: now });
      return Promise.resolve({ solution: "z" });
    },
    sleep: (milliseconds) => {
      now += milliseconds;
      return signal.aborted ? Promise.reject(new Error("ended")) : Promise.resolve();
    },
    show: (standing) => void shown.push(standing),
    ...change,
  });
  const run = (change?: Partial<RegistrationParts>) => {
    const end = new AbortController();
    return register(parts(end.signal, change), end.signal);
  };
  return { run, parts, shown, asked, entries, content, refuse: () => (eligible = false), last: () => shown.at(-1) };
}

test("one request is enough when nobody is in the way", async () => {
  const lane = aLane();
  await lane.run();
  assert.deepEqual(lane.asked.map(({ what }) => what), ["enter"]);
  assert.equal(lane.last()?.at, "registered");
});

test("answers that are lost are asked for again, with growing waits, and count once", async () => {
  const lane = aLane({ enter: ["lost", "lost", problem(503, "try-again", { retryAfterSeconds: 6 }), "taken"] });
  await lane.run();
  assert.equal(lane.entries.size, 1);
  assert.deepEqual(lane.last(), { at: "registered", entry: lane.entries.get("one") });
  const [first = 0, second = 0, third = 0, fourth = 0] = lane.asked.map(({ at }) => at);
  assert.ok(second - first >= 500 && third - second >= 1_000 && fourth - third >= 6_000);
});

test("who has to wait looks at intervals and registers when the turn comes, without another tap", async () => {
  const lane = aLane({ enter: [problem(429, "wait-for-your-turn", { ...aPlace(), retryAfterSeconds: 4 })], place: [aPlace({ ahead: 20 }), aPlace({ ahead: 0, canEnter: true })] });
  await lane.run();
  assert.deepEqual(lane.asked.map(({ what }) => what), ["enter", "place", "place", "enter"]);
  assert.equal(lane.asked[1]?.request?.ticket, "t1");
  assert.equal(lane.asked[3]?.request?.ticket, "t1");
  assert.ok(lane.asked.slice(1, 3).every(({ at }, index) => at - (lane.asked[index]?.at ?? 0) >= 1_500), "never in a hurry");
  assert.equal(lane.content.size, 0, "what is over is not kept");
});

test("the place outlives the tab", async () => {
  const lane = aLane({ enter: [problem(429, "wait-for-your-turn", { ...aPlace() })], place: [aPlace({ ahead: 30 })] });
  const tab = new AbortController();
  const closing = register(lane.parts(tab.signal, { sleep: () => (tab.abort(), Promise.reject(new Error("the tab is closed"))) }), tab.signal);
  await assert.rejects(closing);
  assert.equal(lane.entries.size, 0);

  const again = aLane({ place: [aPlace({ ahead: 5 }), aPlace({ ahead: 0, canEnter: true })] });
  for (const [key, value] of lane.content) again.content.set(key, value);
  await again.run();
  assert.deepEqual(again.asked.map(({ what }) => what), ["place", "place", "enter"]);
  assert.equal(again.asked[0]?.request?.ticket, "t1", "the kept ticket is shown, no new place taken");
  assert.equal(again.shown[0]?.at, "waiting");
});

test("before the opening one waits among the early, looks soon after it and not before", async () => {
  const early = aPlace({ number: undefined, ahead: undefined, turnAt: undefined, early: true });
  const lane = aLane({ begin: OPENS_AT - 30_000, place: [early, aPlace({ early: true, canEnter: true })] });
  await lane.run();
  assert.deepEqual(lane.asked.map(({ what }) => what), ["place", "place", "enter"]);
  const look = lane.asked[1]?.at ?? 0;
  assert.ok(look >= OPENS_AT && look <= OPENS_AT + 3_000, String(look - OPENS_AT));
});

test("a clock that ran ahead is put right by the lane", async () => {
  const lane = aLane({ enter: [problem(425, "campaign-not-open")] });
  await lane.run();
  assert.equal(lane.last()?.at, "registered");
  assert.ok((lane.asked[1]?.at ?? 0) - (lane.asked[0]?.at ?? 0) >= 500);
});

test("a pause is waited through", async () => {
  const lane = aLane({ enter: [problem(423, "campaign-paused", { retryAfterSeconds: 15 })] });
  await lane.run();
  assert.ok(lane.shown.some(({ at }) => at === "resting"));
  assert.ok((lane.asked[1]?.at ?? 0) - (lane.asked[0]?.at ?? 0) >= 15_000);
});

test("a pass is asked for when it is missing, and given along", async () => {
  const lane = aLane({ enter: [problem(403, "pass-needed")] });
  await lane.run();
  assert.deepEqual(lane.asked.map(({ what }) => what), ["enter", "check", "enter"]);
  assert.equal(lane.asked[2]?.request?.pass, "pass");
});

test("who may not take part is told why", async () => {
  const lane = aLane({ enter: [problem(403, "pass-needed")] });
  lane.refuse();
  await lane.run();
  assert.deepEqual(lane.last(), { at: "stopped", why: "not-eligible", refusal: { zh: "不符合", en: "No" } });
});

test("a pass that is refused for ever is not asked for for ever", async () => {
  const lane = aLane({ enter: Array.from({ length: 20 }, () => problem(403, "pass-needed")) });
  await lane.run();
  assert.deepEqual(lane.last(), { at: "stopped", why: "refused" });
  assert.ok(lane.asked.length < 10);
});

test("under attack a challenge is solved once and shown when joining", async () => {
  const lane = aLane({ enter: [problem(403, "challenge-needed", { challenge: "c", bits: 4 })] });
  await lane.run();
  assert.deepEqual(lane.asked.map(({ what }) => what), ["enter", "solve", "place", "enter"]);
  assert.deepEqual(lane.asked[2]?.request?.challenge, { solution: "z" });
});

test("another's ticket is thrown away and a place of one's own taken", async () => {
  const lane = aLane({ place: [problem(403, "ticket-refused"), aPlace({ ticket: "mine", canEnter: true })] });
  lane.content.set("cc-waiting-haikou/concert", JSON.stringify({ person: "one", ...aPlace({ ticket: "foreign" }) }));
  await lane.run();
  assert.deepEqual(lane.asked.map(({ what }) => what), ["place", "enter"]);
  assert.equal(lane.asked[1]?.request?.ticket, undefined);
});

test("sold out, closed and ended are said, and the place is forgotten", async () => {
  for (const [code, why] of [["campaign-sold-out", "sold-out"], ["campaign-closed", "closed"], ["campaign-ended", "ended"]] as const) {
    const lane = aLane({ enter: [problem(410, code)] });
    await lane.run();
    assert.deepEqual(lane.last(), { at: "stopped", why });
    assert.equal(lane.content.size, 0);
  }
});
