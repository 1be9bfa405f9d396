/** Proves the 2026 schedule by the dates of its document, and that catching up never asks too early, twice, or in the wrong order. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addDays, addMonths, type GivenDose, planImmunisation, type PlannedDose } from "./plan-immunisation.ts";
import { SCHEDULE_2026 } from "./schedule-2026.ts";

const plan = (birthDate: string, today: string, given: GivenDose[] = [], sex: "female" | "male" = "male") => planImmunisation({ birthDate, sex, given, today, schedule: SCHEDULE_2026 });
const find = ({ doses }: { doses: PlannedDose[] }, name: string) => {
  const found = doses.find(({ vaccine, number }) => `${vaccine}-${number}` === name);
  assert.ok(found, `${name} is in the plan`);
  return found;
};
const dose = (name: string, givenOn: string): GivenDose => {
  const at = name.lastIndexOf("-");
  return { vaccine: name.slice(0, at), number: Number(name.slice(at + 1)), givenOn };
};
const window = (each: PlannedDose) => `${each.dueFrom}…${each.dueBy ?? ""}`;

describe("the schedule of 2026", () => {
  test("dates of a child born on the last day of January", () => {
    const newborn = plan("2026-01-31", "2026-01-31");
    assert.deepEqual(
      ["HepB-1", "BCG-1", "HepB-2", "IPV-1", "DTaP-1", "MMR-1", "DTaP-5"].map((name) => [name, window(find(newborn, name))]),
      [
        ["HepB-1", "2026-01-31…2026-02-01"],
        ["BCG-1", "2026-01-31…2026-04-29"],
        ["HepB-2", "2026-02-28…"],
        ["IPV-1", "2026-03-31…"],
        ["DTaP-1", "2026-03-31…"],
        ["MMR-1", "2026-09-30…2027-01-30"],
        ["DTaP-5", "2032-01-31…2033-01-30"],
      ],
    );
    assert.deepEqual(newborn.next, { vaccine: "HepB", number: 1, dueFrom: "2026-01-31", dueBy: "2026-02-01", state: "due" });
    assert.equal(newborn.doses.length, 22, "a boy is asked for no HPV");
  });

  test("every dose stands at the age of the document", () => {
    const born = "2026-03-15";
    const ages = Object.fromEntries(plan(born, born, [], "female").doses.map(({ vaccine, number, dueFrom }) => [`${vaccine}-${number}`, (Number(dueFrom.slice(0, 4)) - 2026) * 12 + Number(dueFrom.slice(5, 7)) - 3]));
    assert.deepEqual(ages, {
      "HepB-1": 0, "BCG-1": 0, "HepB-2": 1, "IPV-1": 2, "DTaP-1": 2, "IPV-2": 3, "bOPV-3": 4, "DTaP-2": 4, "HepB-3": 6, "DTaP-3": 6, "MPSV-A-1": 6, "MMR-1": 8, "JE-L-1": 8, "MPSV-A-2": 9,
      "DTaP-4": 18, "MMR-2": 18, "HepA-L-1": 18, "JE-L-2": 24, "MPSV-AC-1": 36, "bOPV-4": 48, "DTaP-5": 72, "MPSV-AC-2": 72, "2vHPV-1": 156, "2vHPV-2": 162,
    });
  });

  test("HPV is for girls born from 10 November 2011 on", () => {
    const has = (birthDate: string, sex: "female" | "male") => plan(birthDate, "2025-12-01", [], sex).doses.some(({ vaccine }) => vaccine === "2vHPV");
    assert.deepEqual([has("2011-11-09", "female"), has("2011-11-10", "female"), has("2011-11-10", "male")], [false, true, false]);
    const girl = plan("2012-06-01", "2026-11-22", [dose("2vHPV-1", "2026-03-31")], "female");
    assert.equal(window(find(girl, "2vHPV-2")), "2026-09-30…2027-03-31", "six to twelve months after the first");
    assert.equal(find(girl, "2vHPV-2").state, "due");
  });

  test("months end where the calendar does", () => {
    assert.equal(addMonths("2024-01-31", 1), "2024-02-29");
    assert.equal(addMonths("2026-08-31", 6), "2027-02-28");
    assert.equal(addMonths("2024-02-29", 12), "2025-02-28");
    assert.equal(addMonths("2026-11-30", 3), "2027-02-28");
    assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  });
});

describe("states", () => {
  test("due from its age, overdue after its last day", () => {
    const on = (today: string) => find(plan("2026-01-31", today), "MMR-1").state;
    assert.deepEqual([on("2026-09-29"), on("2026-09-30"), on("2027-01-30"), on("2027-01-31")], ["upcoming", "due", "due", "overdue"]);
  });

  test("a dose without a last day is late when the series has to be complete", () => {
    const on = (today: string) => find(plan("2026-01-31", today, [dose("HepB-1", "2026-01-31")]), "HepB-2");
    assert.equal(on("2027-01-30").state, "due");
    assert.equal(on("2027-01-31").state, "overdue");
    assert.equal(on("2027-01-31").dueBy, undefined);
  });

  test("what is given no more at an age is not asked for", () => {
    const on = (today: string, name: string) => find(plan("2020-05-10", today), name).state;
    assert.deepEqual([on("2024-05-09", "BCG-1"), on("2024-05-10", "BCG-1")], ["overdue", "missed-age"]);
    assert.deepEqual([on("2022-05-09", "MPSV-A-1"), on("2022-05-10", "MPSV-A-1"), on("2022-05-10", "MPSV-A-2")], ["overdue", "missed-age", "missed-age"]);
    assert.equal(find(plan("2020-05-10", "2022-04-20"), "MPSV-A-2").state, "missed-age", "three months after the first it would be too late");
  });

  test("a grown person is asked for nothing and keeps what was given", () => {
    const grown = plan("1990-01-01", "2026-11-22", [dose("HepB-1", "1990-01-01"), dose("COVID-1", "2021-05-01")]);
    assert.deepEqual(grown.doses.map(({ vaccine, state }) => [vaccine, state]), [["HepB", "given"], ["COVID", "given"]]);
    assert.equal(grown.next, undefined);
  });
});

describe("catching up", () => {
  test("a dose follows the one before at the smallest distance", () => {
    const late = plan("2025-01-10", "2026-11-22", [dose("DTaP-1", "2026-11-02")]);
    assert.equal(find(late, "DTaP-2").dueFrom, "2026-11-30");
    assert.equal(find(late, "DTaP-2").state, "upcoming");
    assert.equal(find(late, "DTaP-3").dueFrom, "2026-12-28");
    assert.equal(find(late, "DTaP-4").dueFrom, "2027-06-28");
    assert.equal(find(late, "DTaP-3").dueBy, undefined, "nobody is asked to have had it before it can be given");
  });

  test("two injected live vaccines are given together or 28 days apart", () => {
    const given = [dose("JE-L-1", "2026-11-10")];
    assert.equal(find(plan("2026-02-10", "2026-11-22", given), "MMR-1").dueFrom, "2026-12-08");
    assert.equal(find(plan("2026-02-10", "2026-12-08", given), "MMR-1").state, "due");
    assert.equal(find(plan("2026-02-10", "2026-11-10", given), "MMR-1").state, "due", "on the same day");
    const oral = plan("2026-02-10", "2026-11-22", [dose("bOPV-3", "2026-11-10")]);
    assert.equal(find(oral, "MMR-1").dueFrom, "2026-10-10", "a vaccine by mouth keeps no distance");
  });

  test("a late first dose moves a live vaccine that would come too soon after it", () => {
    const today = "2026-11-22";
    const late = plan("2025-06-01", today);
    assert.equal(find(late, "MMR-1").state, "overdue");
    assert.equal(find(late, "HepA-L-1").dueFrom, "2026-12-20", "eighteen months are on 1 December, nine days after today's doses");
  });
});

describe("the change from the edition of 2021", () => {
  const given = [dose("DTaP-1", "2024-08-10"), dose("DTaP-2", "2024-09-10"), dose("DTaP-3", "2024-10-10"), dose("DTaP-4", "2025-11-10")];

  test("doses given at 3, 4 and 5 months are kept", () => {
    const child = plan("2024-05-10", "2026-11-22", given);
    assert.deepEqual([1, 2, 3, 4].map((number) => find(child, `DTaP-${number}`).state), ["given", "given", "given", "given"]);
    assert.equal(window(find(child, "DTaP-5")), "2030-05-10…2031-05-09");
  });

  test("DT at six years stands for the fifth DTaP", () => {
    const child = plan("2017-05-10", "2026-11-22", [dose("DT-1", "2023-06-01")]);
    assert.deepEqual([find(child, "DTaP-5").state, find(child, "DTaP-5").givenOn], ["given", "2023-06-01"]);
    assert.ok(!child.doses.some(({ vaccine }) => vaccine === "DT"), "it is not told twice");
  });

  test("who began with inactivated vaccines goes on with them", () => {
    const child = plan("2024-05-10", "2026-11-22", [dose("JE-I-1", "2025-01-10"), dose("JE-I-2", "2025-01-18"), dose("HepA-I-1", "2025-11-10")]);
    assert.ok(!child.doses.some(({ vaccine }) => vaccine === "JE-L" || vaccine === "HepA-L"));
    assert.deepEqual([find(child, "JE-I-3").state, find(child, "HepA-I-2").dueFrom], ["due", "2026-05-10"]);
  });
});

test("for any child: nothing too early, nothing twice, nothing out of order, live vaccines apart", () => {
  let state = 20261122;
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const ages = new Map(SCHEDULE_2026.doses.map((each) => [`${each.vaccine}-${each.number}`, each.fromMonths]));
  for (let child = 0; child < 500; child += 1) {
    const today = "2026-11-22";
    const birthDate = addDays(today, -draw(18 * 365));
    const sex = draw(2) === 0 ? "female" : "male";
    const complete = plan(birthDate, birthDate, [], sex).doses;
    const given = complete.filter(() => draw(3) > 0).map(({ vaccine, number, dueFrom }) => ({ vaccine, number, givenOn: addDays(dueFrom, draw(200)) })).filter(({ givenOn }) => givenOn <= today);
    const { doses, next } = plan(birthDate, today, given, sex);
    const told = `born ${birthDate}, given ${JSON.stringify(given)}`;

    assert.equal(new Set(doses.map(({ vaccine, number }) => `${vaccine}-${number}`)).size, doses.length, `each dose once: ${told}`);
    for (const each of given) assert.equal(find({ doses }, `${each.vaccine}-${each.number}`).state, "given", told);
    const open = doses.filter((each) => each.state !== "given" && each.state !== "missed-age");
    for (const each of open) {
      assert.ok(each.dueFrom >= addMonths(birthDate, ages.get(`${each.vaccine}-${each.number}`) ?? 0), `${each.vaccine}-${each.number} too early: ${told}`);
      assert.ok(each.dueBy === undefined || each.dueBy >= each.dueFrom, `${each.vaccine}-${each.number} ends before it begins: ${told}`);
      const earlier = open.filter((other) => other.vaccine === each.vaccine && other.number < each.number);
      for (const other of earlier) assert.ok(other.dueFrom < each.dueFrom, `${each.vaccine}-${each.number} before ${other.number}: ${told}`);
      if (!SCHEDULE_2026.liveInjected.vaccines.includes(each.vaccine)) continue;
      const on = each.dueFrom > today ? each.dueFrom : today;
      for (const live of given.filter(({ vaccine }) => SCHEDULE_2026.liveInjected.vaccines.includes(vaccine))) {
        assert.ok(on === live.givenOn || addDays(live.givenOn, 28) <= on, `${each.vaccine}-${each.number} too near to ${live.vaccine}: ${told}`);
      }
    }
    assert.equal(next?.dueFrom, open.map(({ dueFrom }) => dueFrom).toSorted()[0], told);
  }
});
