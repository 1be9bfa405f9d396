/** The environment's monitoring stations, open to all: figures as texts, a dash where there is none. */
import { airAt } from "../../lives/index.ts";
import { type Department, type Surroundings } from "../department.ts";
import { asked } from "./asking.ts";
import { spacedTime } from "./writing.ts";

export function createEcology(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  return {
    city, id: "ecology",
    title: "空气质量发布系统 Air quality",
    http: {
      routes(http) {
        http.get("/aqi/current", { schema: { querystring: asked({}) } }, async () => {
          const { measuredAt, index, main, stations, hours } = airAt(world, city, surroundings.now());
          return {
            Area: city === "haikou" ? "海口市" : "成都市", TimePoint: spacedTime(measuredAt), AQI: String(index), PrimaryPollutant: main ?? "—",
            Stations: stations.map((station) => ({ PositionName: station.name, AQI: String(station.index), PM2_5: String(station.pm25), PM10: String(station.pm10), O3: String(station.ozone) })),
            Last24h: hours.map(({ at, index: value }) => ({ TimePoint: spacedTime(at), AQI: String(value) })),
          };
        });
      },
    },
    connection: () => ({}),
  };
}
