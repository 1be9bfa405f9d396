/** Whether the network answers: the browser's own word for it knows only about the cable. */
import { useEffect, useState } from "react";

const EVENT = "cc-network";

/** The header, and the attribute of a page, by which the service worker marks what it had kept. */
export const KEPT_HEADER = "x-kept";

export function reportNetwork(alive: boolean): void {
  dispatchEvent(new CustomEvent(EVENT, { detail: alive }));
}

export function useNetworkLost(): boolean {
  const [lost, setLost] = useState(false);
  useEffect(() => {
    setLost(!navigator.onLine || document.documentElement.dataset.kept === "true");
    const onReport = (event: Event) => setLost(!(event as CustomEvent<boolean>).detail);
    const onLine = () => setLost(false);
    const offLine = () => setLost(true);
    addEventListener(EVENT, onReport);
    addEventListener("online", onLine);
    addEventListener("offline", offLine);
    return () => {
      removeEventListener(EVENT, onReport);
      removeEventListener("online", onLine);
      removeEventListener("offline", offLine);
    };
  }, []);
  return lost;
}
