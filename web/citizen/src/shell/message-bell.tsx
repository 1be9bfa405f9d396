import { Bell } from "lucide-react";
import { lazy, Suspense } from "react";
import { usePresence } from "../device/presence.ts";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";

const UnreadMark = lazy(() => import("../messages/unread-mark.tsx"));

/** The way to one's messages, for who is signed in; what counts them comes after the page stands. */
export function MessageBell() {
  if (usePresence() !== "in") return null;
  return (
    <Link to="/me/messages" className="tool-button message-bell">
      <Bell size={22} aria-hidden="true" />
      <span className="visually-hidden">{m.messages_title()}</span>
      <Suspense fallback={null}>
        <UnreadMark />
      </Suspense>
    </Link>
  );
}
