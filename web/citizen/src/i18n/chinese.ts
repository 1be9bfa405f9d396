import { spokenLocale } from "./locale.ts";

/** Whether a text is Chinese in the main, as names and what departments keep are on an English page too. */
export function isChinese(text: string): boolean {
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
  const chinese = count(/\p{Script=Han}/gu);
  return chinese > 0 && chinese >= count(/\p{Script=Latin}/gu);
}

/** For a text of somebody else's within a sentence: it cannot turn the sentence around. Elsewhere `bdi` does it. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** For elements that know no `bdi`, such as those of a drawing. */
export function langOf(text: string): "zh" | undefined {
  return spokenLocale() === "en" && isChinese(text) ? "zh" : undefined;
}
