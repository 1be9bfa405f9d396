/** Real districts, invented streets: an address never leads to somebody's door. */
import { draw, pick } from "./randomness.ts";

export type CityId = "haikou" | "chengdu";

export interface District {
  code: string;
  name: string;
  city: CityId;
}

const CITY_NAMES: Record<CityId, string> = { haikou: "海南省海口市", chengdu: "四川省成都市" };

export const DISTRICTS: Record<CityId, readonly District[]> = {
  haikou: listDistricts("haikou", "460105 秀英区|460106 龙华区|460107 琼山区|460108 美兰区"),
  chengdu: listDistricts(
    "chengdu",
    "510104 锦江区|510105 青羊区|510106 金牛区|510107 武侯区|510108 成华区|510112 龙泉驿区|510113 青白江区|510114 新都区|510115 温江区|510116 双流区|" +
      "510117 郫都区|510118 新津区|510121 金堂县|510129 大邑县|510131 蒲江县|510181 都江堰市|510182 彭州市|510183 邛崃市|510184 崇州市|510185 简阳市",
  ),
};

export const STREET_WORDS = ["云舟", "星桥", "榆灯", "棠影", "鹭语", "蓝砂", "桂渡", "月井", "竹帆", "芸窗", "枫铃", "雁书", "霞织", "松弦", "荷镜", "麦笛"];

/** @param household the index of its first member, so that everybody in it lives at one place */
export function homeOf(city: CityId, household: number, seed: number): { district: District; address: string } {
  const district = pick(DISTRICTS[city], seed, "district", household);
  const room = `${1 + draw(seed, "room", household, 18)}0${1 + draw(seed, "room", household + 1, 4)}`;
  return { district, address: writeAddress(district, `${pick(STREET_WORDS, seed, "street", household)}示例路${1 + draw(seed, "houseNumber", household, 200)}号${1 + draw(seed, "building", household, 12)}栋${room}室`) };
}

export function writeAddress(district: District, street: string): string {
  return CITY_NAMES[district.city] + district.name + street;
}

export function findDistrict(code: string): District {
  const found = [...DISTRICTS.haikou, ...DISTRICTS.chengdu].find((district) => district.code === code);
  if (!found) throw new Error(`There is no district ${code}.`);
  return found;
}

function listDistricts(city: CityId, text: string): District[] {
  return text.split("|").map((line) => ({ code: line.slice(0, 6), name: line.slice(7), city }));
}
