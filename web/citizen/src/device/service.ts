/** How much the service rests just now, as the answers of the API say in passing. */
import { useEffect, useState } from "react";
import { KEPT_HEADER } from "./network.ts";

const EVENT = "cc-service-level";

/** The header by which the API says that it rests something. */
const LEVEL_HEADER = "service-level";

/** From every answer; one that the device had kept says how it was then. */
export function reportService({ headers }: Pick<Response, "headers">): void {
  if (headers.has(KEPT_HEADER)) return;
  dispatchEvent(new CustomEvent(EVENT, { detail: Number(headers.get(LEVEL_HEADER) ?? 0) }));
}

/** 0 on a normal day, and until anything was asked. */
export function useServiceLevel(): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    const onReport = (event: Event) => setLevel((event as CustomEvent<number>).detail);
    addEventListener(EVENT, onReport);
    return () => removeEventListener(EVENT, onReport);
  }, []);
  return level;
}
