/** Social insurance (金保工程): fields by the ministry's codes, amounts in yuan, everything in an envelope. */
import { addToMonth, careerOf, FLEXIBLE_EMPLOYER, insuranceYears, monthNumber, pensionShares, retiredSince, workMonths } from "../../lives/index.ts";
import { createTokenOffice } from "../../oauth.ts";
import type { Person } from "../../population/index.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { asked, IdNumber, sendNobody } from "./asking.ts";
import { compactDay, compactMonth, spacedTime, yuan } from "./writing.ts";

const TOKEN_PATH = "/oauth2/token";
const TOKEN_SECONDS = 600;
const MONTHS = 36;
/** Whoever's employer was late longer ago has long been told. */
const RECENT_MONTHS = 6;
/** AAE140, which insurance. */
const INSURANCES = ["110", "210", "410"] as const;
/** AAE111, whether the employer handed it over. */
const STATUS = { paid: "1", late: "2", missing: "0" } as const;

export function createHrss(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const office = createTokenOffice(TOKEN_SECONDS);
  const envelope = (data: object) => ({ appCode: "0", msg: "成功", serviceTime: spacedTime(timeOf(surroundings)), data });
  return {
    city, id: "hrss",
    title: "人社社会保险系统 Social insurance",
    http: {
      guard: office.guard,
      routes(http) {
        office.addRoute(http, TOKEN_PATH);
        http.get("/si/v1/cbxx", { schema: { querystring: asked({ aac002: IdNumber }) } }, async ({ query }, reply) => {
          const person = findResident(surroundings, query.aac002);
          return (person && enrolment(person, envelope)) ?? sendNobody(reply);
        });
        http.get("/si/v1/jfmx", { schema: { querystring: asked({ aac002: IdNumber }) } }, async ({ query }, reply) => {
          const person = findResident(surroundings, query.aac002);
          return (person && contributions(person, envelope)) ?? sendNobody(reply);
        });
      },
    },
    connection: () => ({ oauth: office.oauth }),
    reset: office.revokeAll,
  };

  function enrolment(person: Person, write: typeof envelope): object | undefined {
    const today = todayIn(surroundings);
    const career = careerOf(world, person, today);
    const [first] = career.jobs;
    const current = career.jobs.at(-1);
    if (!first || !current) return undefined;
    const [newest] = workMonths(world, person, today, 1, career);
    const flexible = current.employer === FLEXIBLE_EMPLOYER;
    return write({
      AAC001: personNumber(person), AAC002: person.idNumber, AAC003: person.name, AAB004: current.employer, AAC049: compactMonth(first.firstMonth),
      cblist: INSURANCES.filter((insurance) => !flexible || insurance === "110").map((insurance) => ({
        AAE140: insurance,
        AAC008: retiredSince(person, career) === undefined ? (career.occupation === "unemployed" ? "2" : "1") : "3",
        AAC030: `${compactMonth(insurance === "110" ? first.firstMonth : current.firstMonth)}01`,
        AAC040: yuan(newest?.base ?? 0),
      })),
    });
  }

  function contributions(person: Person, write: typeof envelope): object | undefined {
    const today = todayIn(surroundings);
    const career = careerOf(world, person, today);
    const months = workMonths(world, person, today, MONTHS, career);
    const [newest] = months;
    if (!newest) return undefined;
    const years = insuranceYears(world, person, today, career, months);
    const recently = monthNumber(addToMonth(today.slice(0, 7), -RECENT_MONTHS));
    return write({
      AAE201: years.reduce((sum, { months: paid }) => sum + paid, 0),
      AAE003Z: compactMonth((months.find(({ status }) => status !== "missing") ?? newest).month),
      AAE111Q: months.some(({ month, status }) => status !== "paid" && monthNumber(month) >= recently) ? "1" : "0",
      AAE240: yuan(years.reduce((sum, { personal }) => sum + personal, 0)),
      ndlist: years.map(({ year, months: paid, personal, employer }) => ({ AAE001: String(year), AAE202: paid, AAE022: yuan(personal), AAE020: yuan(employer) })),
      jflist: months.map((each) => {
        const { personal, employer } = pensionShares(each);
        return { AAE003: compactMonth(each.month), AAE180: yuan(each.base), AAE022: yuan(personal), AAE020: yuan(employer), AAE111: STATUS[each.status], AAE079: each.paidOn === undefined ? "" : compactDay(each.paidOn) };
      }),
    });
  }
}

function personNumber({ index, city }: Person): string {
  return `${city === "haikou" ? "4601" : "5101"}${String(index).padStart(10, "0")}`;
}
