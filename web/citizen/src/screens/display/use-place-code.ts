import { useEffect, useState } from "react";
import { fillIn } from "../../api/client.ts";

interface PlaceCode {
  code: string;
  address: string;
  until: string;
}

const TRY_AGAIN_MS = 15_000;

/** The code to check in with, for a screen that was opened with its key: behind the address's sign #, where no server sees it. */
export function usePlaceCode(city: string, office: string): PlaceCode | undefined {
  const [shown, setShown] = useState<PlaceCode>();
  useEffect(() => {
    const key = /^#key=([\w-]{16,64})$/.exec(location.hash)?.[1];
    if (key === undefined) return undefined;
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      let wait = TRY_AGAIN_MS;
      try {
        const reply = await fetch(fillIn("/api/v1/cities/{city}/offices/{office}/place-code", { path: { city, office } }), { headers: { "display-key": key }, signal: leaving.signal, cache: "no-store" });
        // An old code would only send people to the desk.
        const next = reply.ok ? ((await reply.json()) as PlaceCode) : undefined;
        setShown(next);
        if (next) wait = Math.min(60_000, Math.max(1_000, Date.parse(next.until) - Date.now() + 250));
      } catch {
        setShown(undefined);
      }
      if (!leaving.signal.aborted) timer = setTimeout(() => void ask(), wait);
    };
    void ask();
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, [city, office]);
  return shown;
}
