/** The land register: signed questions by POST, answers with head and body. */
import { type Home, homesOf } from "../../lives/index.ts";
import type { Person } from "../../population/index.ts";
import { createSignatureOffice } from "../../signatures.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { asked, IdNumber, sendNobody, text } from "./asking.ts";
import { spacedTime } from "./writing.ts";

/** ghyt, what it is for. */
const USES: Record<Home["use"], string> = { residence: "10", commerce: "21", parking: "31" };

export function createRealEstate(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const office = createSignatureOffice();
  return {
    city, id: "real-estate",
    title: "不动产登记系统 Land register",
    http: {
      routes(http) {
        office.guard(http);
        http.post("/bdc/query", { schema: { body: asked({ zjhm: IdNumber, cxyt: text(200) }) } }, async ({ body }, reply) => {
          const person = findResident(surroundings, body.zjhm);
          const homes = person ? homesOf(world, person, todayIn(surroundings)) : [];
          if (!person || homes.length === 0) return sendNobody(reply);
          return { head: { code: "0000", msg: "查询成功", cxsj: spacedTime(timeOf(surroundings)) }, body: { qlrmc: person.name, bdclist: homes.map((home) => write(home, person)) } };
        });
      },
    },
    connection: () => ({ signing: office.signing }),
  };

  function write({ certificateNumber, address, use, area, share, owners, registeredOn, mortgaged }: Home, { index }: Person): object {
    return {
      bdcqzh: certificateNumber, zl: address, ghyt: USES[use], jzmj: (area / 100).toFixed(2), gyfs: owners.length > 1 ? "1" : "0", qlbl: `${share}%`,
      gyqlr: owners.filter((owner) => owner !== index).map((owner) => world.population.personAt(owner).name),
      djsj: `${registeredOn} 10:00:00`, sfdy: mortgaged ? "是" : "否",
    };
  }
}
