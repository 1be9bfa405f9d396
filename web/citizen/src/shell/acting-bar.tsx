import { lazy, Suspense } from "react";
import { useActing } from "../device/acting.ts";
import { usePresence } from "../device/presence.ts";

const ActingNotice = lazy(() => import("../account/acting-notice.tsx"));

/** Says on every screen for whom this tab acts, when not for the person. */
export function ActingBar() {
  const acting = useActing();
  const presence = usePresence();
  return <Suspense fallback={null}>{acting && presence === "in" ? <ActingNotice acting={acting} /> : null}</Suspense>;
}
