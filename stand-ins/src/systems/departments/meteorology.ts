/** The weather service: phenomena by code, temperatures as texts with a decimal, warnings in a list of their own. */
import { makeSecret, requireKey } from "../../callers.ts";
import { type Sky, weatherAt } from "../../lives/index.ts";
import { type Department, type Surroundings } from "../department.ts";
import { asked } from "./asking.ts";

const KEY_HEADER = "apikey";
/** Weather phenomena as the service numbers them. */
const PHENOMENA: Record<Sky, string> = { sunny: "00", cloudy: "01", overcast: "02", shower: "03", thunderstorm: "04", rain: "08", fog: "18" };
const COLOURS = { blue: "蓝色", yellow: "黄色", orange: "橙色", red: "红色" } as const;

export function createMeteorology(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const key = makeSecret();
  return {
    city, id: "meteorology",
    title: "气象服务 Weather",
    http: {
      guard: requireKey(KEY_HEADER, key),
      routes(http) {
        http.get("/v3/city/now", { schema: { querystring: asked({}) } }, async () => {
          const { observedAt, temperature, sky, humidity, wind, warnings, days } = weatherAt(world, city, surroundings.now());
          return {
            location: { path: city === "haikou" ? "中国,海南,海口" : "中国,四川,成都" },
            now: { last_update: observedAt, temperature: (temperature / 10).toFixed(1), wp: PHENOMENA[sky], rh: `${humidity}%`, wind: `${wind.from}${wind.force}级` },
            alarm: warnings.map(({ kind, level, text, issuedAt }) => ({ signaltype: kind, signallevel: COLOURS[level], issuecontent: text, issuetime: issuedAt })),
            forecast: days.map(({ on, sky: expected, low, high }) => ({ date: on.replaceAll("-", "/"), wp: PHENOMENA[expected], tmin: String(low), tmax: String(high) })),
          };
        });
      },
    },
    connection: () => ({ apiKey: key }),
  };
}
