import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const ClockContext = createContext<Date>(new Date(0));

/** The moment the server drew the page, so that both drawings agree. */
export function ClockProvider({ drawnAt, children }: { drawnAt: Date; children: ReactNode }) {
  return <ClockContext.Provider value={drawnAt}>{children}</ClockContext.Provider>;
}

const MINUTE_MS = 60_000;

function minuteOf(moment: Date): number {
  return Math.floor(moment.getTime() / MINUTE_MS);
}

/** Now, to the minute: first as the server saw it, then as it is. */
export function useNow(): Date {
  const drawnAt = useContext(ClockContext);
  const [now, setNow] = useState(drawnAt);
  useEffect(() => {
    // Within the same minute nothing on the page would change.
    const tick = () => setNow((shown) => (minuteOf(shown) === minuteOf(new Date()) ? shown : new Date()));
    tick();
    const timer = setInterval(tick, MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
