import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

const ClockContext = createContext<Date>(new Date(0));

/** The moment the server drew the page, so that both drawings agree. */
export function ClockProvider({ drawnAt, children }: { drawnAt: Date; children: ReactNode }) {
  return <ClockContext.Provider value={drawnAt}>{children}</ClockContext.Provider>;
}

const MINUTE_MS = 60_000;

/** Now, to the minute: first as the server saw it, then as it is. */
export function useNow(): Date {
  const drawnAt = useContext(ClockContext);
  const [now, setNow] = useState(drawnAt);
  useEffect(() => {
    setNow(new Date());
    const timer = setInterval(() => setNow(new Date()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
