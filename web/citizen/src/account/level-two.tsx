import { BadgeCheck } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { useHref, usePlace } from "../routing/place.tsx";
import type { Me } from "./me.ts";

/** What only a confirmed name may do: said before anything is asked, with the way there and back. */
export function LevelTwo({ me, why, children }: { me: Me; why: string; children: ReactNode }) {
  const { path } = usePlace();
  const here = useHref()(path);
  if (me.level > 1) return children;
  return (
    <div className="sign-in-invitation">
      <p>{why}</p>
      <Link to={`/me/real-name?next=${encodeURIComponent(here)}`} className={buttonClass({ large: true })}>
        <BadgeCheck size={20} aria-hidden="true" />
        {m.account_level_up()}
      </Link>
    </div>
  );
}
