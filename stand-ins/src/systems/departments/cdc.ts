/** Immunisation of children: codes of the national programme for vaccines, a key in a header. */
import { requireKey, makeSecret } from "../../callers.ts";
import { dosesOf, type Vaccine } from "../../lives/index.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { asked, IdNumber, sendNobody } from "./asking.ts";
import { compactDay, spacedTime } from "./writing.ts";

export const KEY_HEADER = "X-Imm-Key";
const CODES: Record<Vaccine, string> = { BCG: "0101", HepB: "0201", IPV: "0303", bOPV: "0311", DTaP: "0402", "MPSV-A": "1601", "MPSV-AC": "1701", MMR: "1201", "JE-L": "1801", "HepA-L": "1901", "2vHPV": "5101" };

export function createCdc(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const key = makeSecret();
  return {
    city, id: "cdc",
    title: "疾控免疫规划系统 Immunisation",
    http: {
      guard: requireKey(KEY_HEADER, key),
      routes(http) {
        http.post("/imm/child/inoculations", { schema: { body: asked({ idcard: IdNumber }) } }, async ({ body }, reply) => {
          const person = findResident(surroundings, body.idcard);
          const doses = person && dosesOf(world, person, todayIn(surroundings));
          if (!person || !doses) return sendNobody(reply);
          return {
            rtn: 0, rtnmsg: "", uptime: spacedTime(timeOf(surroundings)),
            child: { chil_no: `${city === "haikou" ? "4601" : "5101"}${String(person.index).padStart(12, "0")}`, chil_name: person.name, chil_birthday: compactDay(person.birthDate) },
            inoculation: doses.map(({ vaccine, number, givenOn, place, batch }) => ({ inoc_bact_code: CODES[vaccine], inoc_time: number, inoc_date: compactDay(givenOn), inoc_depa_name: place, inoc_batchno: batch })),
          };
        });
      },
    },
    connection: () => ({ apiKey: key }),
  };
}
