import { BadgeCheck } from "lucide-react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useHref, usePlace } from "../../routing/place.tsx";

/** The way to a surer proof and back, with what was chosen. */
export function ProveFirst({ level }: { level: number }) {
  const { path, search } = usePlace();
  const here = useHref()(path + (search.size > 0 ? `?${search.toString()}` : ""));
  return (
    <div className="sign-in-invitation">
      <p>{level > 2 ? m.book_level_three() : m.book_level_two()}</p>
      <Link to={`${level > 2 ? "/me/in-person" : "/me/real-name"}?next=${encodeURIComponent(here)}`} className={buttonClass({ large: true })}>
        <BadgeCheck size={20} aria-hidden="true" />
        {m.account_level_up()}
      </Link>
    </div>
  );
}
