/**
 * The cities' documents, the server's means and the departments that the stand-ins play fit together: every kind of record is
 * asked for over its real protocol, by the server's own code, and is exactly of its kind; what is made of the answers without
 * JSONata is what JSONata makes of them.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readFolder } from "./support.ts";
import { createPlaces } from "../../server/src/modules/sources/guard/guard.ts";
import { createLane } from "../../server/src/modules/sources/guard/lane.ts";
import { compareWithJsonata } from "../../server/src/modules/sources/mapping/testing.ts";
import { compileRecordShape } from "../../server/src/modules/sources/mapping/record-shape.ts";
import type { Health } from "../../server/src/modules/sources/health/health.ts";
import { openSource, type OpenSource } from "../../server/src/modules/sources/source.ts";
import { readConnection } from "../../server/src/modules/sources/transports/connection.ts";
import { type DropStore, pickUpFiles } from "../../server/src/modules/sources/transports/file-drop.ts";
import { SourceFault } from "../../server/src/modules/sources/transports/transport.ts";
import { createApp } from "../../stand-ins/src/app.ts";
import { carsOf, createWorld } from "../../stand-ins/src/lives/index.ts";
import type { CityId, Person } from "../../stand-ins/src/population/index.ts";

const NOW = new Date("2026-11-22T03:30:00Z");
const TODAY = "2026-11-22";
const WORLD = { seed: "test", people: 400_000 };
const NEIGHBOURHOOD = 20;
const NEIGHBOURHOODS_APART = 1_013;
const RESIDENTS = 25;

const folder = mkdtempSync(join(tmpdir(), "citizen-cloud-departments-"));
const standIns = createApp({ ...WORLD, smsGatewayToken: "a", registersToken: "b", dataDir: folder, dropPeople: 400, now: () => NOW });
const world = createWorld(WORLD);
const sources = new Map<string, OpenSource>();
let control: string;

/** What is told to misbehave is asked again and again here, and a busy machine needs its time for an answer. */
const PATIENT = { failures: 100, openSeconds: 1 };
const unnoticed: Health = { noteAnswer: () => undefined, noteFault: () => undefined, raiseAlarm: () => undefined, endAlarm: () => undefined, flush: async () => undefined, close: async () => undefined };

before(async () => {
  control = await standIns.start(0);
  for (const city of ["haikou", "chengdu"] as const) {
    for (const source of readFolder(city).sources) {
      const entry = standIns.connections[`${city}/${source.id}`];
      const connection = entry && readConnection(entry);
      const drops = keepInMemory();
      sources.set(`${city}/${source.id}`, openSource({ city, source: { ...source, limits: { ...source.limits, timeoutMs: 60_000 }, breaker: PATIENT }, connection, health: unnoticed, drops: () => drops, places: createPlaces(), lane: createLane(), today: () => TODAY }));
      if (source.transport.kind !== "file-drop" || connection?.folder === undefined) continue;
      await fetch(`${control}/control/drops/${city}/${source.id}`, { method: "POST" });
      await pickUpFiles(connection.folder, source.transport, drops, { restMs: 50 });
    }
  }
});
after(async () => {
  for (const source of sources.values()) await source.close();
  await standIns.stop();
  rmSync(folder, { recursive: true, force: true });
});

function keepInMemory(): DropStore {
  const rows = new Map<string, Record<string, string>[]>();
  let taken = 0;
  return {
    knows: async () => false,
    async store(_file, dropped) {
      for await (const { key, row } of dropped) rows.set(key, [...(rows.get(key) ?? []), row]);
      taken += 1;
      return { rows: rows.size };
    },
    find: async (key) => (taken === 0 ? undefined : (rows.get(key) ?? [])),
  };
}

/** Those of the demonstration, and whole neighbourhoods, which have one of everybody. */
function residents(city: CityId): Person[] {
  const found: Person[] = [];
  for (let number = 0; found.length < RESIDENTS; number += NEIGHBOURHOODS_APART) {
    for (let place = 0; place < NEIGHBOURHOOD; place += 1) {
      const person = world.population.personAt(number * NEIGHBOURHOOD + place);
      if (person.city === city) found.push(person);
    }
  }
  return found;
}

async function findOne<Item>(items: Item[], fits: (item: Item) => Promise<boolean>): Promise<Item> {
  for (const item of items) if (await fits(item)) return item;
  throw new Error("nobody fits");
}

