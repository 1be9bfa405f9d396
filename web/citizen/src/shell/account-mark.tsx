import { CircleUserRound } from "lucide-react";
import { lazy, Suspense } from "react";
import { usePresence } from "../device/presence.ts";
import { m } from "../paraglide/messages.js";

const HeaderMark = lazy(() => import("../account/header-mark.tsx"));
const nobody = <CircleUserRound size={24} strokeWidth={1.75} aria-hidden="true" />;

/** Drawn for nobody first, as the server must, in a place whose size does not change; what knows the person comes later. */
export function AccountMark() {
  const presence = usePresence();
  return (
    <span className="account-mark-place">
      {presence === "in" ? <Suspense fallback={nobody}><HeaderMark /></Suspense> : nobody}
    </span>
  );
}

/** What the way to one's own page says: the invitation, or whose it is. */
export function useAccountWords(): string {
  return usePresence() === "in" ? m.tab_me() : m.header_sign_in();
}
