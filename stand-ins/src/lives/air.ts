import type { CityId } from "../population/index.ts";
import { timeIn } from "./dates.ts";
import { fullHour, hourIn, tide } from "./tides.ts";
import type { World } from "./world.ts";

export interface Air {
  measuredAt: string;
  index: number;
  main: "PM2.5" | "O3" | undefined;
  stations: { name: string; index: number; pm25: number; pm10: number; ozone: number }[];
  /** Newest first. */
  hours: { at: string; index: number }[];
}

const STATIONS: Record<CityId, readonly string[]> = { haikou: ["海南大学", "龙华", "秀英海南医院", "东寨港", "市环保局"], chengdu: ["金泉两河", "十里店", "三瓦窑", "沙河铺", "君平街", "大石西路"] };
/** What fine dust is usually like. */
const USUAL: Record<CityId, number> = { haikou: 14, chengdu: 42 };
const HOURS = 24;
/** Fine dust in µg/m³ and the index at it (HJ 633-2012). */
const BREAKPOINTS: readonly (readonly [dust: number, index: number])[] = [[0, 0], [35, 50], [75, 100], [115, 150], [150, 200], [250, 300], [500, 500]];

export function airAt(world: World, city: CityId, now: Date): Air {
  const measuredAt = fullHour(now);
  const stations = STATIONS[city].map((name, number) => {
    const pm25 = dust(world, city, number + 1, measuredAt);
    const ozone = ozoneAt(world, city, number + 1, measuredAt);
    return { name, index: Math.max(indexOf(pm25), Math.round(ozone / 2)), pm25, pm10: Math.round(pm25 * 1.6), ozone };
  });
  const hours = Array.from({ length: HOURS }, (_each, ago) => {
    const at = fullHour(now, ago);
    return { at: timeIn(at), index: mean(stations.map((_station, number) => Math.max(indexOf(dust(world, city, number + 1, at)), Math.round(ozoneAt(world, city, number + 1, at) / 2)))) };
  });
  const index = hours[0]?.index ?? 0;
  return { measuredAt: timeIn(measuredAt), index, main: index <= 50 ? undefined : (mean(stations.map(({ ozone }) => ozone)) / 2 > indexOf(mean(stations.map(({ pm25 }) => pm25))) ? "O3" : "PM2.5"), stations, hours };
}

function dust(world: World, city: CityId, station: number, at: Date): number {
  const days = tide(world, `dust ${city}`, 0, at, 2_880);
  return Math.max(2, Math.round(USUAL[city] * (0.3 + 1.6 * days ** 2 + 0.35 * tide(world, `dust ${city}`, station, at, 180))));
}

/** Made by the sun. */
function ozoneAt(world: World, city: CityId, station: number, at: Date): number {
  const noon = Math.exp(-(((hourIn(at) - 15) / 4) ** 2));
  return Math.round(38 + 55 * noon * (0.5 + tide(world, `ozone ${city}`, station, at, 720)));
}

function indexOf(dustValue: number): number {
  for (let upper = 1; upper < BREAKPOINTS.length; upper++) {
    const [[dustFrom, indexFrom], [dustTo, indexTo]] = [BREAKPOINTS[upper - 1], BREAKPOINTS[upper]] as [readonly [number, number], readonly [number, number]];
    if (dustValue <= dustTo) return Math.round(indexFrom + ((dustValue - dustFrom) / (dustTo - dustFrom)) * (indexTo - indexFrom));
  }
  return 500;
}

function mean(values: readonly number[]): number {
  return Math.round(values.reduce((sum, value) => sum + value, 0) / values.length);
}
