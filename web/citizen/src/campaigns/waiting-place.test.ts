// A place in the waiting room outlives the tab, belongs to one person, and never moves back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { advance, forgetPlace, keepPlace, keptPlace, type WaitingPlace } from "./waiting-place.ts";

function aPlace(change: Partial<WaitingPlace> = {}): WaitingPlace {
  return { ticket: "signed", number: 700, ahead: 500, turnAt: 90_000, early: false, canEnter: false, ...change };
}

function aStore(): Storage & { content: Map<string, string> } {
  const content = new Map<string, string>();
  return { content, length: 0, clear: () => content.clear(), key: () => null, getItem: (key) => content.get(key) ?? null, setItem: (key, value) => void content.set(key, value), removeItem: (key) => void content.delete(key) };
}

test("the estimate and the people ahead never go up", () => {
  const shown = advance(aPlace(), aPlace({ ticket: "newer", ahead: 620, turnAt: 130_000 }));
  assert.deepEqual(shown, aPlace({ ticket: "newer" }));
  assert.deepEqual(advance(shown, aPlace({ ahead: 10, turnAt: 80_000 })), aPlace({ ahead: 10, turnAt: 80_000 }));
});

test("over a long wait with answers that jump about, what is shown only falls", () => {
  let seed = 7;
  const chance = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  let shown: WaitingPlace | undefined;
  for (let look = 0; look < 500; look += 1) {
    const before = shown;
    shown = advance(shown, aPlace({ ahead: Math.floor(chance() * 1_000), turnAt: Math.floor(chance() * 100_000), canEnter: chance() > 0.99 }));
    if (!before) continue;
    assert.ok((shown.ahead ?? 0) <= (before.ahead ?? 0));
    assert.ok((shown.turnAt ?? 0) <= (before.turnAt ?? 0));
    assert.ok(shown.canEnter || !before.canEnter, "a turn that came is not taken back");
  }
});

test("a number drawn at the opening replaces the place without one", () => {
  const early = aPlace({ number: undefined, ahead: undefined, turnAt: 10, early: true });
  assert.deepEqual(advance(early, aPlace({ early: true })), aPlace({ early: true }));
});

test("what is kept comes back, for the person whose it is", () => {
  const store = aStore();
  keepPlace(store, "haikou/red-packet", "one", aPlace());
  assert.deepEqual(keptPlace(store, "haikou/red-packet", "one"), aPlace());
  assert.equal(keptPlace(store, "haikou/red-packet", "other"), undefined);
  assert.equal(keptPlace(store, "chengdu/red-packet", "one"), undefined);
  forgetPlace(store, "haikou/red-packet");
  assert.equal(keptPlace(store, "haikou/red-packet", "one"), undefined);
});

test("what does not look like a place is none", () => {
  const store = aStore();
  for (const text of ["", "null", "{", "7", '{"person":"one"}', '{"person":"one","ticket":""}', '{"person":"one","ticket":3}']) {
    store.content.set("cc-waiting-haikou/red-packet", text);
    assert.equal(keptPlace(store, "haikou/red-packet", "one"), undefined, text);
  }
  store.content.set("cc-waiting-haikou/red-packet", '{"person":"one","ticket":"t","ahead":-5,"turnAt":"soon"}');
  assert.deepEqual(keptPlace(store, "haikou/red-packet", "one"), { ticket: "t", number: undefined, ahead: undefined, turnAt: undefined, early: false, canEnter: false });
});

test("a storage that refuses breaks nothing", () => {
  const refuse = () => {
    throw new Error("blocked");
  };
  const store = { getItem: refuse, setItem: refuse, removeItem: refuse };
  keepPlace(store, "a/b", "one", aPlace());
  forgetPlace(store, "a/b");
  assert.equal(keptPlace(store, "a/b", "one"), undefined);
});
