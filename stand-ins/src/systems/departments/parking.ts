/** The car parks' operator, open to all. */
import { Type } from "typebox";
import { carParksAt } from "../../lives/index.ts";
import { type Department, type Surroundings, timeOf } from "../department.ts";
import { asked, text } from "./asking.ts";

export function createParking(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  return {
    city, id: "parking",
    title: "停车场余位 Parking",
    http: {
      routes(http) {
        http.get("/park/list", { schema: { querystring: asked({ areaCode: Type.Optional(text(6)) }) } }, async ({ query }) => ({
          updateTime: timeOf(surroundings),
          list: carParksAt(world, city, query.areaCode, surroundings.now()).map(({ name, district, address, total, free }) => ({ parkName: name, areaCode: district, addr: address, totalNum: total, leftNum: free })),
        }));
      },
    },
    connection: () => ({}),
  };
}
