import { showNumber } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";
import { shareTaken } from "./week.ts";
import "./calendars.css";

const TENTHS = 10;

/** How full something is: a bar for the eye, the figures beside it for everybody. */
export function LoadMeter({ taken, capacity }: { taken: number; capacity: number }) {
  const share = shareTaken({ taken, capacity });
  // In tenths, so that the style sheet draws it without a style attribute; what is not empty never looks it.
  const tenths = share === 0 ? 0 : Math.max(1, Math.round(share * TENTHS));
  return (
    <span className="load-meter">
      <span className="load-bar" data-tenths={tenths} aria-hidden="true" />
      <span>{w.taken_of({ taken: showNumber(taken), capacity: showNumber(capacity) })}</span>
    </span>
  );
}
