/** The traffic police's integrated platform: client certificates, upper and lower case codes of the industry's standards, and the state of the roads. */
import { carsOf, type DrivingLicence, inspectionOf, licenceOf, readPlate, roadsAt, type Violation, violationsOf } from "../../lives/index.ts";
import type { Person } from "../../population/index.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { asked, IdNumber, sendNobody, text } from "./asking.ts";
import { spacedTime } from "./writing.ts";

const LICENCE_STATUS: Record<DrivingLicence["status"], string> = { valid: "A", expired: "M", suspended: "J", cancelled: "G" };
const INSPECTIONS = { sticker: "1", "online-test": "2", "yearly-test": "3" } as const;
const MARKS: Record<Violation["status"], { clbj: string; jkbj: string }> = { unhandled: { clbj: "0", jkbj: "0" }, handled: { clbj: "1", jkbj: "0" }, paid: { clbj: "1", jkbj: "1" } };
const ROAD_STATES = { smooth: 1, slow: 2, jammed: 3, blocked: 4 } as const;
const INCIDENTS = { accident: "SG", works: "SGZ", closure: "GZ" } as const;

export function createTrafficPolice(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const answer = (data: object) => ({ code: 1, message: "OK", sjc: spacedTime(timeOf(surroundings)), data });
  const byNumber = { schema: { querystring: asked({ sfzmhm: IdNumber }) } };
  return {
    city, id: "traffic-police",
    title: "公安交通管理平台 Traffic police",
    http: {
      mutualTls: true,
      routes(http) {
        http.get("/api/drv/licence", byNumber, async ({ query }, reply) => {
          const person = findResident(surroundings, query.sfzmhm);
          const licence = person && licenceOf(world, person, todayIn(surroundings));
          return person && licence ? answer(writeLicence(person, licence)) : sendNobody(reply);
        });
        http.get("/api/veh/vehicles", byNumber, async ({ query }, reply) => {
          const person = findResident(surroundings, query.sfzmhm);
          const cars = person ? writeCars(person) : [];
          return cars.length > 0 ? answer({ total: cars.length, rows: cars }) : sendNobody(reply);
        });
        http.get("/api/vio/list", byNumber, async ({ query }, reply) => {
          const person = findResident(surroundings, query.sfzmhm);
          const today = todayIn(surroundings);
          if (!person || (!licenceOf(world, person, today) && carsOf(world, person, today).length === 0)) return sendNobody(reply);
          return answer({ rows: violationsOf(world, person, today).map(writeViolation) });
        });
        http.post("/api/veh/owner", { schema: { body: asked({ hphm: text(12) }) } }, async ({ body }, reply) => {
          const owner = findOwner(body.hphm);
          return owner ? answer({ hphm: body.hphm, syr: owner.name, sfzmhm: owner.idNumber, sjhm: owner.phone ?? "" }) : sendNobody(reply);
        });
        http.get("/api/road/state", { schema: { querystring: asked({}) } }, async () => writeRoads());
      },
    },
    connection: () => ({}),
  };

  function writeLicence({ idNumber }: Person, licence: DrivingLicence): object {
    return {
      sfzmhm: idNumber, zjcx: licence.class, cclzrq: licence.firstIssuedOn, yxqs: licence.validFrom, yxqz: licence.longTerm ? "长期" : licence.validUntil,
      ljjf: licence.points, qfrq: licence.cycleEndsOn, zt: LICENCE_STATUS[licence.status],
    };
  }

  function writeCars(person: Person): object[] {
    const today = todayIn(surroundings);
    return carsOf(world, person, today).map((car) => {
      const { by, kind, overdue } = inspectionOf(car, today, false);
      const type = car.type === "small" ? { hpzl: "02", cllx: "K33" } : { hpzl: "07", cllx: "M21" };
      return { hphm: car.plate, ...type, clpp1: car.brand, ccdjrq: `${car.registeredOn} 00:00:00`, yxqz: `${by} 00:00:00`, jylx: INSPECTIONS[kind], bxzzrq: `${car.insuredUntil} 23:59:59`, zt: overdue ? "Q" : "A" };
    });
  }

  function writeViolation({ notice, at, place, plate, act, status }: Violation): object {
    return { xh: notice, wfsj: spacedTime(at), wfdz: place, hphm: plate, wfxw: act.code, wfms: act.name, fkje: act.fine / 100, wfjfs: act.points, ...MARKS[status] };
  }

  function findOwner(plate: string): Person | undefined {
    const index = readPlate(city, plate);
    if (index === undefined || index >= world.population.size) return undefined;
    const person = world.population.personAt(index);
    return person.city === city && carsOf(world, person, todayIn(surroundings)).some((car) => car.plate === plate) ? person : undefined;
  }

  function writeRoads(): object {
    const { index, roads, incidents } = roadsAt(world, city, surroundings.now());
    return answer({
      cjsj: spacedTime(timeOf(surroundings)), jtzs: index.toFixed(2),
      dl: roads.map(({ id, name, state, speed, note }) => ({ dlbh: id, dlmc: name, ydzt: ROAD_STATES[state], pjsd: speed.toFixed(1), bz: note ?? "" })),
      sj: incidents.map(({ at, place, kind, text: told }) => ({ fssj: spacedTime(at), dd: place, lx: INCIDENTS[kind], ms: told })),
    });
  }
}
