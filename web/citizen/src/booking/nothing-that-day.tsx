import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { m } from "../paraglide/messages.js";
import { useNow } from "../routing/clock.tsx";
import { Link } from "../routing/link.tsx";
import { useDayPath } from "./day-filter.tsx";
import { chinaDate, longDate } from "./times.ts";

/** With the way back to every day, so that nobody has to find out what hides the rest. */
export function NothingThatDay({ text, day }: { text(date: string): string; day: string }) {
  const today = chinaDate(useNow());
  const path = useDayPath();
  return (
    <Notice kind="calm">
      {text(longDate(day, today))} <Link to={path(undefined)} replace>{m.book_day_all()}</Link>
    </Notice>
  );
}
