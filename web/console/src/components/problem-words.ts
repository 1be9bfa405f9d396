import { Problem } from "../api/problem.ts";
import { m } from "../i18n/m.ts";
import { findWord } from "../i18n/words.ts";

/** What went wrong, in the clerk's language; the server's own sentence stands beside it. */
export function problemWords(error: unknown): string {
  if (!(error instanceof Problem)) return m.problem_unknown();
  return findWord(`problem_${error.code.replaceAll("-", "_")}`) ?? m.problem_unknown();
}
