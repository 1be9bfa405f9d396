/** The bus company's live positions, open to all. */
import { arrivalsAt } from "../../lives/index.ts";
import { type Department, type Surroundings, timeOf } from "../department.ts";
import { sendProblem } from "../../http.ts";
import { asked, text } from "./asking.ts";

/** load, as the doors' counters say. */
const LOADS = { low: 1, middle: 2, high: 3 } as const;

export function createTransit(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  return {
    city, id: "transit",
    title: "公交实时到站 Buses",
    http: {
      routes(http) {
        http.get("/realtime/v1/stop", { schema: { querystring: asked({ lineName: text(30), stationName: text(60) }) } }, async ({ query }, reply) => {
          const found = arrivalsAt(world, city, query.lineName, query.stationName, surroundings.now());
          if (!found) return sendProblem(reply, 404, "Not Found", "No such line stops there.");
          return {
            status: 0, serverTime: timeOf(surroundings), lineName: found.line, stationName: found.stop, endStation: found.direction,
            buses: found.arrivals.map(({ plate, stopsAway, seconds, crowding }) => ({ busNo: plate, leftStations: stopsAway, etaSeconds: seconds, load: LOADS[crowding] })),
          };
        });
      },
    },
    connection: () => ({}),
  };
}
