import { m } from "../paraglide/messages.js";
import { useLiveUnread, useUnread } from "./inbox.ts";
import "./messages.css";

const MOST_SHOWN = 99;

/** How many messages wait, on the bell; nothing when none does. */
export default function UnreadMark() {
  useLiveUnread();
  const unread = useUnread() ?? 0;
  if (unread === 0) return null;
  return (
    <>
      <span className="unread-mark" aria-hidden="true">
        {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
      </span>
      <span className="visually-hidden">{m.messages_unread({ count: unread })}</span>
    </>
  );
}
