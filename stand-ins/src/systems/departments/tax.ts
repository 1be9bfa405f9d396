/** The tax authority's exchange: SOAP 1.1 to who has a client certificate, names of elements in pinyin initials. */
import { taxPaymentsOf } from "../../lives/index.ts";
import { addSoapService } from "../../soap/service.ts";
import type { XmlElements } from "../../soap/xml.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { compactMonth, spacedTime, yuan } from "./writing.ts";

const NAMESPACE = "http://etax.example/grsds/ws";
const PAYMENTS_SHOWN = 24;
/** Of identity documents: the resident identity card. */
const RESIDENT_CARD = "201";

export function createTax(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  return {
    city, id: "tax",
    title: "自然人电子税务局 Income tax",
    http: {
      mutualTls: true,
      routes(http) {
        addSoapService(http, {
          version: "1.1", path: "/ws/grsds", namespace: NAMESPACE, encoding: "UTF-8",
          operations: { cxNsjl: { action: `${NAMESPACE}/cxNsjl`, wants: ["zjlx", "zjhm"], answer: ({ zjlx, zjhm = "" }) => answer(zjlx === RESIDENT_CARD ? zjhm : "") } },
        });
      },
    },
    connection: () => ({}),
  };

  function answer(idNumber: string): XmlElements {
    const person = findResident(surroundings, idNumber);
    const payments = person ? taxPaymentsOf(world, person, todayIn(surroundings)) : [];
    if (payments.length === 0) return { fhdm: "20404", fhxx: "无扣缴申报记录" };
    const years = [...Map.groupBy(payments, ({ month }) => month.slice(0, 4))];
    return {
      fhdm: "00000", fhxx: "处理成功", clsj: spacedTime(timeOf(surroundings)),
      nd: years.map(([year, months]) => ({ nf: year, srze: yuan(sum(months, "income")), yjse: yuan(sum(months, "tax")) })),
      mx: payments.slice(0, PAYMENTS_SHOWN).map(({ month, employer, creditCode, income, tax }) => ({ sksq: compactMonth(month), kjywrmc: employer, kjywrsbh: creditCode, sre: yuan(income), se: yuan(tax) })),
    };
  }
}

function sum<Member extends string>(items: Record<Member, number>[], member: Member): number {
  return items.reduce((total, item) => total + item[member], 0);
}
