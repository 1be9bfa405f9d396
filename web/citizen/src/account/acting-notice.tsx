import { Users } from "lucide-react";
import { useEffect } from "react";
import { type Acting, actFor } from "../device/acting.ts";
import { m } from "../paraglide/messages.js";
import "./acting-notice.css";

export default function ActingNotice({ acting }: { acting: Acting }) {
  useEffect(() => {
    document.documentElement.dataset.acting = "true";
    return () => {
      delete document.documentElement.dataset.acting;
    };
  }, []);
  return (
    <aside className="acting-bar" aria-label={m.account_acting_for({ name: acting.name })}>
      <div className="page acting-bar-inner">
        <Users size={20} aria-hidden="true" />
        <p role="status">{m.account_acting_for({ name: acting.name })}</p>
        <button type="button" className="acting-bar-end" onClick={() => actFor(undefined)}>
          {m.account_acting_end()}
        </button>
      </div>
    </aside>
  );
}
