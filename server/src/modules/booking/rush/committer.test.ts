/** The promise of the rush, whatever breaks: never more than there are, nobody twice, nothing acknowledged that is not there, numbers without a gap. */
import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import pg from "pg";
import { newId } from "../../../kernel/ids.ts";
import { createLog } from "../../../kernel/log.ts";
import { createTestDatabase, type TestDatabase } from "../../../testing/database.ts";
import { type Committer, createCommitter, type Outcome, type Wish } from "./committer.ts";
import { createRecent, type Stored } from "./recent.ts";

let database: TestDatabase;
let client: pg.Client;
before(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
after(async () => {
  await client.end();
  await database.drop();
});

interface Place {
  campaign: number;
  quotas: number[];
}

async function aCampaignOf(...capacities: (number | null)[]): Promise<Place> {
  const { rows: [campaign] } = await client.query<{ id: number }>("insert into booking.campaign (city, slug, rules, opens_at, closes_at, salt) values ('haikou', $1, '{}', now(), now() + interval '1 hour', '') returning id", [newId()]);
  const quotas: number[] = [];
  for (const [index, capacity] of capacities.entries()) {
    const { rows: [quota] } = await client.query<{ id: number }>("insert into booking.quota (campaign, grp, channel, capacity) values ($1, $2, 'app', $3) returning id", [campaign?.id, `group-${index}`, capacity]);
    quotas.push(quota?.id as number);
  }
  return { campaign: campaign?.id as number, quotas };
}

function aCommitter(values: { mostWaiting?: number } = {}): Committer {
  return createCommitter({ databaseUrl: database.url, log: createLog("silent"), recent: createRecent<Stored>(), ...values });
}

interface Row {
  person: string;
  quota: number;
  number: number;
}

/** What the database says, for itself. @param told what people were answered last */
async function checkTruth({ campaign, quotas }: Place, told: Map<string, Outcome>): Promise<Row[]> {
  const { rows } = await client.query<Row>("select person, quota, number from booking.entry where campaign = $1", [campaign]);
  for (const quota of quotas) {
    const numbers = rows.filter((row) => row.quota === quota).map((row) => row.number).sort((a, b) => a - b);
    assert.deepEqual(numbers, numbers.map((_, index) => index + 1), "numbers 1 … n without a gap");
    const { rows: [stock] } = await client.query<{ taken: number; capacity: number | null }>("select taken, capacity from booking.quota where id = $1", [quota]);
    assert.equal(stock?.taken, numbers.length, "stock and rows agree");
    assert.ok(stock.capacity === null || numbers.length <= stock.capacity, "no more than there are");
  }
  const stored = new Map(rows.map((row) => [row.person, row]));
  assert.equal(stored.size, rows.length, "nobody twice");
  for (const [person, outcome] of told) {
    const row = stored.get(person);
    if (outcome.kind === "entered") assert.deepEqual([row?.number, row?.quota], [outcome.number, outcome.quota], "what was acknowledged is there, with the same number");
    else assert.equal(row, undefined, `${outcome.kind} was said to somebody who has a place`);
  }
  return rows;
}

test("a crowd of two committers: every place is given once, in order of arrival, and only then is it sold out", async () => {
  const place = await aCampaignOf(700);
  const committers = [aCommitter(), aCommitter()];
  const told = new Map<string, Outcome>();
  await Promise.all(Array.from({ length: 1_500 }, async (_, index) => {
    const person = newId();
    told.set(person, await (committers[index % 2] as Committer).register({ campaign: place.campaign, person, quota: place.quotas[0] as number }));
  }));
  assert.equal((await checkTruth(place, told)).length, 700);
  assert.equal([...told.values()].filter(({ kind }) => kind === "sold-out").length, 800);
  await Promise.all(committers.map((each) => each.close()));
});

test("the same wish many times at once is one entry with one answer, of one committer or of several", async () => {
  const place = await aCampaignOf(50, null);
  const committers = [aCommitter(), aCommitter(), aCommitter()];
  const people = Array.from({ length: 120 }, () => newId());
  const answers = await Promise.all(people.flatMap((person, index) => Array.from({ length: 9 }, async (_, attempt) => {
    const outcome = await (committers[attempt % 3] as Committer).register({ campaign: place.campaign, person, quota: place.quotas[index % 2] as number });
    return { person, outcome };
  })));
  const told = new Map<string, Outcome>();
  for (const { person, outcome } of answers) {
    const other = told.get(person);
    if (outcome.kind === "entered" && other) assert.deepEqual({ ...outcome, repeated: 0 }, { ...other, repeated: 0 });
    told.set(person, outcome);
  }
  await checkTruth(place, told);
  const entered = answers.filter(({ outcome }) => outcome.kind === "entered" && !outcome.repeated);
  assert.equal(entered.length, new Set(entered.map(({ person }) => person)).size, "each was told once that it is new");
  await Promise.all(committers.map((each) => each.close()));
});

test("one person in two groups of a campaign has one entry, whichever was first", async () => {
  const place = await aCampaignOf(1_000, 1_000);
  const committers = [aCommitter(), aCommitter()];
  const people = Array.from({ length: 300 }, () => newId());
  const told = new Map<string, Outcome>();
  await Promise.all(people.flatMap((person) => [0, 1].map(async (which) => {
    const outcome = await (committers[which] as Committer).register({ campaign: place.campaign, person, quota: place.quotas[which] as number });
    told.set(person, outcome);
  })));
  assert.equal((await checkTruth(place, told)).length, 300);
  await Promise.all(committers.map((each) => each.close()));
});

test("many campaigns share a batch", async () => {
  const places: Place[] = [];
  for (let each = 0; each < 60; each += 1) places.push(await aCampaignOf(4));
  const committer = aCommitter();
  const told = places.map(() => new Map<string, Outcome>());
  await Promise.all(Array.from({ length: 300 }, async (_, index) => {
    const [place, person] = [places[index % 60] as Place, newId()];
    told[index % 60]?.set(person, await committer.register({ campaign: place.campaign, person, quota: place.quotas[0] as number }));
  }));
  for (const [index, place] of places.entries()) assert.equal((await checkTruth(place, told[index] as Map<string, Outcome>)).length, 4);
  await committer.close();
});

test("a pause or an end that was committed lets nobody in any more, and a wish that cannot be stored spoils no other", async () => {
  const [place, other] = [await aCampaignOf(10), await aCampaignOf(10)];
  const committer = aCommitter();
  await client.query("update booking.campaign set paused_at = now() where id = $1", [place.campaign]);
  const wishes: Wish[] = [place, other].map(({ campaign, quotas }) => ({ campaign, person: newId(), quota: quotas[0] as number }));
  const outcomes = await Promise.all(wishes.map((wish) => committer.register(wish)));
  assert.deepEqual(outcomes.map(({ kind }) => kind), ["shut", "entered"]);
  const mixed = await Promise.all([
    committer.register({ campaign: other.campaign, person: "no-uuid", quota: other.quotas[0] as number }),
    committer.register({ campaign: other.campaign, person: newId(), quota: 2_000_000_000 }),
    committer.register({ campaign: other.campaign, person: newId(), quota: other.quotas[0] as number }),
  ]);
  assert.deepEqual(mixed.map(({ kind }) => kind), ["fault", "fault", "entered"]);
  await committer.close();
});

test("a lock that does not end becomes an honest refusal in time, and the wish is good again afterwards", async () => {
  const place = await aCampaignOf(10);
  const committer = aCommitter();
  const wish = { campaign: place.campaign, person: newId(), quota: place.quotas[0] as number };
  await client.query("begin");
  await client.query("select from booking.quota where id = $1 for update", [wish.quota]);
  const startedAt = performance.now();
  assert.equal((await committer.register(wish)).kind, "late");
  const waited = performance.now() - startedAt;
  // Said after eight seconds; a busy machine is late itself.
  assert.ok(waited > 7_500 && waited < 60_000, `${waited} ms`);
  await client.query("rollback");
  const again = await committer.register(wish);
  assert.ok(again.kind === "entered" && again.number === 1);
  await committer.close();
});

test("a connection that says nothing any more is given up, and what it was asked is asked over another", async () => {
  const place = await aCampaignOf(10);
  const { hostname, port } = new URL(database.url);
  const between = new Set<Socket>();
  const link = createServer((socket) => {
    const onward = connect(Number(port), hostname);
    for (const [one, other] of [[socket, onward], [onward, socket]] as const) one.pipe(other).on("error", () => undefined).on("close", () => one.destroy());
    between.add(onward);
  });
  await new Promise<void>((resolve) => link.listen(0, "127.0.0.1", resolve));
  const over = new URL(database.url);
  over.host = `127.0.0.1:${(link.address() as AddressInfo).port}`;
  const committer = createCommitter({ databaseUrl: over.href, log: createLog("silent"), recent: createRecent<Stored>() });
  const register = () => committer.register({ campaign: place.campaign, person: newId(), quota: place.quotas[0] as number });
  assert.equal((await register()).kind, "entered");
  for (const onward of between) onward.unpipe().pause();
  const outcome = await register();
  assert.ok(outcome.kind === "entered" && outcome.number === 2, JSON.stringify(outcome));
  await committer.close();
  link.close();
});

test("a full line is said to be full", async () => {
  const place = await aCampaignOf(null);
  const committer = aCommitter({ mostWaiting: 10 });
  const wishes = Array.from({ length: 10 }, () => committer.register({ campaign: place.campaign, person: newId(), quota: place.quotas[0] as number }));
  assert.equal(committer.accepts(), false);
  await Promise.all(wishes);
  assert.equal(committer.accepts(), true);
  await committer.close();
});

/** A committer that a test may kill. Who waited for its answer then hears nothing, like a browser whose connection broke. */
class Process {
  #worker = this.#start();
  #waiting = new Map<number, (outcome: Outcome | "lost") => void>();
  #asked = 0;

  #start(): Worker {
    const worker = new Worker(join(import.meta.dirname, "committer-thread.ts"), { workerData: { databaseUrl: database.url } });
    worker.on("message", ({ id, outcome }: { id: number; outcome: Outcome }) => {
      this.#waiting.get(id)?.(outcome);
      this.#waiting.delete(id);
    });
    return worker;
  }

  register(wish: Wish): Promise<Outcome | "lost"> {
    return new Promise((resolve) => {
      this.#waiting.set(++this.#asked, resolve);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
      this.#worker.postMessage({ id: this.#asked, wish });
    });
  }

  async kill(): Promise<void> {
    await this.#worker.terminate();
    const lost = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#worker = this.#start();
    for (const resolve of lost) resolve("lost");
  }

  stop(): Promise<number> {
    return this.#worker.terminate();
  }
}

