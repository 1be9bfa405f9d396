/** The cities' documents and the systems fit: every kind of record that is had over HTTP and JSON is asked for over the real protocol, and has just the fields its document promises. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createApp } from "../app.ts";
import { carsOf, createWorld } from "../lives/index.ts";
import type { CityId, Person } from "../population/index.ts";
import { askSource, mapAnswer, readSource } from "../testing/ask-source.ts";
import { findMisfits, readRecordKinds, type RecordKindDocument } from "../testing/record-shape.ts";

const NOW = new Date("2026-11-22T03:30:00Z");
const TODAY = "2026-11-22";
const SETTINGS = { seed: "test", people: 16_000_000 };
const NEIGHBOURHOOD = 20;
const NEIGHBOURHOODS_APART = 15_013;

const OTHER_SHAPES = [{ code: 0, message: "success", data: null }, {}, { data: {} }, { data: { rows: null } }, { body: {}, result: {} }, []];

const folder = mkdtempSync(join(tmpdir(), "stand-ins-"));
const app = createApp({ ...SETTINGS, smsGatewayToken: "a", registersToken: "b", dataDir: folder, now: () => NOW });
const world = createWorld(SETTINGS);
before(() => app.start(0));
after(async () => {
  await app.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Those of the demonstration, and a neighbourhood, which has one of everybody. */
function residents(city: CityId): Person[] {
  const neighbourhood = (number: number) => Array.from({ length: NEIGHBOURHOOD }, (_each, place) => world.population.personAt(number * NEIGHBOURHOOD + place)).filter((person) => person.city === city);
  const found = neighbourhood(0);
  for (let number = NEIGHBOURHOODS_APART; found.length <= NEIGHBOURHOOD; number += NEIGHBOURHOODS_APART) found.push(...neighbourhood(number));
  return found;
}

async function ask(city: CityId, kind: RecordKindDocument, idNumber?: string) {
  const connection = app.connections[`${city}/${kind.source}`];
  assert.ok(connection, `${city}/${kind.source} is connected`);
  const samples = kind.parameters.flatMap(({ name, sample }) => (sample === undefined ? [] : [[name, sample]]));
  const asked = idNumber === undefined ? { parameters: Object.fromEntries(samples) as Record<string, string> } : { idNumber };
  return askSource(city, readSource(city, kind.source), kind.operation, connection, asked, TODAY);
}

for (const city of ["haikou", "chengdu"] as const) {
  describe(`the records of ${city}`, () => {
    for (const kind of readRecordKinds(city)) {
      if (!isOverHttp(city, kind.source)) continue;
      test(kind.id, async () => {
        if (kind.subject === "public") {
          const answer = await ask(city, kind);
          assert.ok(answer.found);
          assert.deepEqual(findMisfits(kind.fields, answer.record), []);
          return;
        }
        let found = 0;
        for (const { idNumber } of residents(city)) {
          const answer = await ask(city, kind, idNumber);
          if (!answer.found) continue;
          found += 1;
          assert.deepEqual(findMisfits(kind.fields, answer.record), [], idNumber);
          assert.match(String(answer.asOf), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
        }
        assert.ok(found > 0, "somebody has one");
        const stranger = residents(city === "haikou" ? "chengdu" : "haikou").at(-1) as Person;
        assert.deepEqual(await ask(city, kind, stranger.idNumber), { found: false });
        assert.deepEqual(await ask(city, kind, "11010519491231002X"), { found: false });
      });
    }

    for (const kind of readRecordKinds(city)) {
      if (!isOverHttp(city, kind.source)) continue;
      test(`${kind.id} is made of no other shape, and no other shape means that there is none`, async () => {
        for (const answer of OTHER_SHAPES) {
          const mapped = await mapAnswer(readSource(city, kind.source), kind.operation, answer, {}).catch(() => undefined);
          assert.ok(mapped === undefined || (mapped.found && findMisfits(kind.fields, mapped.record).length > 0), JSON.stringify([answer, mapped]));
        }
      });
    }

    test("are linked by the plate of a car", async () => {
      const owner = residents(city).find((person) => carsOf(world, person, TODAY).length > 0) as Person;
      const plate = carsOf(world, owner, TODAY)[0]?.plate ?? "";
      const connection = app.connections[`${city}/traffic-police`] ?? {};
      const answer = await askSource(city, readSource(city, "traffic-police"), "owner-by-plate", connection, { parameters: { plate } }, TODAY);
      assert.deepEqual(answer.found && answer.record, { ownerIdNumber: owner.idNumber, phone: owner.phone });
      const nobody = await askSource(city, readSource(city, "traffic-police"), "owner-by-plate", connection, { parameters: { plate: `${plate.slice(0, 2)}00000` } }, TODAY);
      assert.equal(nobody.found, false);
    });
  });
}

function isOverHttp(city: CityId, source: string): boolean {
  try {
    return readSource(city, source).transport.kind === "http-json";
  } catch {
    return false;
  }
}
