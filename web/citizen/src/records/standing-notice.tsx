import { CircleSlash, CloudOff, History, Hourglass } from "lucide-react";
import { m } from "../paraglide/messages.js";
import { type Standing, standingText } from "./state-words.ts";
import "@citizen-cloud/ui/components/notice.css";
import "@citizen-cloud/ui/components/tone.css";

const LOOKS = {
  "last-known": { icon: History, tone: "gold", name: m.record_state_last_known },
  "no-record": { icon: CircleSlash, tone: "ink", name: m.record_state_no_record },
  unavailable: { icon: CloudOff, tone: "cinnabar", name: m.record_state_unavailable },
  asked: { icon: Hourglass, tone: "sky", name: m.record_state_asked },
} as const;

/** At the head of a record's page: why it is not what one came for, and what that means. */
export function StandingNotice({ standing, department }: { standing: Standing; department: string }) {
  const text = standingText(standing, department);
  if (text === undefined || !(standing.state in LOOKS)) return null;
  const { icon: Icon, tone, name } = LOOKS[standing.state as keyof typeof LOOKS];
  return (
    <div className={`notice tone-${tone}`} role="status">
      <Icon size={20} aria-hidden="true" />
      <div>
        <strong>{name()}</strong>
        <br />
        {text}
      </div>
    </div>
  );
}
