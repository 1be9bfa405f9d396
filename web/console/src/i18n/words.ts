/** Words found by a name that is only known at run time: of problems, roles, kinds of document. */
import * as messages from "../paraglide/messages.js";

export type Word = (inputs?: Record<string, string | number>) => string;

const WORDS = messages as unknown as Record<string, Word | undefined>;

export function findWord(name: string, inputs?: Record<string, string | number>): string | undefined {
  return WORDS[name]?.(inputs);
}
