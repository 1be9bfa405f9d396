/** The medical insurance's business platform: SOAP 1.1 in GB18030, with the national interface's names and codes. */
import { makeSecret } from "../../callers.ts";
import { type MedicalInsurance, medicalInsuranceOf } from "../../lives/index.ts";
import { addSoapService } from "../../soap/service.ts";
import type { XmlElements } from "../../soap/xml.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { compactDay, compactMonth, spacedTime, yuan } from "./writing.ts";

const NAMESPACE = "http://medins.example/person/v2";
const USERNAME = "citizen-cloud";
/** Kinds of insurance and of treatment, as the national catalogue numbers them. */
const SCHEMES = { employee: "310", resident: "390" } as const;
const STATES = { active: "1", paused: "2" } as const;
const TREATMENTS = { outpatient: "11", inpatient: "21", pharmacy: "41" } as const;
const NOBODY: XmlElements = { infcode: "1004", err_msg: "未查询到人员参保信息" };

export function createMedicalInsurance(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const password = makeSecret();
  const answer = (idNumber: string, write: (insurance: MedicalInsurance) => XmlElements): XmlElements => {
    const person = findResident(surroundings, idNumber);
    if (!person) return NOBODY;
    return { infcode: "0", err_msg: "查询成功", respond_time: spacedTime(timeOf(surroundings)), output: write(medicalInsuranceOf(world, person, todayIn(surroundings))) };
  };
  return {
    city, id: "medical-insurance",
    title: "医保业务中台 Medical insurance",
    http: {
      routes(http) {
        addSoapService(http, {
          version: "1.1", path: "/services/PersonQuery", namespace: NAMESPACE, encoding: "GB18030", login: { username: USERNAME, password },
          operations: {
            QueryAccount: { action: `${NAMESPACE}/QueryAccount`, wants: ["psn_cert_type", "certno"], answer: ({ certno = "" }) => answer(certno, writeAccount) },
            QuerySettlements: { action: `${NAMESPACE}/QuerySettlements`, wants: ["psn_cert_type", "certno"], answer: ({ certno = "" }) => answer(certno, writeSettlements) },
          },
        });
      },
    },
    connection: () => ({ username: USERNAME, password }),
  };
}

function writeAccount({ number, scheme, status, balance, spentThisYear, coveredThisYear, deductibleLeft, balances }: MedicalInsurance): XmlElements {
  return {
    psn_no: number,
    insuinfo: { insutype: SCHEMES[scheme], psn_insu_stas: STATES[status], balc: yuan(balance), cum_medfee: yuan(spentThisYear), cum_fund_pay: yuan(coveredThisYear), dedc_std_surplus: yuan(deductibleLeft) },
    acctinfo: balances.map(({ month, balance: amount }) => ({ ym: compactMonth(month), balc: yuan(amount) })),
  };
}

function writeSettlements({ number, spentThisYear, bills }: MedicalInsurance): XmlElements {
  return {
    psn_no: number, cum_medfee: yuan(spentThisYear),
    setlinfo: bills.map((bill) => ({
      setl_id: bill.number, setl_date: compactDay(bill.on), fixmedins_name: bill.place, med_type: TREATMENTS[bill.kind],
      medfee_sumamt: yuan(bill.total), acct_pay: yuan(bill.fromAccount), fund_pay_sumamt: yuan(bill.fromPool), psn_cash_pay: yuan(bill.own),
    })),
  };
}
