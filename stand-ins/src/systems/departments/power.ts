/** The grid operator: an account number is found by ID number, its bills by year are flat fields. Chengdu's wants a token where Haikou's wants a key. */
import { makeSecret, requireKey } from "../../callers.ts";
import { utilityAccountOf } from "../../lives/index.ts";
import { createTokenOffice } from "../../oauth.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { asked, IdNumber, sendNobody } from "./asking.ts";
import { compactMonth, spacedTime, yuan } from "./writing.ts";

const KEY_HEADER = "X-App-Key";
const TOKEN_SECONDS = 900;

export function createPower(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const key = makeSecret();
  const office = city === "chengdu" ? createTokenOffice(TOKEN_SECONDS) : undefined;
  return {
    city, id: "power",
    title: "供电营销系统 Electricity",
    http: {
      guard: office?.guard ?? requireKey(KEY_HEADER, key),
      routes(http) {
        office?.addRoute(http, "/oauth/token");
        http.post("/cons/bills", { schema: { body: asked({ certNo: IdNumber }) } }, async ({ body }, reply) => {
          const person = findResident(surroundings, body.certNo);
          const account = person && utilityAccountOf(world, person, "power", todayIn(surroundings));
          if (!account) return sendNobody(reply);
          return {
            rspCode: "00000", rspTime: spacedTime(timeOf(surroundings)), consNo: account.accountNumber, elecAddr: account.address, oweAmt: yuan(account.owed),
            billList: account.bills.map(({ month, quantity, amount, status }) => ({ ym: compactMonth(month), tPq: String(quantity), tAmt: yuan(amount), settleFlag: status === "paid" ? "1" : "0" })),
          };
        });
      },
    },
    connection: () => (office ? { oauth: office.oauth } : { apiKey: key }),
    reset: () => office?.revokeAll(),
  };
}
