/** The police's household register, residence permits and identity cards: in GB18030, relations and states by code. */
import type { FastifyReply } from "fastify";
import iconv from "iconv-lite";
import { makeSecret, requireKey } from "../../callers.ts";
import { householdOf, idCardOf, permitOf, type Relation } from "../../lives/index.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { asked, IdNumber, sendNobody } from "./asking.ts";
import { compactDay, spacedTime } from "./writing.ts";

const KEY_HEADER = "X-Police-Key";
/** GB/T 4761, and what the universities' registers write. */
const RELATIONS: Record<Relation, string> = { head: "02", husband: "11", wife: "12", son: "20", daughter: "30", student: "97" };
const PERMIT_STATUS = { valid: "1", suspended: "2", expired: "3" } as const;
const CARD_STEPS = { accepted: "01", reviewed: "02", produced: "03", delivered: "04", ready: "05" } as const;

export function createPublicSecurity(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const key = makeSecret();
  const byNumber = { schema: { querystring: asked({ sfzh: IdNumber }) } };
  const answer = (reply: FastifyReply, data: object) =>
    reply.type("application/json; charset=GB18030").send(iconv.encode(JSON.stringify({ ret: "1", sj: spacedTime(timeOf(surroundings)), data }), "gb18030"));
  return {
    city, id: "public-security",
    title: "公安治安户政系统 Household register",
    http: {
      guard: requireKey(KEY_HEADER, key),
      routes(http) {
        http.get("/hz/hkxx", byNumber, async ({ query }, reply) => {
          const person = findResident(surroundings, query.sfzh);
          const register = person && householdOf(world, person);
          if (!register) return sendNobody(reply);
          const { number, type, head, relation, address, registeredOn, members } = register;
          return answer(reply, {
            hh: number, hlb: type === "family" ? "1" : "2", hzxm: head, yhzgx: RELATIONS[relation], hjdz: address, qrrq: compactDay(registeredOn),
            cy: members.map((member) => ({ xm: member.name, gx: RELATIONS[member.relation], csrq: compactDay(member.birthOn) })),
          });
        });
        http.get("/hz/jzz", byNumber, async ({ query }, reply) => {
          const person = findResident(surroundings, query.sfzh);
          const permit = person && permitOf(world, person, todayIn(surroundings));
          if (!permit) return sendNobody(reply);
          return answer(reply, { zjbh: permit.number, xzz: permit.address, qfrq: compactDay(permit.issuedOn), yxqx: compactDay(permit.endorsedUntil), ljnx: permit.fullYears, zt: PERMIT_STATUS[permit.status] });
        });
        http.get("/hz/sfzbl", byNumber, async ({ query }, reply) => {
          const person = findResident(surroundings, query.sfzh);
          const card = person && idCardOf(world, person, todayIn(surroundings));
          if (!card) return sendNobody(reply);
          return answer(reply, { slrq: compactDay(card.acceptedOn), sldw: card.office, yjlqrq: compactDay(card.expectedBy), lc: card.steps.map(({ step, at }) => ({ hj: CARD_STEPS[step], sj: spacedTime(at) })) });
        });
      },
    },
    connection: () => ({ apiKey: key }),
  };
}