const getSource = (city: CityId, id: string) => sources.get(`${city}/${id}`) as OpenSource;
const asked = ({ idNumber, name }: Pick<Person, "idNumber" | "name">) => ({ subject: { idNumber, name }, parameters: {} });
const behave = (system: string, behaviour: object) => fetch(`${control}/control/systems/${system}`, { method: "PATCH", headers: { "content-type": "application/json" }, body: JSON.stringify(behaviour) });

for (const city of ["haikou", "chengdu"] as const) {
  const { recordKinds, sources: documents } = readFolder(city);
  const asksSystem = (id: string) => documents.find((source) => source.id === id)?.transport.kind !== "manual";
  describe(`the records of ${city}`, () => {
    for (const kind of recordKinds.filter(({ source }) => asksSystem(source))) {
      const shape = compileRecordShape(kind.fields);
      test(kind.id, async () => {
        const source = getSource(city, kind.source);
        if (kind.subject === "public") {
          const parameters = Object.fromEntries(kind.parameters.flatMap(({ name, sample }) => (sample === undefined ? [] : [[name, sample]])));
          const { record } = await source.ask(kind.operation, { subject: undefined, parameters }, shape);
          assert.ok(record, "the sample parameters find something");
          return;
        }
        const answers: unknown[] = [];
        for (const resident of residents(city)) {
          let answer: unknown;
          const { record } = await source.ask(kind.operation, asked(resident), shape, (event) => {
            if (event.step === "decoded") answer = event.value;
          });
          if (record) answers.push(answer);
        }
        assert.ok(answers.length > 0, "somebody has one");
        const operation = source.source.operations.find(({ id }) => id === kind.operation);
        for (const expression of [operation?.answer, operation?.asOf, operation?.found].filter((each) => each !== undefined)) {
          const compare = compareWithJsonata(expression);
          for (const answer of answers) assert.equal(await compare?.(answer, { parameters: {}, today: TODAY, city }), "same", `what ${expression} gives`);
        }
        const stranger = residents(city === "haikou" ? "chengdu" : "haikou").at(-1) as Person;
        for (const nobody of [stranger, { idNumber: "11010519491231002X", name: "" }, { idNumber: "11010519491231002X' or '1'='1", name: "'; --" }]) {
          assert.equal((await source.ask(kind.operation, asked(nobody), shape)).record, undefined);
        }
      });
    }

    test("are never made of another shape, nor is that taken for the lack of one", async () => {
      for (const kind of recordKinds.filter(({ source, subject }) => asksSystem(source) && subject === "person")) {
        const source = getSource(city, kind.source);
        if (source.source.transport.kind === "file-drop") continue;
        const shape = compileRecordShape(kind.fields);
        const somebody = await findOne(residents(city), async (resident) => (await source.ask(kind.operation, asked(resident), shape)).record !== undefined);
        for (const fault of ["wrong-shape", "wrong-types", "malformed", "unavailable"]) {
          const told = await behave(`${city}/${kind.source}`, { fault });
          // A protocol may have no such fault.
          if (!told.ok) continue;
          const outcome = await source.ask(kind.operation, asked(somebody), shape).then(({ record }) => (record ? "a record" : "nothing"), (error: unknown) => error);
          await behave(`${city}/${kind.source}`, { fault: "none" });
          // Texts in place of other texts are of the right type: what was wrong with them nobody can see.
          assert.ok(outcome instanceof SourceFault || (fault === "wrong-types" && outcome === "a record"), `${kind.id}, ${fault}: ${String(outcome)}`);
        }
      }
    });

    test("lead from a number plate to its owner", async () => {
      const owner = residents(city).find((person) => carsOf(world, person, TODAY).length > 0);
      assert.ok(owner);
      const plate = carsOf(world, owner, TODAY)[0]?.plate ?? "";
      const police = getSource(city, "traffic-police");
      assert.deepEqual((await police.ask("owner-by-plate", { subject: undefined, parameters: { plate } })).record, { ownerIdNumber: owner.idNumber, phone: owner.phone });
      assert.equal((await police.ask("owner-by-plate", { subject: undefined, parameters: { plate: `${plate.slice(0, 2)}00000` } })).record, undefined);
    });
  });
}

test("the first of the demonstration has a failed debit, a late book and an abnormal finding", async () => {
  const first = world.population.personAt(0);
  const read = async (source: string, operation: string) => (await getSource("haikou", source).ask(operation, asked(first))).record ?? {};
  assert.equal((await read("housing-fund", "loan")).anomaly, "debit-failed");
  assert.ok(((await read("library", "loans")).loans as { status: string }[]).some(({ status }) => status === "overdue"));
  assert.ok(((await read("health", "test-reports")).results as { flag: string }[]).some(({ flag }) => flag === "abnormal"));
});
