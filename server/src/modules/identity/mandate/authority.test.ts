import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type Act, type Authority, coversAct, readScope, type Scope, scopeColumns } from "./authority.ts";

const ROUNDS = 5_000;

/** Mulberry32: the same cases each time, so that a failure can be looked into. */
function dice(seed: number) {
  let state = seed;
  const roll = (sides: number) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % sides;
  };
  return { roll, one: <Item>(items: readonly Item[]): Item => items[roll(items.length)] as Item, some: <Item>(items: readonly Item[]) => items.filter(() => roll(2) === 1) };
}
type Dice = ReturnType<typeof dice>;

const TOPICS = ["health", "transport", "pension"];
const SERVICES = ["S001", "S002", "S077"];
const CITIES = ["haikou", "chengdu"];
const AMOUNTS = [undefined, 0, 1, 99, 100, 101, 10_000, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER];
const NOW = 1_000_000;

function anAuthority({ roll, one, some }: Dice): Authority {
  const scope = one<Scope>([{ kind: "everything" }, { kind: "topics", topics: some(TOPICS) }, { kind: "services", services: some(SERVICES) }]);
  const times = () => new Date(NOW - 5 + roll(11));
  return {
    scope, city: one(CITIES), paymentCeilingFen: one([0, 100, 10_000]), expiresAt: times(),
    ...(roll(4) > 0 ? { acceptedAt: times() } : {}),
    ...(roll(3) === 0 ? { endedAt: times() } : {}),
  };
}

function anAct({ roll, one }: Dice): Act {
  const amountFen = one(AMOUNTS);
  return { city: one(CITIES), ...(roll(4) > 0 ? { topic: one(TOPICS) } : {}), ...(roll(4) > 0 ? { service: one(SERVICES) } : {}), ...(amountFen === undefined ? {} : { amountFen }) };
}

function forEachCase(seed: number, check: (authority: Authority, act: Act, now: Date, chance: Dice) => void) {
  const chance = dice(seed);
  for (let round = 0; round < ROUNDS; round += 1) check(anAuthority(chance), anAct(chance), new Date(NOW - 3 + chance.roll(7)), chance);
}

describe("what a mandate covers", () => {
  test("is only what was accepted, has not ended and has not expired", () => {
    let covered = 0;
    forEachCase(1, (authority, act, now) => {
      if (coversAct(authority, act, now) !== "covered") return;
      covered += 1;
      assert.ok(authority.acceptedAt !== undefined && authority.acceptedAt <= now);
      assert.ok(now < authority.expiresAt);
      assert.ok(authority.endedAt === undefined || now < authority.endedAt);
    });
    assert.ok(covered > 100, `only ${covered} cases were covered: the question is wrong`);
  });

  test("never comes back once it has ended or expired", () => {
    forEachCase(2, (authority, act, now, { roll }) => {
      const before = coversAct(authority, act, now);
      if (before !== "ended" && before !== "expired") return;
      assert.notEqual(coversAct(authority, act, new Date(now.getTime() + roll(1_000_000))), "covered");
    });
  });

  test("ending it ends everything at that moment", () => {
    forEachCase(3, (authority, act, now) => assert.equal(coversAct({ ...authority, endedAt: now }, act, now), "ended"));
  });

  test("is never a payment above the ceiling, nor an amount that is none", () => {
    forEachCase(4, (authority, act, now) => {
      if (act.amountFen === undefined || coversAct(authority, act, now) !== "covered") return;
      assert.ok(Number.isSafeInteger(act.amountFen) && act.amountFen >= 0 && act.amountFen <= authority.paymentCeilingFen);
    });
  });

  test("is never less for a smaller payment, nor more for a lower ceiling", () => {
    forEachCase(5, (authority, act, now) => {
      if (coversAct(authority, act, now) === "covered" && (act.amountFen ?? 0) > 0) assert.equal(coversAct(authority, { ...act, amountFen: 0 }, now), "covered");
      if (coversAct(authority, act, now) === "over-ceiling") assert.equal(coversAct({ ...authority, paymentCeilingFen: 0 }, act, now), "over-ceiling");
    });
  });

  test("names the topic or the item, in the mandate's own city", () => {
    forEachCase(6, (authority, act, now) => {
      if (authority.scope.kind === "everything" || coversAct(authority, act, now) !== "covered") return;
      assert.equal(act.city, authority.city);
      if (authority.scope.kind === "topics") assert.ok(authority.scope.topics.includes(act.topic ?? ""));
      else assert.ok(authority.scope.services.includes(act.service ?? ""));
    });
  });

  test("is everything when the scope is everything, and a narrower scope never covers more", () => {
    forEachCase(7, (authority, act, now) => {
      if (coversAct(authority, act, now) === "covered") assert.equal(coversAct({ ...authority, scope: { kind: "everything" } }, act, now), "covered");
    });
  });

  test("equal scopes are equal columns, whatever their order, and read back as they were", () => {
    forEachCase(8, ({ scope }) => {
      const columns = scopeColumns(scope);
      const read = readScope(columns.scope, columns.scope_items);
      assert.deepEqual(scopeColumns(read), columns);
      if (scope.kind === "topics") assert.deepEqual(scopeColumns({ kind: "topics", topics: [...scope.topics, ...scope.topics].reverse() }), columns);
    });
  });
});
