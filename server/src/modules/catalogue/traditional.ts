import * as OpenCC from "opencc-js/cn2t";

/**
 * Characters only, not phrases: phrase conversion turns 短信 into 簡訊 and 出租车 into 計程車, but the names of a mainland
 * office stay as they are in any script.
 */
const convert = OpenCC.Converter({ from: "cn", to: "tw" });

/** A copy of a reply in which every Chinese text (a member named `zh`, or a suggestion's `text`) is in traditional characters. */
export function toTraditional<Value>(value: Value, name = ""): Value {
  if (typeof value === "string") return (name === "zh" || name === "text" ? convert(value) : value) as Value;
  if (Array.isArray(value)) return value.map((each) => toTraditional(each, name)) as Value;
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toTraditional(member, key)])) as Value;
  }
  return value;
}
