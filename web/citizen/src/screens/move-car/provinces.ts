/** The characters that number plates begin with, and the province codes (GB/T 2260) they stand for. */
const BY_CODE: Readonly<Record<string, string | undefined>> = {
  11: "京", 12: "津", 13: "冀", 14: "晋", 15: "蒙", 21: "辽", 22: "吉", 23: "黑", 31: "沪", 32: "苏", 33: "浙", 34: "皖", 35: "闽", 36: "赣", 37: "鲁", 41: "豫", 42: "鄂", 43: "湘",
  44: "粤", 45: "桂", 46: "琼", 50: "渝", 51: "川", 52: "贵", 53: "云", 54: "藏", 61: "陕", 62: "甘", 63: "青", 64: "宁", 65: "新",
};
const ALL = Object.values(BY_CODE).filter((character): character is string => character !== undefined);

/** The city's own first: most cars that stand in the way are from here. */
export function provincesFrom(division: string): string[] {
  const own = BY_CODE[division.slice(0, 2)];
  return own === undefined ? ALL : [own, ...ALL.filter((character) => character !== own)];
}

const REST = /^[A-HJ-NP-Z][A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警]$/;

/** As it is stored: no spaces, no dots, capital letters. */
export function tidyPlate(typed: string): string {
  return typed.normalize("NFKC").toUpperCase().replace(/[\s·•.-]/g, "");
}

/** A whole plate typed or pasted into the second field is taken apart. */
export function splitPlate(typed: string): { province?: string; rest: string } {
  const tidy = tidyPlate(typed);
  const [first = ""] = tidy;
  return ALL.includes(first) ? { province: first, rest: tidy.slice(1) } : { rest: tidy };
}

/** A letter, then five characters, or six on new-energy plates; I and O are never used. */
export function isPlateRest(rest: string): boolean {
  return REST.test(rest);
}
