// The lane's answers are read strictly, and every refusal leads to one next step.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ApiProblem } from "../api/problem.ts";
import { askEntry, askOwnEntry, askServerTime, readEntry, readPlace, readSnapshot } from "./lane.ts";
import { nextStep } from "./next-step.ts";

const whole = { state: "open", now: 1_000, opensAt: 500, closesAt: "1970-01-01T00:00:09Z", manner: "draw", guarded: false, serving: 10, joined: 30, perSecond: 5_000, remaining: 4, registered: 6 };

test("a snapshot is read, with moments in either form", () => {
  assert.deepEqual(readSnapshot(whole), { state: "open", now: 1_000, opensAt: 500, closesAt: 9_000, guarded: false, perSecond: 5_000, serving: 10, joined: 30, remaining: 4, registered: 6 });
});

test("what is no snapshot, place or entry is refused as an answer that never came", () => {
  for (const answer of [undefined, null, 7, "open", {}, { ...whole, state: "half-open" }, { ...whole, opensAt: "soon" }, { ...whole, perSecond: -1 }]) {
    assert.throws(() => readSnapshot(answer), (error) => error instanceof ApiProblem && error.status === 502);
  }
  for (const answer of [{}, { ticket: "" }, { ticket: 5 }, { ticket: "t", ahead: -1 }, { ticket: "t", turnAt: {} }]) assert.throws(() => readPlace(answer), ApiProblem);
  for (const answer of [{ group: "a", at: 1 }, { number: "5", group: "a", at: 1 }, { number: 5, group: "a" }]) assert.throws(() => readEntry(answer), ApiProblem);
});

test("a place without a number is read as one", () => {
  assert.deepEqual(readPlace({ ticket: "t", number: null, ahead: null, turnAt: null, early: true, canEnter: false }), { ticket: "t", number: undefined, ahead: undefined, turnAt: undefined, early: true, canEnter: false });
});

const place = { ticket: "t", number: 9, ahead: 4, turnAt: 70_000, early: false, canEnter: false };

test("each refusal has its next step", () => {
  const after = (status: number, code: string, more: object = {}) => nextStep(new ApiProblem(status, "", { code, ...more }));
  assert.deepEqual(after(429, "wait-for-your-turn", { ...place, retryAfterSeconds: 12 }), { do: "wait", place });
  assert.deepEqual(after(429, "wait-for-your-turn", { retryAfterSeconds: 12 }), { do: "repeat", afterSeconds: 12 });
  assert.deepEqual(after(429, "too-many-requests", { retryAfterSeconds: 3 }), { do: "repeat", afterSeconds: 3 });
  assert.deepEqual(after(503, "try-again", { retryAfterSeconds: 2 }), { do: "repeat", afterSeconds: 2 });
  assert.deepEqual(after(0, ""), { do: "repeat", afterSeconds: undefined });
  assert.deepEqual(after(502, ""), { do: "repeat", afterSeconds: undefined });
  assert.deepEqual(after(425, "campaign-not-open"), { do: "hold" });
  assert.deepEqual(after(423, "campaign-paused", { retryAfterSeconds: 20 }), { do: "rest", afterSeconds: 20 });
  assert.deepEqual(after(410, "campaign-sold-out"), { do: "stop", why: "sold-out" });
  assert.deepEqual(after(410, "campaign-closed"), { do: "stop", why: "closed" });
  assert.deepEqual(after(410, ""), { do: "stop", why: "closed" });
  assert.deepEqual(after(403, "pass-needed"), { do: "check" });
  assert.deepEqual(after(403, "not-eligible"), { do: "stop", why: "not-eligible" });
  assert.deepEqual(after(403, "ticket-refused"), { do: "rejoin" });
  assert.deepEqual(after(401, "sign-in-needed"), { do: "stop", why: "sign-in-needed" });
  assert.deepEqual(after(403, "level-needed"), { do: "stop", why: "level-needed" });
  assert.deepEqual(after(400, "malformed"), { do: "stop", why: "refused" });
  assert.throws(() => nextStep(new TypeError("a fault of ours")), TypeError);
});

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

function answering(reply: () => Promise<Response> | Response): { asked: { url: string; init: RequestInit | undefined }[] } {
  const asked: { url: string; init: RequestInit | undefined }[] = [];
  globalThis.fetch = (url, init) => {
    asked.push({ url: url as string, init });
    return Promise.resolve(reply());
  };
  return { asked };
}

test("the same request is sent the same way again", async () => {
  const { asked } = answering(() => Response.json({ number: 4, group: "everybody", at: "2027-01-18T00:00:01Z" }, { status: 201 }));
  const request = { ticket: "t", pass: "p" };
  assert.deepEqual(await askEntry("haikou", "red packet", request), await askEntry("haikou", "red packet", request));
  assert.equal(asked[0]?.url, "/api/v1/rush/haikou/red%20packet/entries");
  assert.deepEqual(asked[0]?.init?.body, asked[1]?.init?.body);
});

test("for a child the same is sent, and whose part it is", async () => {
  const { asked } = answering(() => Response.json({ number: 4, at: "2027-01-18T00:00:01Z" }, { status: 201 }));
  await askEntry("haikou", "packet", { pass: "p" }, { actingFor: "child:7" });
  await askEntry("haikou", "packet", { pass: "p" });
  assert.deepEqual(asked.map(({ init }) => new Headers(init?.headers).get("acting-for")), ["child:7", null]);
});

test("Retry-After counts, and what the body says counts more", async () => {
  answering(() => Response.json({ code: "try-again" }, { status: 503, headers: { "retry-after": "9" } }));
  await assert.rejects(askServerTime(), (error) => error instanceof ApiProblem && error.members.retryAfterSeconds === 9);
  answering(() => Response.json({ code: "try-again", retryAfterSeconds: 4 }, { status: 503, headers: { "retry-after": "9" } }));
  await assert.rejects(askServerTime(), (error) => error instanceof ApiProblem && error.members.retryAfterSeconds === 4);
});

test("a lost answer, and one that is no JSON, may be asked for again", async () => {
  answering(() => Promise.reject(new TypeError("network")));
  await assert.rejects(askServerTime(), (error) => error instanceof ApiProblem && error.status === 0);
  answering(() => new Response("<html>", { status: 504 }));
  await assert.rejects(askServerTime(), (error) => error instanceof ApiProblem && nextStep(error).do === "repeat");
});

test("whoever leaves is not answered", async () => {
  const gone = new AbortController();
  answering(() => {
    gone.abort();
    return Promise.reject(new TypeError("network"));
  });
  await assert.rejects(askServerTime(gone.signal), { name: "AbortError" });
});

test("no entry is no fault", async () => {
  answering(() => Response.json({ code: "no-such-entry" }, { status: 404 }));
  assert.equal(await askOwnEntry("haikou", "concert"), null);
});
