import { createPermutation } from "./permutation.ts";
import { CREDIT_CODES, readCreditCode, writeCreditCode } from "./credit-code.ts";
import { AGENT, LEGAL_REPRESENTATIVE, NEIGHBOURHOOD_SIZE } from "./neighbourhood.ts";
import type { CityId } from "./places.ts";
import { draw, pick } from "./randomness.ts";

export type EnterpriseState = "active" | "revoked" | "cancelled";

export interface Enterprise {
  index: number;
  name: string;
  creditCode: string;
  state: EnterpriseState;
  city: CityId;
  /** Index of a person. */
  legalRepresentative: number;
  /** Indexes of people who do errands for it and hold no office in it. */
  agents: number[];
}

export interface Enterprises {
  at(index: number, city: CityId): Enterprise;
  /** The index whose credit code this would be, were its division right. */
  locate(creditCode: string): number | undefined;
}

const CITY_NAMES: Record<CityId, string> = { haikou: "海口", chengdu: "成都" };
/** Retired in 2002 and 1990 (history of GB/T 2260, github.com/yescallop/areacodes). */
const RETIRED_DIVISIONS: Record<CityId, string> = { haikou: "460102", chengdu: "510103" };
const FIRM_NAMES = ["椰云", "锦云", "澜舟", "鹭岛", "芙月", "榕光", "青栈", "海棠", "竹影", "蓝桥", "星禾", "南帆", "桂川", "晴屿", "松溪", "麦浪"];
const TRADES = ["食品", "科技", "商贸", "物流", "餐饮", "文化传播", "建筑工程", "软件", "旅游", "农业", "教育咨询", "医疗器械"];

/** One of each state, known under every seed. */
const DEMONSTRATION_ENTERPRISES: readonly { name: string; city: CityId; state: EnterpriseState }[] = [
  { name: "海口椰云示例食品有限公司", city: "haikou", state: "active" },
  { name: "海口鹭岛示例物流有限公司", city: "haikou", state: "revoked" },
  { name: "成都锦云示例科技有限公司", city: "chengdu", state: "cancelled" },
];

/** Each neighbourhood has one enterprise. */
export function createEnterprises(seed: number): Enterprises {
  // Not by the seed: the demonstration's credit codes are to be remembered.
  const permutation = createPermutation(CREDIT_CODES, 0, 4);
  return {
    at(index, city) {
      const known = DEMONSTRATION_ENTERPRISES[index];
      const { name, state, city: seat } = known ?? { name: nameOf(index, city), state: stateOf(index), city };
      return {
        index, name, state, city: seat,
        creditCode: writeCreditCode(RETIRED_DIVISIONS[seat], index, permutation),
        legalRepresentative: index * NEIGHBOURHOOD_SIZE + LEGAL_REPRESENTATIVE,
        agents: [index * NEIGHBOURHOOD_SIZE + AGENT],
      };
    },
    locate: (creditCode) => readCreditCode(creditCode, permutation),
  };

  function nameOf(index: number, city: CityId): string {
    return `${CITY_NAMES[city]}${pick(FIRM_NAMES, seed, "firmName", index)}示例${pick(TRADES, seed, "trade", index)}有限公司`;
  }

  /** Of a hundred, three revoked and three cancelled. */
  function stateOf(index: number): EnterpriseState {
    const drawn = draw(seed, "firmState", index, 100);
    if (drawn < 3) return "revoked";
    return drawn < 6 ? "cancelled" : "active";
  }
}
