/** A thousand scripted accounts, half of them as fast as a program is and half as slow as a person, want a hundred places. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { aCampaign, addPeople, placesFor, type RushLab, type SignedIn, startRushLab } from "./testing.ts";

const ACCOUNTS = 1_000;
const PLACES = 100;
/** Longer than the slowest machine takes to ask for a thousand. */
const CLAIM_SECONDS = 60;
/** Requests of ours under way at a time. */
const AT_ONCE = 100;
/** How late a slow one sees that it is open. */
const SLOW_MS = 700;

let lab: RushLab;
let people: SignedIn[];
before(async () => {
  lab = await startRushLab([aCampaign({ id: "wanted", opensAt: new Date(Date.now() + 600_000).toISOString(), admitPerSecond: 250, ...placesFor(PLACES) })], { settings: { CLAIM_SECONDS: String(CLAIM_SECONDS) } });
  people = await addPeople(lab.app.databaseUrl, ACCOUNTS);
});
after(() => lab.stop());

/** So many requests are under way at a time; the others stand in a queue of this test's own. */
let underWay = 0;
const queue: (() => void)[] = [];
async function ask(act: string, who: SignedIn, body: object): ReturnType<RushLab["ask"]> {
  if (underWay >= AT_ONCE) await new Promise<void>((resolve) => queue.push(resolve));
  underWay += 1;
  try {
    return await lab.ask("POST", `haikou/wanted/${act}`, who, body);
  } finally {
    underWay -= 1;
    queue.shift()?.();
  }
}

test("speed of finger decides nothing among those who were there before the opening", async (t) => {
  const tickets = new Map<SignedIn, string>();
  const joinedAs = new Map<SignedIn, number>();
  // The fast join first, all at once; the slow afterwards.
  const fast = new Set(people.slice(0, ACCOUNTS / 2));
  await Promise.all(people.map(async (who) => {
    const { status, body } = await ask("place", who, {});
    assert.equal(status, 200, JSON.stringify(body));
    tickets.set(who, body.ticket as string);
    joinedAs.set(who, body.earlyNumber as number);
  }));
  assert.equal(new Set(joinedAs.values()).size, ACCOUNTS);
  assert.equal((await lab.ask("POST", "haikou/wanted/entries", people[0] as SignedIn, { ticket: tickets.get(people[0] as SignedIn) })).body.code, "campaign-not-open");
  const [opening] = await lab.query<{ at: Date }>("update booking.campaign set opens_at = clock_timestamp() + interval '1 second' returning opens_at as at");
  await lab.query("notify booking_campaign");
  const opensAt = opening?.at.getTime() ?? 0;
  await sleep(opensAt - Date.now() + 50);

  const positions = new Map<SignedIn, number>();
  const winners: SignedIn[] = [];
  await Promise.all(people.map(async (who) => {
    if (!fast.has(who)) await sleep(Math.max(0, opensAt + SLOW_MS - Date.now()));
    let [turnAt, ahead] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (;;) {
      const { status, body } = await ask("entries", who, { ticket: tickets.get(who) });
      // Word of the new opening has not reached the process yet.
      if (status === 425) {
        await sleep(50);
        continue;
      }
      if (status === 410) return;
      if (status === 201 || status === 200) {
        winners.push(who);
        return;
      }
      assert.equal(status, 429, JSON.stringify(body));
      // What somebody was told never gets worse.
      const toldTurn = body.turnAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(body.turnAt as string);
      assert.ok((body.ahead as number) <= ahead && toldTurn <= turnAt);
      [ahead, turnAt] = [body.ahead as number, toldTurn];
      positions.set(who, body.number as number);
      tickets.set(who, body.ticket as string);
      await sleep(Math.min(1_000, Math.max(50, turnAt - Date.now())));
    }
  }));
  assert.equal(winners.length, PLACES);
  const [counted] = await lab.query<{ count: number; highest: number }>("select count(*)::int as count, max(number) as highest from booking.entry");
  assert.deepEqual([counted?.count, counted?.highest], [PLACES, PLACES]);

  // Positions against the order of joining: Spearman's rho of independent orders stays within five deviations.
  // Whoever has a place is told a position only when they asked before their turn, which the fast do: of all others.
  const known = people.filter((who) => (positions.get(who) ?? 0) > PLACES);
  assert.ok(known.length > ACCOUNTS / 2, `${known.length} were told a place`);
  const rank = (values: number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return values.map((value) => sorted.indexOf(value));
  };
  const [joined, placed] = [rank(known.map((who) => joinedAs.get(who) as number)), rank(known.map((who) => positions.get(who) as number))];
  const squares = joined.reduce((sum, value, index) => sum + (value - (placed[index] as number)) ** 2, 0);
  const rho = 1 - (6 * squares) / (known.length * (known.length ** 2 - 1));
  assert.ok(Math.abs(rho) < 5 / Math.sqrt(known.length - 1), `rho ${rho}`);

  // The pace alone would let in a hundred well before the slow ones wake. Of a hundred drawn, a fair draw among as many fast as slow has
  // 50 ± 4.7 fast ones: five deviations.
  const quick = winners.filter((who) => fast.has(who)).length;
  t.diagnostic(`${quick} fast and ${PLACES - quick} slow ones got a place; rho ${rho.toFixed(3)}`);
  assert.ok(Math.abs(quick - PLACES / 2) < 24, `${quick} of ${PLACES} places went to the fast ones`);
  assert.ok(winners.every((who) => !positions.has(who) || (positions.get(who) as number) <= PLACES), "places went to those who were drawn first");

  const status = await lab.ask("GET", "haikou/wanted");
  const order = status.body.order as { commitment: string; key: string; among: number };
  assert.equal(order.among, ACCOUNTS);
  assert.match(order.key, /^[0-9a-f]{64}$/);
});
