import assert from "node:assert/strict";
import { test } from "node:test";
import { openDraftSession } from "./draft-session.ts";

class Conflict extends Error {}
class Interruption extends Error {}

function open(save: Parameters<typeof openDraftSession>[0]["save"]) {
  return openDraftSession({
    initial: { body: { id: "S001" }, note: "", revision: undefined, findings: [] },
    save,
    isConflict: (error) => error instanceof Conflict,
    mayPass: (error) => error instanceof Interruption,
    delayMs: 60_000,
    retryMs: 1,
  });
}

test("the first save carries no revision, the next one the answer's", async () => {
  const seen: (number | undefined)[] = [];
  const session = open(async ({ revision }) => {
    seen.push(revision);
    return { revision: (revision ?? 0) + 1, findings: [] };
  });
  session.change((body) => ({ ...body, a: 1 }));
  assert.ok(await session.flush());
  session.change((body) => ({ ...body, a: 2 }));
  assert.ok(await session.flush());
  assert.deepEqual(seen, [undefined, 1]);
  assert.equal(session.read().phase, "clean");
});

test("what is typed during a save is saved after it, never at the same time", async () => {
  let under = 0;
  const bodies: unknown[] = [];
  const session = open(async ({ body, revision }) => {
    under += 1;
    assert.equal(under, 1);
    if (bodies.length === 0) session.change((now) => ({ ...now, late: true }));
    await Promise.resolve();
    bodies.push(body.late);
    under -= 1;
    return { revision: (revision ?? 0) + 1, findings: [] };
  });
  session.change((body) => ({ ...body, a: 1 }));
  assert.ok(await session.flush());
  assert.deepEqual(bodies, [undefined, true]);
  session.stop();
});

test("a conflict stops saving until somebody decides", async () => {
  let theirs = true;
  const session = open(async ({ revision }) => {
    if (theirs) throw new Conflict();
    return { revision: (revision ?? 0) + 1, findings: [] };
  });
  session.change((body) => ({ ...body, mine: 1 }));
  assert.equal(await session.flush(), false);
  assert.equal(session.read().phase, "conflict");
  session.change((body) => ({ ...body, mine: 2 }));
  assert.equal(await session.flush(), false);
  theirs = false;
  assert.ok(await session.keepMine(7));
  assert.deepEqual([session.read().revision, session.read().body.mine], [8, 2]);
});

test("a failed save keeps what was typed and tries again when asked", async () => {
  let down = true;
  const session = open(async () => {
    if (down) throw new Error("unreachable");
    return { revision: 1, findings: [] };
  });
  session.change((body) => ({ ...body, a: 1 }));
  assert.equal(await session.flush(), false);
  assert.equal(session.read().phase, "failed");
  down = false;
  assert.ok(await session.flush());
  assert.equal(session.read().body.a, 1);
});

test("after an interruption it saves by itself", async () => {
  let tries = 0;
  const saved = new Promise<void>((resolve) => {
    const session = open(async () => {
      tries += 1;
      if (tries < 3) throw new Interruption();
      resolve();
      return { revision: 1, findings: [] };
    });
    session.change((body) => ({ ...body, a: 1 }));
    void session.flush();
  });
  await saved;
  assert.equal(tries, 3);
});
