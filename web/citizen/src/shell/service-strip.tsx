import { Coffee } from "lucide-react";
import { useEffect } from "react";
import { fetchOverNetwork } from "../api/client.ts";
import { useServiceLevel } from "../device/service.ts";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { usePlace } from "../routing/place.tsx";

/** Asked again so often while something rests, so that the strip goes by itself. */
const LOOK_AGAIN_MS = 20_000;

const WORDS = [m.service_busy, m.service_busy, m.service_strained, m.service_essential] as const;

/** One quiet line under the header while something rests, and the way to what works. */
export function ServiceStrip() {
  const level = useServiceLevel();
  const { path } = usePlace();
  useEffect(() => {
    if (level === 0) return undefined;
    const again = setInterval(() => void fetchOverNetwork("/api/v1/status").catch(() => undefined), LOOK_AGAIN_MS);
    return () => clearInterval(again);
  }, [level]);
  return (
    <div className="service-strip" role="status" hidden={level === 0}>
      {level === 0 ? null : (
        <div className="page service-strip-inner">
          <Coffee size={20} aria-hidden="true" />
          <p>{(WORDS[level] ?? m.service_busy)()}</p>
          {path === "/status" ? null : <Link to="/status">{m.service_what_works()}</Link>}
        </div>
      )}
    </div>
  );
}
