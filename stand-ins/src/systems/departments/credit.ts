/** Public credit information: tokens, one list of tagged entries for good and bad alike. */
import { creditOf } from "../../lives/index.ts";
import { createTokenOffice } from "../../oauth.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { asked, IdNumber, sendNobody } from "./asking.ts";

const TOKEN_SECONDS = 120;
const GRADES = { excellent: "AAA", good: "AA", fair: "A", poor: "B" } as const;

export function createCredit(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const office = createTokenOffice(TOKEN_SECONDS);
  return {
    city, id: "credit",
    title: "公共信用信息平台 Public credit",
    http: {
      guard: office.guard,
      routes(http) {
        office.addRoute(http, "/auth/token");
        http.get("/credit/v2/persons/:zjhm/report", { schema: { params: asked({ zjhm: IdNumber }) } }, async ({ params }, reply) => {
          const person = findResident(surroundings, params.zjhm);
          const credit = person && creditOf(world, person, todayIn(surroundings));
          if (!credit) return sendNobody(reply);
          const { score, grade, commendations, breaches } = credit;
          return {
            reportTime: timeOf(surroundings), creditScore: String(score), creditLevel: GRADES[grade],
            records: [
              ...commendations.map(({ on, authority, matter }) => ({ lb: "守信", rdrq: on, rdjg: authority, sy: matter })),
              ...breaches.map(({ on, authority, matter, shownUntil }) => ({ lb: "失信", rdrq: on, rdjg: authority, sy: matter, gsjzrq: shownUntil })),
            ],
          };
        });
      },
    },
    connection: () => ({ oauth: office.oauth }),
    reset: office.revokeAll,
  };
}
