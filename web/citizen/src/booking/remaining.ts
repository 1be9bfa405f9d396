import { useEffect, useState } from "react";

/** Whole seconds from now until then; never negative. */
export function secondsUntil(at: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(at) - now) / 1_000));
}

/** 4:05 */
export function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What is worth saying aloud of a countdown: that a minute is left, and that it is over. Counting aloud helps nobody. */
export function toBeSaid(seconds: number): "minute" | "over" | undefined {
  if (seconds === 0) return "over";
  return seconds <= 60 ? "minute" : undefined;
}

/** Seconds left; counts by the clock, since a telephone that slept counts nothing. */
export function useRemaining(until: string | undefined): number | undefined {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (until === undefined) return undefined;
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [until]);
  return until === undefined ? undefined : secondsUntil(until, now);
}
