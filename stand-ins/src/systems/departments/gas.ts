/** The gas company: amounts in fen as texts, months written out. */
import { utilityAccountOf } from "../../lives/index.ts";
import { createTokenOffice } from "../../oauth.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { asked, IdNumber, sendNobody } from "./asking.ts";

const TOKEN_SECONDS = 300;

export function createGas(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const office = createTokenOffice(TOKEN_SECONDS);
  return {
    city, id: "gas",
    title: "燃气客服系统 Gas",
    http: {
      guard: office.guard,
      routes(http) {
        office.addRoute(http, "/connect/token");
        http.get("/api/customers/by-id-card/:idCard", { schema: { params: asked({ idCard: IdNumber }) } }, async ({ params }, reply) => {
          const person = findResident(surroundings, params.idCard);
          const account = person && utilityAccountOf(world, person, "gas", todayIn(surroundings));
          if (!account) return sendNobody(reply);
          return {
            success: true, timestamp: timeOf(surroundings),
            result: {
              userCode: account.accountNumber, userAddress: account.address, arrearsFen: String(account.owed),
              readings: account.bills.map(({ month, quantity, amount, status }) => ({ billMonth: `${month.slice(0, 4)}年${month.slice(5)}月`, gasVolume: `${quantity}.0`, feeFen: String(amount), paid: status === "paid" ? "Y" : "N" })),
            },
          };
        });
      },
    },
    connection: () => ({ oauth: office.oauth }),
    reset: office.revokeAll,
  };
}
