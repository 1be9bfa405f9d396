import type { CityId } from "../population/index.ts";
import { addDays, type Day, dayIn, timeIn } from "./dates.ts";
import { hourIn, tide } from "./tides.ts";
import { chance, type World } from "./world.ts";

export type Sky = "sunny" | "cloudy" | "overcast" | "shower" | "rain" | "thunderstorm" | "fog";

export interface Weather {
  observedAt: string;
  /** Tenths of a degree. */
  temperature: number;
  sky: Sky;
  /** Percent. */
  humidity: number;
  wind: { from: string; force: number };
  warnings: { kind: string; level: "blue" | "yellow" | "orange" | "red"; text: string; issuedAt: string }[];
  days: { on: Day; sky: Sky; low: number; high: number }[];
}

/** Usual lows and highs of each month. */
const CLIMATE: Record<CityId, readonly (readonly [low: number, high: number])[]> = {
  haikou: [[16, 21], [17, 23], [20, 26], [23, 30], [25, 32], [26, 33], [26, 33], [26, 33], [25, 31], [23, 29], [21, 26], [17, 22]],
  chengdu: [[3, 10], [5, 12], [9, 17], [14, 22], [18, 27], [21, 29], [23, 31], [22, 31], [19, 27], [15, 21], [10, 16], [4, 11]],
};
const SKIES: Record<CityId, readonly Sky[]> = {
  haikou: ["sunny", "sunny", "cloudy", "cloudy", "overcast", "shower", "rain", "thunderstorm"],
  chengdu: ["overcast", "overcast", "cloudy", "cloudy", "sunny", "rain", "shower", "fog"],
};
const WINDS = ["东北风", "东风", "东南风", "南风", "西南风", "北风"] as const;
const DAYS = 7;
const WARNINGS: Partial<Record<Sky, { kind: string; level: Weather["warnings"][number]["level"]; text: string }>> = {
  thunderstorm: { kind: "雷电", level: "yellow", text: "未来六小时有雷电，局部伴有短时强降水，请注意防范。" },
  fog: { kind: "大雾", level: "orange", text: "能见度小于二百米，请减速慢行。" },
  rain: { kind: "暴雨", level: "blue", text: "未来十二小时累计雨量可达五十毫米，请注意低洼路段。" },
};
/** Not every rain is warned of. */
const WARNED_PERCENT = 45;

export function weatherAt(world: World, city: CityId, now: Date): Weather {
  const today = dayIn(now);
  const days = Array.from({ length: DAYS }, (_each, number) => forecast(world, city, addDays(today, number)));
  const { sky, low, high } = days[0] as Weather["days"][number];
  // Coldest before sunrise, warmest in the afternoon.
  const course = (1 - Math.cos(((hourIn(now) - 5 + 24) % 24 < 10 ? ((hourIn(now) - 5 + 24) % 24) / 10 : 1 - ((hourIn(now) - 15 + 24) % 24) / 14) * Math.PI)) / 2;
  const minute = new Date(Math.floor(now.getTime() / 600_000) * 600_000);
  const stream = city === "haikou" ? 0 : 1;
  const number = dayNumber(today);
  const warning = chance(world, "warned", stream, 100, number) < WARNED_PERCENT ? WARNINGS[sky] : undefined;
  return {
    observedAt: timeIn(minute), temperature: Math.round((low + (high - low) * course) * 10), sky, humidity: Math.round((city === "haikou" ? 70 : 65) + 22 * tide(world, "humidity", stream, now, 300) - 12 * course),
    wind: { from: WINDS[chance(world, "wind", stream, WINDS.length, number)] as string, force: 1 + Math.floor(4 * tide(world, "wind force", stream, now, 240)) },
    warnings: warning ? [{ ...warning, issuedAt: `${today}T05:30:00+08:00` }] : [], days,
  };
}

function forecast(world: World, city: CityId, on: Day): Weather["days"][number] {
  const stream = city === "haikou" ? 0 : 1;
  const number = dayNumber(on);
  const [low, high] = CLIMATE[city][Number(on.slice(5, 7)) - 1] as readonly [number, number];
  const sky = SKIES[city][chance(world, "sky", stream, SKIES[city].length, number)] as Sky;
  const shift = chance(world, "warmth", stream, 7, number) - 3;
  const bright = sky === "sunny" ? 2 : (sky === "rain" || sky === "thunderstorm" ? -2 : 0);
  return { on, sky, low: low + shift, high: high + shift + bright };
}

function dayNumber(day: Day): number {
  return Math.floor(Date.parse(day) / 86_400_000);
}
