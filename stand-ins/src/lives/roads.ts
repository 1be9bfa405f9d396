/** The state of a city's main roads from minute to minute. */
import type { CityId } from "../population/index.ts";
import { timeIn } from "./dates.ts";
import { rush, tide } from "./tides.ts";
import { chance, type World } from "./world.ts";

export interface RoadState {
  id: string;
  name: string;
  state: "smooth" | "slow" | "jammed" | "blocked";
  /** Kilometres an hour. */
  speed: number;
  note: string | undefined;
}

export interface Incident {
  at: string;
  place: string;
  kind: "accident" | "works" | "closure";
  text: string;
}

/** Id, name, speed when free, how much of the rush it takes in percent. */
const ROADS: Record<CityId, readonly (readonly [id: string, name: string, free: number, burden: number])[]> = {
  haikou: [
    ["binhai", "滨海大道", 60, 90], ["longkun-north", "龙昆北路", 50, 110], ["longkun-south", "龙昆南路", 50, 105], ["guoxing", "国兴大道", 60, 85], ["haixiu-express", "海秀快速路", 70, 80],
    ["haixiu-middle", "海秀中路", 45, 105], ["nanhai", "南海大道", 60, 85], ["yehai", "椰海大道", 60, 70], ["bailong-south", "白龙南路", 45, 95], ["haifu", "海府路", 45, 110],
    ["heping", "和平大道", 50, 85], ["changdi", "长堤路", 50, 80], ["century-bridge", "世纪大桥", 60, 90], ["qiuhai", "丘海大道", 55, 85], ["haidian-5", "海甸五西路", 45, 75],
  ],
  chengdu: [
    ["ring-1", "一环路", 45, 110], ["ring-2", "二环高架路", 70, 100], ["ring-3", "三环路", 70, 95], ["ring-4", "绕城高速", 90, 70], ["tianfu-avenue", "天府大道", 60, 95],
    ["renmin-south", "人民南路", 45, 110], ["renmin-north", "人民北路", 45, 105], ["shudu", "蜀都大道", 45, 100], ["wuhou", "武侯大道", 50, 85], ["chengluo", "成洛大道", 55, 85],
    ["jiannan", "剑南大道", 60, 85], ["kehua", "科华路", 45, 105], ["airport", "机场高速", 80, 75], ["dongda", "东大街", 45, 95],
  ],
};
const INCIDENT_TEXTS: Record<Incident["kind"], readonly string[]> = {
  accident: ["两车追尾，占用一条车道，请减速绕行", "车辆故障停在右侧车道，正在拖离"],
  works: ["路面养护，占用最右侧车道", "地下管线施工，半幅通行"],
  closure: ["活动期间临时管制，请绕行", "排水抢修，暂时封闭"],
};
const KINDS = ["accident", "accident", "works", "works", "closure"] as const;
/** Of a road in every two hours, in percent. */
const INCIDENT_CHANCE = 12;
const INCIDENT_HOURS = 2;

export function roadsAt(world: World, city: CityId, now: Date): { index: number; roads: RoadState[]; incidents: Incident[] } {
  const fullness = rush(now);
  const stream = city === "haikou" ? 0 : 100;
  const incidents: Incident[] = [];
  const roads = ROADS[city].map(([id, name, free, burden], number) => {
    const incident = incidentOn(world, stream + number, name, now);
    if (incident) incidents.push(incident);
    const load = Math.min(1, (fullness * burden) / 100 * (0.6 + 0.7 * tide(world, "road", stream + number, now, 12)) + (incident ? 0.35 : 0));
    const closed = incident?.kind === "closure";
    const share = closed ? 0.06 : 1 - 0.82 * load;
    return { id, name, state: stateOf(share, closed), speed: Math.round(free * share * 10) / 10, note: incident?.text, load };
  });
  const mean = roads.reduce((sum, { load }) => sum + load, 0) / roads.length;
  return { index: 1 + 2.4 * mean, roads: roads.map(({ id, name, state, speed, note }) => ({ id, name, state, speed, note })), incidents };
}

function stateOf(share: number, closed: boolean): RoadState["state"] {
  if (closed) return "blocked";
  if (share > 0.62) return "smooth";
  return share > 0.36 ? "slow" : "jammed";
}

/** Begins at some minute of its two hours and lasts to their end. */
function incidentOn(world: World, index: number, name: string, now: Date): Incident | undefined {
  const slotMs = INCIDENT_HOURS * 3_600_000;
  const slot = Math.floor(now.getTime() / slotMs);
  if (chance(world, "incident", index, 100, slot) >= INCIDENT_CHANCE) return undefined;
  const begins = slot * slotMs + chance(world, "incident begins", index, 60, slot) * 60_000;
  if (begins > now.getTime()) return undefined;
  const kind = KINDS[chance(world, "incident kind", index, KINDS.length, slot)] ?? "works";
  const texts = INCIDENT_TEXTS[kind];
  return { at: timeIn(new Date(begins)), place: name, kind, text: texts[chance(world, "incident text", index, texts.length, slot)] as string };
}
