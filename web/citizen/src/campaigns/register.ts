/**
 * One tap, and then all that it takes: waits for the turn, repeats what was lost, rests while the lane rests. It may be
 * broken off at any moment, also by closing the tab, and goes on from where it was: the place is kept on the device, the
 * entry by the server, and the same request never counts twice.
 */
import type { Text } from "../api/catalogue.ts";
import type { Entry, LaneRequest } from "./lane.ts";
import { nextStep, type Stop } from "./next-step.ts";
import { afterOpening, type Chance, untilNextLook, untilRetry } from "./patience.ts";
import { advance, forgetPlace, keepPlace, keptPlace, type WaitingPlace } from "./waiting-place.ts";

export type Standing =
  | { at: "checking" }
  /** `again`: how often the same request had to be sent once more. */
  | { at: "sending"; again: number }
  | { at: "waiting"; place: WaitingPlace; trouble: boolean }
  | { at: "resting"; place: WaitingPlace | undefined }
  | { at: "solving" }
  | { at: "registered"; entry: Entry }
  | { at: "stopped"; why: Stop; refusal?: Text };

/** Whether somebody may take part, and the pass that says so to the lane. */
export type Eligibility = { eligible: true; pass?: string } | { eligible: false; refusal?: Text };

interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface RegistrationParts {
  /** City and slug, such as `haikou/red-packet-2027`. */
  campaign: string;
  person: string;
  opensAt: number;
  /** A pass that was asked for before, if any. */
  pass: string | undefined;
  place(request: LaneRequest): Promise<WaitingPlace>;
  enter(request: LaneRequest): Promise<Entry>;
  check(): Promise<Eligibility>;
  solve(members: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** By the server's clock. */
  now(): number;
  /** Rejects when the signal ends it. */
  sleep(milliseconds: number): Promise<void>;
  chance: Chance;
  store: Store;
  show(standing: Standing): void;
}

/** Looks are a minute apart before the opening: there is nothing new to see until then. */
const BEFORE_OPENING_LOOK_MS = 60_000;
/** A pass or a solution that is refused again right after it was made is not made a third time. */
const MOST_CHECKS = 3;

export async function register(parts: RegistrationParts, signal: AbortSignal): Promise<void> {
  const { campaign, person, chance } = parts;
  let place = keptPlace(parts.store, campaign, person);
  let pass = parts.pass;
  let challenge: unknown;
  let failures = 0;
  let checks = 0;
  const isEarly = () => parts.now() < parts.opensAt;
  const settle = (after: WaitingPlace) => {
    place = advance(place, after);
    keepPlace(parts.store, campaign, person, place);
    return place;
  };
  const stop = (why: Stop, refusal?: Text) => {
    forgetPlace(parts.store, campaign);
    parts.show({ at: "stopped", why, ...(refusal ? { refusal } : {}) });
  };

  for (;;) {
    signal.throwIfAborted();
    try {
      if (isEarly() || challenge !== undefined || (place && !place.canEnter)) {
        if (place) parts.show({ at: "waiting", place, trouble: failures > 0 });
        const now = settle(await parts.place({ ticket: place?.ticket, pass, challenge }));
        [failures, challenge] = [0, undefined];
        if (!now.canEnter || isEarly()) {
          parts.show({ at: "waiting", place: now, trouble: false });
          await parts.sleep(untilLook(parts, now));
          continue;
        }
      }
      parts.show({ at: "sending", again: failures });
      const entry = await parts.enter({ ticket: place?.ticket, pass });
      forgetPlace(parts.store, campaign);
      parts.show({ at: "registered", entry });
      return;
    } catch (error) {
      signal.throwIfAborted();
      const step = nextStep(error);
      switch (step.do) {
        case "repeat":
          failures += 1;
          parts.show(place && !place.canEnter ? { at: "waiting", place, trouble: true } : { at: "sending", again: failures });
          await parts.sleep(untilRetry(failures, step.afterSeconds, chance));
          break;
        case "wait": {
          const now = settle({ ...step.place, canEnter: false });
          failures = 0;
          parts.show({ at: "waiting", place: now, trouble: false });
          await parts.sleep(untilLook(parts, now));
          break;
        }
        case "hold":
          // The lane's clock decides; ours was a little ahead of it.
          await parts.sleep(Math.max(0, parts.opensAt - parts.now()) + 500 + afterOpening(chance));
          break;
        case "rest":
          parts.show({ at: "resting", place });
          await parts.sleep(untilRetry(4, step.afterSeconds, chance));
          break;
        case "check": {
          checks += 1;
          if (checks > MOST_CHECKS) return stop("refused");
          parts.show({ at: "checking" });
          const found = await parts.check();
          if (!found.eligible) return stop("not-eligible", found.refusal);
          pass = found.pass;
          break;
        }
        case "solve":
          checks += 1;
          if (checks > MOST_CHECKS) return stop("refused");
          parts.show({ at: "solving" });
          challenge = await parts.solve(step.members);
          break;
        case "rejoin":
          if (!place) return stop("refused");
          forgetPlace(parts.store, campaign);
          place = undefined;
          break;
        case "stop":
          return stop(step.why);
      }
    }
  }
}

function untilLook({ now, opensAt, chance }: RegistrationParts, place: WaitingPlace): number {
  const toOpening = opensAt - now();
  if (toOpening > BEFORE_OPENING_LOOK_MS * 1.5) return untilNextLook(BEFORE_OPENING_LOOK_MS * 5, chance);
  if (toOpening > 0) return toOpening + afterOpening(chance);
  return untilNextLook(place.turnAt === undefined ? undefined : Math.max(0, place.turnAt - now()), chance);
}
