/**
 * How words sound and how that sound gets typed: in full, as an initial, unfinished, or as a southerner hears it.
 */
import { pinyin, polyphonic } from "pinyin-pro";

/** The syllables of a Chinese text, one per character, without tones; ü is v. */
export function syllablesOf(hanText: string): string[] {
  return pinyin(hanText, { toneType: "none", type: "array", v: true });
}

const readingsOfCharacter = new Map<string, readonly string[]>();

/** Every reading of one character: a query gives too little context to choose. */
export function readingsOf(character: string): readonly string[] {
  let readings = readingsOfCharacter.get(character);
  if (!readings) {
    const spoken = polyphonic(character, { toneType: "none", type: "array", v: true })[0] ?? "";
    readings = [...new Set(Array.isArray(spoken) ? spoken : spoken.split(" "))];
    readingsOfCharacter.set(character, readings);
  }
  return readings;
}

const INITIAL = /^(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])/u;

/** Pairs that large parts of the country do not tell apart. */
const CONFUSED_INITIALS: Readonly<Record<string, string>> = { zh: "z", z: "zh", ch: "c", c: "ch", sh: "s", s: "sh", n: "l", l: "n", h: "f", f: "h" };

function otherFinal(final: string): string | undefined {
  if (/[aei]ng$/u.test(final)) return final.slice(0, -1);
  if (/[aei]n$/u.test(final)) return `${final}g`;
  // Nobody says "gon", but many type it.
  if (final.endsWith("ong")) return final.slice(0, -1);
  return undefined;
}

/** Spellings that sound like the syllable to some ears. */
export function soundAlikes(syllable: string): string[] {
  const initial = INITIAL.exec(syllable)?.[0] ?? "";
  const final = syllable.slice(initial.length);
  const initials = [initial, CONFUSED_INITIALS[initial]].filter((text) => text !== undefined);
  const finals = [final, otherFinal(final)].filter((text) => text !== undefined);
  return initials.flatMap((start) => finals.map((end) => start + end)).filter((spelling) => spelling !== syllable);
}

/** What people type for the syllable when they type initials: "zh" or "z" for "zheng". */
export function initialsOf(syllable: string): string[] {
  const initial = INITIAL.exec(syllable)?.[0] ?? syllable.slice(0, 1);
  return initial.length === 2 ? [initial, initial.slice(0, 1)] : [initial];
}
