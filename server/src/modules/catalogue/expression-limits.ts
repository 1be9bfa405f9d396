/** What an expression of a document may not do, because nothing stops it while it is carried out. Pure. */

const LONGEST_SEARCHED_TEXT = 20_000;
/** Steps that a search may take at worst: about a second. */
const MOST_SEARCH_STEPS = 400_000_000;

/**
 * What no clock stops is refused when it is written: a regular expression that tries every way of failing, and a range, which
 * makes millions of values of two numbers. (JSONata's own bound on lists would do for the latter, and takes a third of all time.)
 */
export function checkParts(node: unknown, seen = new Set<unknown>()): void {
  if (node === null || typeof node !== "object" || seen.has(node)) return;
  seen.add(node);
  if (node instanceof RegExp) {
    if (mayExplode(node.source)) throw new Error("a regular expression repeats a group that itself repeats or chooses, or refers back");
    return;
  }
  if ("type" in node && node.type === "binary" && "value" in node && node.value === "..") throw new Error("a range of numbers is not available");
  for (const part of Object.values(node)) checkParts(part, seen);
}

/**
 * How long a text may be for an expression to be done with it in time, when nothing in it matches: each repetition without
 * an end may stop at every character, each choice doubles the ways.
 */
export function longestTextFor(source: string): number {
  const plain = source.replaceAll(/\\./g, "x").replaceAll(/\[[^\]]*\]/g, "x").replaceAll(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, "(");
  const endless = [...plain.matchAll(/[*+]|\{\d+,(\d*)\}/g)].length;
  // A question mark after one of those only says in which order it tries.
  const choices = [...plain.matchAll(/(?<![*+}])\?|\|/g)].length;
  return Math.min(LONGEST_SEARCHED_TEXT, Math.floor((MOST_SEARCH_STEPS / 2 ** choices) ** (1 / (endless + 1))));
}

/** Cautious rather than exact: a repeated group must hold neither a repetition nor a choice. */
export function mayExplode(source: string): boolean {
  const plain = source.replaceAll(/\[(?:[^\]\\]|\\.)*\]/g, "x");
  if (/\\[1-9]|\\k</.test(plain)) return true;
  const text = plain.replaceAll(/\\./g, "x");
  const groups: { isRisky: boolean }[] = [{ isRisky: false }];
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index];
    const current = groups.at(-1);
    if (sign === "(") {
      groups.push({ isRisky: false });
      // The question mark of (?: and its like repeats nothing.
      if (text[index + 1] === "?") index += 1;
    } else if (sign === ")") {
      const closed = groups.pop();
      const isRepeated = /^([*+]|\{\d+,)/.test(text.slice(index + 1)) || Number(text.slice(index + 1).match(/^\{(\d+)\}/)?.[1] ?? 0) > 10;
      if (closed?.isRisky && isRepeated) return true;
      const outer = groups.at(-1);
      if (outer && closed?.isRisky) outer.isRisky = true;
    } else if (current && (sign === "*" || sign === "+" || sign === "|" || sign === "?" || (sign === "{" && /^\{\d+,/.test(text.slice(index))))) current.isRisky = true;
  }
  return false;
}

/** Whether a text can be matched whole, without anybody being able to make that last for minutes. @param longest characters of the texts it is matched with */
export function isSafePattern(pattern: string, longest: number): boolean {
  try {
    return RegExp(`^(?:${pattern})$`, "u") instanceof RegExp && !mayExplode(pattern) && longestTextFor(pattern) >= longest;
  } catch {
    return false;
  }
}
