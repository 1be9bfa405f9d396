import type { CityId, Person } from "../population/index.ts";
import { type Day, addDays, addMonths, ageOn } from "./dates.ts";
import { chance, choose, type World } from "./world.ts";

export interface PublicCredit {
  score: number;
  grade: "excellent" | "good" | "fair" | "poor";
  commendations: { on: Day; authority: string; matter: string }[];
  breaches: { on: Day; authority: string; matter: string; shownUntil: Day }[];
}

const CITY: Record<CityId, string> = { haikou: "海口市", chengdu: "成都市" };
const COMMENDATIONS = [["卫生健康委员会", "无偿献血累计十次"], ["志愿服务联合会", "年度五星志愿者"], ["公安局", "见义勇为表扬"], ["文明办", "文明家庭"]] as const;
const BREACHES = [["交通运输局", "公共交通逃票，经催缴未补"], ["城市管理局", "违规搭建，逾期未拆"], ["图书馆", "图书逾期一年未还"]] as const;
const SHOWN_MONTHS = 36;

/** Of grown people. */
export function creditOf(world: World, { index, city, birthDate }: Person, today: Day): PublicCredit | undefined {
  if (ageOn(birthDate, today) < 18) return undefined;
  const commended = index === 1 || chance(world, "commendation", index, 100) < 12;
  const breached = index === 5 || (index > 11 && chance(world, "breach", index, 100) < 3);
  const write = ([authority, matter]: readonly [string, string], purpose: string) => ({ on: addDays("2024-01-08", chance(world, purpose, index, 900, 1)), authority: CITY[city] + authority, matter });
  const commendations = commended ? [write(choose(world, COMMENDATIONS, "commendation", index, 2), "commendation")] : [];
  const breaches = (breached ? [write(choose(world, BREACHES, "breach", index, 2), "breach")] : []).map((breach) => ({ ...breach, shownUntil: addMonths(breach.on, SHOWN_MONTHS) })).filter(({ shownUntil }) => shownUntil > today);
  const score = 560 + chance(world, "credit", index, 200) + 60 * commendations.length - 180 * breaches.length;
  return { score, grade: score >= 740 ? "excellent" : (score >= 620 ? "good" : (score >= 500 ? "fair" : "poor")), commendations, breaches };
}
