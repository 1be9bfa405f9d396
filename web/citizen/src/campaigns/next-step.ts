/** What comes after an answer of the lane: one table, so that no refusal is met with something made up on the way. */
import { ApiProblem } from "../api/problem.ts";
import { readPlace } from "./lane.ts";
import type { WaitingPlace } from "./waiting-place.ts";

/** Why it does not go on; each is said in its own words. */
export type Stop = "sold-out" | "closed" | "ended" | "not-eligible" | "level-needed" | "sign-in-needed" | "refused";

export type NextStep =
  /** The same again after a while: nothing is known, or the server is full. */
  | { do: "repeat"; afterSeconds?: number }
  /** The turn is somewhere behind others. */
  | { do: "wait"; place: WaitingPlace }
  /** Not open yet: one waits among those who are early. */
  | { do: "hold" }
  /** Stopped for a while by an operator. */
  | { do: "rest"; afterSeconds?: number }
  /** Whether one may take part has to be found out first, or again. */
  | { do: "check" }
  /** A challenge has to be solved first. */
  | { do: "solve"; members: Readonly<Record<string, unknown>> }
  /** The ticket is another's or from another time: without it, from the start. */
  | { do: "rejoin" }
  | { do: "stop"; why: Stop };

const STOPS: Record<string, Stop> = {
  "campaign-sold-out": "sold-out",
  "campaign-closed": "closed",
  "campaign-ended": "ended",
  "not-eligible": "not-eligible",
  "level-needed": "level-needed",
  "sign-in-needed": "sign-in-needed",
};

const STEPS: Record<string, NextStep["do"] & ("hold" | "check" | "rejoin")> = {
  "campaign-not-open": "hold",
  "pass-needed": "check",
  "pass-refused": "check",
  "ticket-refused": "rejoin",
};

export function nextStep(error: unknown): NextStep {
  if (!(error instanceof ApiProblem)) throw error;
  const { status, code, members } = error;
  const afterSeconds = typeof members.retryAfterSeconds === "number" ? members.retryAfterSeconds : undefined;
  const why = STOPS[code];
  if (why) return { do: "stop", why };
  if (code === "challenge-needed" || code === "challenge-refused") return { do: "solve", members };
  if (code === "campaign-paused" || status === 423) return { do: "rest", afterSeconds };
  if (code === "wait-for-your-turn") return waitOrRepeat(members, afterSeconds);
  const step = STEPS[code];
  if (step) return { do: step };
  // 410 without a word of ours is still gone, and 401 still nobody.
  if (status === 410) return { do: "stop", why: "closed" };
  if (status === 401) return { do: "stop", why: "sign-in-needed" };
  if (status === 0 || status === 408 || status === 425 || status === 429 || status >= 500) return { do: "repeat", afterSeconds };
  return { do: "stop", why: "refused" };
}

function waitOrRepeat(members: Readonly<Record<string, unknown>>, afterSeconds: number | undefined): NextStep {
  try {
    return { do: "wait", place: readPlace(members) };
  } catch {
    return { do: "repeat", afterSeconds };
  }
}
