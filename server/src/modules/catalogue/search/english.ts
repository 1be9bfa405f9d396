/** English words reduced to what they share: "drivers", "driving" and "drive" are one term. */

const STOP_WORDS = new Set(
  ("a an the of for to in on at by with and or is are was be been am do does did can could should would will may must have has had i me my mine we our " +
    "you your it its this that these those there how what where when which who why want need wish like please help get got go make some any from as " +
    "if not no t s im ive about into up out").split(" "),
);

export function isEnglishStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Longest first; the stem keeps at least four letters, so that "care" and "car" stay apart. */
const SUFFIXES = [
  "isations", "izations", "isation", "ization", "ations", "ation", "ments", "ances", "ities", "ment", "ance", "ings", "ions", "ages",
  "ing", "ion", "ity", "age", "ers", "ors", "als", "ied", "ies", "er", "or", "al", "ed", "es", "ly", "e", "s", "y",
];
const SHORTEST_STEM = 4;

/** Shorter words only lose their plural: "fees" and "fee", "taxes" and "tax", never "bus" or "gas". */
function singular(word: string): string {
  if (/(?:x|ch|sh|ss|us)es$/u.test(word)) return word.slice(0, -2);
  if (word.length > 3 && /[^sui]s$/u.test(word)) return word.slice(0, -1);
  return word;
}

export function stem(word: string): string {
  if (!/^[a-z]+$/u.test(word)) return word;
  let result = singular(word).replace(/enc(?=e|ed|ing|es|$)/u, "ens").replaceAll("ph", "f");
  for (let cutting = true; cutting; ) {
    const current = result;
    const suffix = SUFFIXES.find((ending) => current.endsWith(ending) && current.length - ending.length >= SHORTEST_STEM);
    cutting = suffix !== undefined;
    if (suffix) result = current.slice(0, -suffix.length) + (suffix === "ied" || suffix === "ies" || suffix === "y" ? "i" : "");
    // "married", "marry" and "marriage" end on the same letter, and it is no suffix of its own.
    if (suffix === "ied" || suffix === "ies" || suffix === "y") break;
  }
  // "planned" and "plan", "travelling" and "travel"; but "bill" keeps its letters.
  return result.length > SHORTEST_STEM ? result.replace(/([bdgmnprt])\1$/u, "$1") : result;
}
