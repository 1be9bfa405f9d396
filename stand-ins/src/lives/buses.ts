/** Buses that go round: one every few minutes, in both directions, slower in the rush. */
import type { CityId } from "../population/index.ts";
import { hourIn, rush, tide } from "./tides.ts";
import { chance, type World } from "./world.ts";

export interface BusArrivals {
  line: string;
  stop: string;
  /** Its last stop. */
  direction: string;
  arrivals: { plate: string; stopsAway: number; seconds: number; crowding: "low" | "middle" | "high" }[];
}

interface Line {
  name: string;
  stops: readonly string[];
  everyMinutes: number;
}

const LINES: Record<CityId, readonly Line[]> = {
  haikou: [
    line("1路", 8, "汽车南站 城西路口 海口宾馆 明珠广场 人民公园 钟楼 世纪公园 假日海滩"),
    line("4路", 10, "海口火车站 秀英港 万绿园 国贸玉沙 龙珠新城 海口宾馆 海南大学"),
    line("20路", 9, "白沙门公园 海南大学 和平桥 五公祠 红城湖 海口东站 省图书馆"),
    line("41路", 12, "美兰机场 桂林洋 灵山镇 海甸岛 人民医院 明珠广场 国兴大道"),
  ],
  chengdu: [
    line("1路", 7, "双楠 武侯祠 红牌楼 人民南路 天府广场 骡马市 五块石"),
    line("28路", 8, "桐梓林 科华北路 九眼桥 春熙路 红星路口 文殊院 火车北站"),
    line("56路", 10, "石人小区 青羊宫 宽窄巷子 骡马市 太升南路 建设路 电子科大"),
    line("G33路", 12, "天府广场 省体育馆 倪家桥 火车南站 金融城 世纪城 华阳"),
  ],
};
const FIRST_HOUR = 6;
const LAST_HOUR = 23;
const BUSES_SHOWN = 3;

/** Undefined for a line that does not exist, or does not stop there. */
export function arrivalsAt(world: World, city: CityId, lineName: string, stopName: string, now: Date): BusArrivals | undefined {
  const number = LINES[city].findIndex(({ name }) => name === lineName || name === `${lineName}路`);
  const found = LINES[city][number];
  const position = found?.stops.indexOf(stopName) ?? -1;
  if (!found || position < 0) return undefined;
  const direction = position === found.stops.length - 1 ? (found.stops[0] as string) : (found.stops.at(-1) as string);
  const hour = hourIn(now);
  const arrivals = hour >= FIRST_HOUR && hour < LAST_HOUR ? Array.from({ length: BUSES_SHOWN }, (_each, turn) => approach(world, found, number, position, turn, now)) : [];
  return { line: found.name, stop: stopName, direction, arrivals };
}

/** Buses leave by the clock; each takes as long between two stops as the streets allow. */
function approach(world: World, { everyMinutes, stops }: Line, number: number, position: number, turn: number, now: Date): BusArrivals["arrivals"][number] {
  const secondsPerStop = 95 + 110 * rush(now) * (0.7 + 0.6 * tide(world, "bus", number, now, 10));
  const everySeconds = everyMinutes * 60;
  const clock = Math.floor(now.getTime() / 1000);
  const phase = (position * 97) % everySeconds;
  const until = everySeconds - ((clock + phase) % everySeconds) + turn * everySeconds;
  const run = Math.floor((clock + phase) / everySeconds) + turn;
  const load = rush(now) * 0.8 + chance(world, "crowding", number, 40, run) / 100;
  return {
    plate: `B${String(1 + number)}${String(100 + chance(world, "bus plate", number, 900, run))}`, stopsAway: Math.min(Math.max(stops.length * 2, 1), Math.max(1, Math.round(until / secondsPerStop))), seconds: until,
    crowding: load > 0.75 ? "high" : (load > 0.4 ? "middle" : "low"),
  };
}

function line(name: string, everyMinutes: number, stops: string): Line {
  return { name, everyMinutes, stops: stops.split(" ") };
}
