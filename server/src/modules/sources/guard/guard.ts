/** What stands between us and a department's system, so that its bad day is not everybody's. */
import { BrokenCircuitError, BulkheadRejectedError, bulkhead, circuitBreaker, CircuitState, ConsecutiveBreaker, ExponentialBackoff, handleWhen, retry, wrap } from "cockatiel";
import type { Source } from "../../catalogue/index.ts";
import { type FaultKind, SourceFault } from "../transports/transport.ts";

/** What waits for a place among the questions under way; more is refused, for it would come too late. */
const QUEUE_BY_PLACE = 4;
const FIRST_PAUSE_MS = 40;
const LONGEST_PAUSE_MS = 400;
const MINUTE_MS = 60_000;

/** Our own mistakes and limits say nothing about whether the system is well. */
const NOT_ITS_FAULT: ReadonlySet<FaultKind> = new Set(["limited", "overloaded", "not-connected"]);

/** What a system may do about one person's record alone: who cannot be reached at all is in trouble whoever is asked about. */
const MAY_BE_ONE_PERSONS: ReadonlySet<FaultKind> = new Set(["failed", "malformed", "refused", "too-large", "wrong-charset"]);

/** What a process does at once: when everybody comes together, questions wait here, and everything else keeps its turn. */
export interface Places {
  execute<Answer>(work: () => Promise<Answer> | Answer): Promise<Answer>;
}

const QUESTIONS_AT_ONCE = 96;
/** What takes longer waits for a department and is no work of ours. */
const LONGEST_HELD_MS = 250;

/** Shared by all guards of a process. A question gives its place back when it waits for long: else two hung departments took all of them. */
export function createPlaces(): Places {
  const places = bulkhead(QUESTIONS_AT_ONCE, Number.POSITIVE_INFINITY);
  return {
    async execute(work) {
      // In a list, since a promise would be waited for.
      const [answer] = await places.execute(async () => {
        const running = Promise.resolve(work());
        let timer: NodeJS.Timeout | undefined;
        await Promise.race([running.catch(() => undefined), new Promise((resolve) => (timer = setTimeout(resolve, LONGEST_HELD_MS)))]);
        clearTimeout(timer);
        return [running] as const;
      });
      return answer;
    },
  };
}

export type GuardState = "closed" | "open" | "half-open";

export interface Guard {
  /**
   * Asks within the source's limits: not more at once or by minute than agreed, each try within its time, another try
   * after a pause of chance where asking twice is harmless, none while the source is left alone.
   * @param options.about whom the question is about: of answers about one person that cannot be used only the first in a row counts against the source
   * @throws {SourceFault}
   */
  run<Answer>(ask: (signal: AbortSignal) => Promise<Answer>, options: { safe: boolean; about?: string | undefined }): Promise<Answer>;
  state(): GuardState;
  /** Whether a question now would go out: not while the source is left alone, nor while another one probes it. */
  isOpenForQuestions(): boolean;
}

/** @param onChange when the source is left alone, and when it is asked again */
export function createGuard({ limits, breaker }: Pick<Source, "limits" | "breaker">, onChange: (state: GuardState, lastFault: FaultKind | undefined) => void = () => undefined, shared: Places = createPlaces()): Guard {
  let lastFault: FaultKind | undefined;
  const places = bulkhead(limits.concurrency, limits.concurrency * QUEUE_BY_PLACE);
  // Somebody whose record the system stumbles over may ask as often as they like: one person's trouble closes it to nobody.
  const inTrouble = new Set<string>();
  const repeatedTrouble = new WeakSet<SourceFault>();
  const circuit = circuitBreaker(handleWhen((error) => isItsFault(error) && !repeatedTrouble.has(error)), { halfOpenAfter: breaker.openSeconds * 1000, breaker: new ConsecutiveBreaker(breaker.failures) });
  const again = retry(handleWhen(isWorthAnotherTry), { maxAttempts: limits.retries, backoff: new ExponentialBackoff({ initialDelay: FIRST_PAUSE_MS, maxDelay: LONGEST_PAUSE_MS }) });
  const once = wrap(circuit, places);
  const repeated = limits.retries > 0 ? wrap(again, circuit, places) : once;
  const rate = createRate(limits.perMinute);
  let pausedUntil = 0;

  const state = (): GuardState => (circuit.state === CircuitState.Closed ? "closed" : circuit.state === CircuitState.HalfOpen ? "half-open" : "open");
  circuit.onBreak(() => onChange("open", lastFault));
  circuit.onReset(() => onChange("closed", undefined));
  let openedAt = 0;
  circuit.onBreak(() => (openedAt = Date.now()));

  return {
    state,
    isOpenForQuestions: () => circuit.state === CircuitState.Closed || (circuit.state === CircuitState.Open && Date.now() - openedAt >= breaker.openSeconds * 1000),
    async run(ask, { safe, about }) {
      if (circuit.state === CircuitState.HalfOpen) throw new SourceFault("unreachable", "another question probes the source");
      if (Date.now() < pausedUntil) throw new SourceFault("limited", "the source asked for a pause");
      try {
        return await (safe ? repeated : once).execute(async () => {
          if (!rate.take()) throw new SourceFault("limited", "more questions in a minute than agreed");
          try {
            // Its time begins when it has a place: our own crowd is not the department's fault.
            const answer = await shared.execute(() => ask(AbortSignal.timeout(limits.timeoutMs)));
            inTrouble.clear();
            return answer;
          } catch (error) {
            if (!(error instanceof SourceFault)) throw error;
            lastFault = error.kind;
            // A probe that fails has failed, whoever it was about.
            if (about !== undefined && MAY_BE_ONE_PERSONS.has(error.kind) && circuit.state === CircuitState.Closed) {
              if (inTrouble.has(about)) repeatedTrouble.add(error);
              inTrouble.add(about);
            }
            if (error.kind === "limited" && error.retryAfterMs !== undefined) pausedUntil = Date.now() + Math.min(error.retryAfterMs, MINUTE_MS);
            throw error;
          }
        });
      } catch (error) {
        if (error instanceof BrokenCircuitError) throw new SourceFault("unreachable", "the source is left alone after failing too often");
        if (error instanceof BulkheadRejectedError) throw new SourceFault("overloaded", "too many questions are waiting for this source");
        throw error;
      }
    },
  };
}

function isItsFault(error: unknown): error is SourceFault {
  return error instanceof SourceFault && !NOT_ITS_FAULT.has(error.kind) && !isUnasked(error);
}

/** It never went out, because of what somebody put into it: else a stranger's odd words would close a department to everybody. */
export function isUnasked({ detail }: SourceFault): boolean {
  return detail.place === "request.input";
}

/** Who was slow once would only be waited for twice, and who asked for a pause gets it. */
function isWorthAnotherTry(error: unknown): boolean {
  return error instanceof SourceFault && error.retryable && error.kind !== "slow" && error.kind !== "limited";
}

/** Questions of the last minute, counted in windows of a second. */
function createRate(perMinute: number | undefined): { take(): boolean } {
  const windows: { second: number; count: number }[] = [];
  let total = 0;
  return {
    take() {
      if (perMinute === undefined) return true;
      const second = Math.floor(Date.now() / 1000);
      while (windows[0] && windows[0].second <= second - 60) total -= windows.shift()?.count ?? 0;
      if (total >= perMinute) return false;
      const last = windows.at(-1);
      if (last?.second === second) last.count += 1;
      else windows.push({ second, count: 1 });
      total += 1;
      return true;
    },
  };
}
