import type { CityId } from "../population/index.ts";
import { hourIn, tide } from "./tides.ts";
import type { World } from "./world.ts";

export interface CarPark {
  name: string;
  district: string;
  address: string;
  total: number;
  free: number;
}

/** Name, district, street, places; busy by day where people work and shop, by night where they live. */
const CAR_PARKS: Record<CityId, readonly (readonly [name: string, district: string, street: string, total: number, busy: "day" | "night"])[]> = {
  haikou: [
    ["明珠广场停车场", "460106", "龙华区海秀东路示例8号", 420, "day"], ["万绿园停车场", "460106", "龙华区滨海大道示例1号", 650, "day"], ["国贸示例大厦车库", "460106", "龙华区国贸路示例22号", 310, "day"],
    ["骑楼老街停车场", "460108", "美兰区得胜沙路示例3号", 180, "day"], ["海口东站停车场", "460107", "琼山区凤翔东路示例9号", 900, "day"], ["日月广场车库", "460108", "美兰区国兴大道示例8号", 1_600, "day"],
    ["海甸岛示例小区停车场", "460108", "美兰区海甸五西路示例15号", 260, "night"], ["秀英港停车场", "460105", "秀英区滨海大道示例96号", 520, "day"], ["红城湖公园停车场", "460107", "琼山区红城湖路示例2号", 240, "day"],
  ],
  chengdu: [
    ["天府广场地下停车场", "510105", "青羊区人民南路一段示例86号", 800, "day"], ["春熙路示例车库", "510104", "锦江区红星路三段示例1号", 620, "day"], ["宽窄巷子停车场", "510105", "青羊区下同仁路示例6号", 240, "day"],
    ["金融城示例大厦车库", "510107", "武侯区交子大道示例88号", 1_100, "day"], ["火车南站停车场", "510107", "武侯区天仁北街示例2号", 760, "day"], ["建设路示例停车场", "510108", "成华区建设路示例26号", 380, "day"],
    ["玉林示例小区停车场", "510107", "武侯区玉林南路示例12号", 210, "night"], ["熊猫基地停车场", "510108", "成华区熊猫大道示例1375号", 1_500, "day"], ["西南交大示例停车场", "510106", "金牛区二环路北一段示例111号", 330, "day"],
  ],
};

/** @param district code of one; undefined: all */
export function carParksAt(world: World, city: CityId, district: string | undefined, now: Date): CarPark[] {
  const hour = hourIn(now);
  const stream = city === "haikou" ? 0 : 100;
  return CAR_PARKS[city].flatMap(([name, code, street, total, busy], number) => {
    if (district !== undefined && district !== code) return [];
    const middle = busy === "day" ? 14 : 2;
    const distance = Math.min(Math.abs(hour - middle), 24 - Math.abs(hour - middle));
    const fullness = Math.min(1, 0.12 + 0.8 * Math.exp(-((distance / 5) ** 2)) * (0.75 + 0.5 * tide(world, "car park", stream + number, now, 40)));
    return [{ name, district: code, address: street, total, free: Math.round(total * (1 - fullness)) }];
  });
}
