/** What an HTTP status says about the source. */
import { type FaultDetail, SourceFault } from "../source-fault.ts";
import type { HttpAnswer } from "./channel.ts";

const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** Undefined: the answer is good, as far as its status goes. 404 is left to whoever knows what it means there. */
export function faultOfStatus({ status, headers }: HttpAnswer): SourceFault | undefined {
  const detail: FaultDetail = { status };
  const retryAfterMs = readRetryAfter(headers["retry-after"]);
  const waiting = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status >= 200 && status < 300) return undefined;
  // Where to is not told: an address may hold anything, and following it would let a department steer us inside our network.
  if (status >= 300 && status < 400) return new SourceFault("redirected", "answers with a redirection, which is never followed", { detail });
  if (status === 429) return new SourceFault("limited", "asks us to ask less", { detail, ...waiting });
  if (status === 408) return new SourceFault("slow", "gave up waiting for the question", { detail });
  if (status >= 500) return new SourceFault("failed", `answers with error ${status}`, { detail, ...waiting });
  return new SourceFault("refused", `refuses the question with ${status}`, { detail });
}

/** RFC 9110 §10.2.3: seconds or a date. Never longer than an hour, whatever it says. */
function readRetryAfter(text: string | undefined): number | undefined {
  if (text === undefined || text === "") return undefined;
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : undefined;
}
