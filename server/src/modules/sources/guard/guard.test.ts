import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { PATIENCE_MS } from "../../../testing/patience.ts";
import { SourceFault } from "../transports/transport.ts";
import { createGuard, createPlaces, type GuardState } from "./guard.ts";

const limits = { timeoutMs: 60_000, concurrency: 2, retries: 0, largestAnswerBytes: 1_000 };
const breaker = { failures: 3, openSeconds: 1 };
const failing = () => Promise.reject(new SourceFault("failed", "answered 500"));
const kindOf = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof SourceFault, `expected a SourceFault, got ${String(error)}`);
  return error.kind;
};

test("after failing too often in a row a source is left alone, then probed by one question, then asked again", async (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const states: GuardState[] = [];
  const guard = createGuard({ limits, breaker }, (state) => states.push(state));
  for (let times = 0; times < 3; times++) assert.equal(await kindOf(guard.run(failing, { safe: true })), "failed");
  assert.equal(guard.state(), "open");
  assert.equal(guard.isOpenForQuestions(), false);
  let asked = 0;
  assert.equal(await kindOf(guard.run(() => Promise.resolve(asked++), { safe: true })), "unreachable");
  assert.equal(asked, 0, "nobody asks a source that is left alone");

  t.mock.timers.tick(1_050);
  assert.equal(guard.isOpenForQuestions(), true);
  const answer = Promise.withResolvers<string>();
  const probe = guard.run(() => answer.promise, { safe: true });
  assert.equal(await kindOf(guard.run(() => Promise.resolve("second"), { safe: true })), "unreachable", "while one question probes, others do not wait for it");
  answer.resolve("well");
  assert.equal(await probe, "well");
  assert.equal(guard.state(), "closed");
  assert.deepEqual(states, ["open", "closed"]);
});

test("a probe that fails leaves the source alone again", async (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const guard = createGuard({ limits, breaker });
  for (let times = 0; times < 3; times++) await kindOf(guard.run(failing, { safe: true }));
  t.mock.timers.tick(1_050);
  assert.equal(await kindOf(guard.run(failing, { safe: true })), "failed");
  assert.equal(guard.state(), "open");
  assert.equal(guard.isOpenForQuestions(), false);
});

test("being asked to pause, and our own limits, do not count as failures", async () => {
  const guard = createGuard({ limits, breaker });
  for (let times = 0; times < 6; times++) await kindOf(guard.run(() => Promise.reject(new SourceFault("limited", "answered 429", { retryAfterMs: 0 })), { safe: true }));
  assert.equal(guard.state(), "closed");
});

test("who asked for a pause gets it", async (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const guard = createGuard({ limits, breaker });
  await kindOf(guard.run(() => Promise.reject(new SourceFault("limited", "answered 429", { retryAfterMs: 300 })), { safe: true }));
  let asked = 0;
  assert.equal(await kindOf(guard.run(() => Promise.resolve(asked++), { safe: true })), "limited");
  t.mock.timers.tick(320);
  await guard.run(() => Promise.resolve(asked++), { safe: true });
  assert.equal(asked, 1);
});

test("only what may be asked twice is tried again, and slowness is not waited for twice", async () => {
  const guard = createGuard({ limits: { ...limits, retries: 2 }, breaker: { failures: 100, openSeconds: 1 } });
  const tries = async (kind: "failed" | "slow" | "malformed", safe: boolean) => {
    let count = 0;
    await kindOf(guard.run(() => {
      count++;
      return Promise.reject(new SourceFault(kind, "no"));
    }, { safe }));
    return count;
  };
  assert.equal(await tries("failed", true), 3);
  assert.equal(await tries("failed", false), 1);
  assert.equal(await tries("slow", true), 1);
  assert.equal(await tries("malformed", true), 1);
});

test("not more questions are under way than agreed, and a queue that would come too late is refused", async () => {
  const guard = createGuard({ limits, breaker });
  let now = 0;
  let most = 0;
  const work = () =>
    guard.run(async () => {
      most = Math.max(most, ++now);
      await sleep(20);
      now--;
    }, { safe: true });
  const all = await Promise.allSettled(Array.from({ length: 20 }, work));
  assert.equal(most, 2);
  const refused = all.filter((each) => each.status === "rejected");
  assert.equal(refused.length, 20 - 2 - 8);
  for (const { reason } of refused) assert.equal((reason as SourceFault).kind, "overloaded");
});

