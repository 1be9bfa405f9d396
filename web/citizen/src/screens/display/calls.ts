/** Which calls are new to a screen, and how a number is said. Pure. */

export interface Call {
  number: string;
  counter: number;
  calledAt: string;
  times: number;
}

/** A number that is called once more is a new call. */
export function callKey({ number, counter, calledAt }: Call): string {
  return `${number} ${counter} ${calledAt}`;
}

/** The oldest first, as they would have been said. */
export function newCalls(said: ReadonlySet<string>, serving: readonly Call[]): Call[] {
  return serving.filter((call) => !said.has(callKey(call))).reverse();
}

/** `A 0 1 2`: character by character, so that nobody hears twelve. */
export function spelled(number: string): string {
  return Array.from(number).join(" ");
}
