/** The words of the rooms, loaded with the first of them: the shell alone needs few. */
import * as messages from "../../room-words/src/paraglide/messages.js";
import { overwriteGetLocale } from "../../room-words/src/paraglide/runtime.js";
import { spokenLocale } from "./locale.ts";
import type { Word } from "./words.ts";

overwriteGetLocale(spokenLocale);

export { m as w } from "../../room-words/src/paraglide/messages.js";

const WORDS = messages as unknown as Record<string, Word | undefined>;

/** A word found by a name that is only known at run time. */
export function findRoomWord(name: string, inputs?: Record<string, string | number>): string | undefined {
  return WORDS[name]?.(inputs);
}
