/** What went wrong with a department's system, in words that hold no personal data: they go to logs, to the console and to alarms. */

export type FaultKind =
  | "slow"
  | "unreachable"
  | "refused"
  | "limited"
  | "failed"
  | "too-large"
  | "malformed"
  | "wrong-charset"
  | "certificate"
  | "redirected"
  | "not-connected"
  | "overloaded";

/** Asking again may help: the others stay as they are until somebody mends something. */
const RETRYABLE: ReadonlySet<FaultKind> = new Set(["slow", "unreachable", "limited", "failed"]);

/** Facts for operators: codes, counts and places. Never a value out of an answer or a question. */
export type FaultDetail = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export class SourceFault extends Error {
  override readonly name = "SourceFault";
  readonly kind: FaultKind;
  readonly detail: FaultDetail;
  readonly retryable: boolean;
  /** How long the system asked to be left alone. */
  readonly retryAfterMs: number | undefined;

  /**
   * There is no `cause`: other programs' errors quote what they choked on, which is about a person. What is safe of them,
   * as a code, goes into `detail`.
   */
  constructor(kind: FaultKind, message: string, options: { detail?: FaultDetail; retryable?: boolean; retryAfterMs?: number } = {}) {
    super(message);
    this.kind = kind;
    this.detail = options.detail ?? {};
    this.retryable = options.retryable ?? RETRYABLE.has(kind);
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * What to throw once a signal has ended the wait: the deadline is the source's fault; whatever else ended it (the person
 * went away, the server stops) is the caller's own and comes back as it is.
 */
export function abortionOf(signal: AbortSignal): unknown {
  const reason: unknown = signal.reason;
  if (reason instanceof DOMException && reason.name === "TimeoutError") return new SourceFault("slow", "did not answer in time");
  return reason;
}

/** The promise, or the signal's end if that comes first. What the promise does afterwards disturbs nobody. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => undefined);
    throw abortionOf(signal);
  }
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(abortionOf(signal));
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}