test("200 people at once for 50 places while processes and connections are killed at random", async () => {
  const processes = [new Process(), new Process(), new Process()];
  let kills = 0;
  for (let round = 0; round < 4; round += 1) {
    const place = await aCampaignOf(50);
    const told = new Map<string, Outcome>();
    const over = new AbortController();
    const insist = async (person: string): Promise<void> => {
      await sleep(randomInt(0, 400));
      for (;;) {
        const outcome = await (processes[randomInt(0, processes.length)] as Process).register({ campaign: place.campaign, person, quota: place.quotas[0] as number });
        if (outcome === "lost" || outcome.kind === "late") continue;
        const earlier = told.get(person);
        if (earlier?.kind === "entered") assert.equal(outcome.kind === "entered" && outcome.number, earlier.number, "the same request has the same answer");
        told.set(person, outcome);
        return;
      }
    };
    const people = Array.from({ length: 200 }, () => newId());
    const havoc = (async () => {
      while (!over.signal.aborted) {
        await sleep(randomInt(5, 120));
        kills += 1;
        if (randomInt(0, 3) === 0) await (processes[randomInt(0, processes.length)] as Process).kill();
        else await client.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'citizen-cloud rush' and datname = current_database() order by random() limit 1");
      }
    })();
    // Some press the button twice.
    await Promise.all(people.flatMap((person, index) => (index % 4 === 0 ? [insist(person), insist(person)] : [insist(person)])));
    over.abort();
    await havoc;
    assert.equal((await checkTruth(place, told)).length, 50);
    assert.equal([...told.values()].filter(({ kind }) => kind === "sold-out").length, 150);
  }
  assert.ok(kills > 10, `only ${kills} kills`);
  await Promise.all(processes.map((each) => each.stop()));
});