test("not more questions in a minute than agreed", async (t) => {
  t.mock.timers.enable({ apis: ["Date"] });
  const guard = createGuard({ limits: { ...limits, perMinute: 3 }, breaker });
  for (let times = 0; times < 3; times++) await guard.run(() => Promise.resolve(), { safe: true });
  assert.equal(await kindOf(guard.run(() => Promise.resolve(), { safe: true })), "limited");
  t.mock.timers.tick(60_000);
  await guard.run(() => Promise.resolve(), { safe: true });
});

test("a fault of our own stays one, and closes no source", async () => {
  const guard = createGuard({ limits, breaker: { failures: 1, openSeconds: 1 } });
  await assert.rejects(guard.run(() => Promise.reject(new TypeError("ours")), { safe: true }), TypeError);
  assert.equal(guard.state(), "closed");
});

test("departments that hang keep no other's questions waiting, however many places they have", async () => {
  const places = createPlaces();
  const [one, two, well] = [1, 2, 3].map(() => createGuard({ limits: { ...limits, concurrency: 64 }, breaker }, undefined, places));
  assert.ok(one && two && well);
  const hung = Promise.withResolvers<void>();
  const hang = () => hung.promise;
  const hanging = Promise.allSettled([one, two].flatMap((guard) => Array.from({ length: 64 }, () => guard.run(hang, { safe: true }))));
  const late = new AbortController();
  const answer = await Promise.race([well.run(() => Promise.resolve("answer"), { safe: true }), sleep(PATIENCE_MS, "it waited for those that hang", { signal: late.signal })]);
  late.abort();
  assert.equal(answer, "answer");
  hung.resolve();
  await hanging;
});

test("a question that cannot be asked closes no source", async () => {
  const guard = createGuard({ limits, breaker: { failures: 1, openSeconds: 1 } });
  for (let times = 0; times < 3; times += 1) assert.equal(await kindOf(guard.run(() => Promise.reject(new SourceFault("malformed", "cannot be asked", { detail: { place: "request.input" } })), { safe: true })), "malformed");
  assert.equal(guard.state(), "closed");
});

test("each try has its time", async () => {
  const guard = createGuard({ limits: { ...limits, timeoutMs: 60 }, breaker });
  await assert.rejects(guard.run((signal) => new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new SourceFault("slow", "did not answer in time")))), { safe: true }), SourceFault);
});

test("when everybody comes at once a process takes so many questions at a time, and their waiting is no department's slowness", async (t) => {
  // Nobody's place is given up for being held too long, however slow this machine is.
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const places = createPlaces();
  const guards = Array.from({ length: 20 }, () => createGuard({ limits: { ...limits, timeoutMs: 100, concurrency: 10 }, breaker }, undefined, places));
  const underWay: (() => void)[] = [];
  const seen = { most: 0, late: 0, answered: 0 };
  const work = async (signal: AbortSignal) => {
    if (signal.aborted) seen.late += 1;
    await new Promise<void>((resolve) => void underWay.push(resolve));
    seen.answered += 1;
  };
  const all = Promise.all(guards.flatMap((guard) => Array.from({ length: 20 }, () => guard.run(work, { safe: true }))));
  while (seen.answered < 400) {
    // Longer than each has, which the next ones wait for before theirs begins.
    await sleep(150);
    seen.most = Math.max(seen.most, underWay.length);
    for (const answer of underWay.splice(0)) answer();
  }
  await all;
  assert.ok(seen.most <= 96 && seen.most > 50, String(seen.most));
  assert.equal(seen.late, 0);
});

test("one person's trouble, however often they ask, closes the source to nobody; several people's does", async () => {
  const guard = createGuard({ limits, breaker });
  for (let times = 0; times < 10; times += 1) await kindOf(guard.run(failing, { safe: true, about: "one" }));
  assert.equal(guard.state(), "closed");
  for (const about of ["two", "three"]) await kindOf(guard.run(failing, { safe: true, about }));
  assert.equal(guard.state(), "open");
});

test("tries again are questions too, in the agreement by minute", async () => {
  const guard = createGuard({ limits: { ...limits, retries: 3, perMinute: 2 }, breaker: { failures: 100, openSeconds: 1 } });
  let asked = 0;
  assert.equal(await kindOf(guard.run(() => {
    asked += 1;
    return failing();
  }, { safe: true })), "limited");
  assert.equal(asked, 2);
});
