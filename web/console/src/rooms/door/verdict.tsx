import { CircleCheck, CircleX, Clock, DoorOpen, IdCard, type LucideIcon } from "lucide-react";
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import type { Tone } from "@citizen-cloud/ui/components/tone.tsx";
import { Problem } from "../../api/problem.ts";
import type { AtDoor } from "../../api/types.ts";
import { problemWords } from "../../components/problem-words.ts";
import { showDay, showMoment, showSecond } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";

/** What is known of whoever stands at the door. */
export type Shown =
  | { kind: "nobody" }
  | { kind: "waiting" }
  /** The number is kept to let them in by, and shown no more. */
  | { kind: "looked-at"; answer: AtDoor; idNumber: string }
  | { kind: "let-in"; answer: AtDoor }
  | { kind: "refused"; error: unknown; admitting?: boolean };

interface Said {
  tone: Tone;
  icon: LucideIcon;
  headline: string;
  /** Why, in a sentence. */
  reason?: string | undefined;
}

/** The answer, to be read at arm's length; a screen reader says it by itself. */
export function Verdict({ shown }: { shown: Shown }) {
  const { tone, icon: Icon, headline, reason } = sayOf(shown);
  const answer = shown.kind === "looked-at" || shown.kind === "let-in" ? shown.answer : undefined;
  const what = [answer?.tier && say(answer.tier.names), answer?.group && say(answer.group.names), answer?.number === undefined ? undefined : w.door_number({ number: answer.number })].filter(Boolean);
  return (
    <div role="status" className={classNames("door-verdict", `tone-${tone}`)}>
      <Icon className="door-sign" aria-hidden="true" />
      <div>
        <p className="door-headline">{headline}</p>
        {reason ? <p className="door-reason">{reason}</p> : null}
        {answer?.name ? <p className="door-name">{answer.name}</p> : null}
        {what.length > 0 ? <p>{what.join(" · ")}</p> : null}
      </div>
    </div>
  );
}

function sayOf(shown: Shown): Said {
  switch (shown.kind) {
    case "nobody":
      return { tone: "ink", icon: IdCard, headline: w.door_ready() };
    case "waiting":
      return { tone: "ink", icon: Clock, headline: w.door_waiting() };
    case "let-in":
      return { tone: "jade", icon: DoorOpen, headline: w.door_let_in(), reason: shown.answer.admittedAt && showSecond(new Date(shown.answer.admittedAt)) };
    case "looked-at":
      return shown.answer.mayEnter ? { tone: "jade", icon: CircleCheck, headline: w.door_yes() } : { tone: "cinnabar", icon: CircleX, headline: w.door_no(), reason: reasonOf(shown.answer) };
    default:
      return { tone: "cinnabar", icon: CircleX, headline: w.door_no(), reason: refusalOf(shown.error, shown.admitting === true) };
  }
}

function reasonOf({ standing, admittedAt, confirmBy }: AtDoor): string {
  if (admittedAt !== undefined) return usedAt(admittedAt);
  switch (standing) {
    case "to-confirm":
      return w.door_to_confirm({ until: confirmBy === undefined ? "" : showMoment(confirmBy) });
    case "excluded":
      return w.door_excluded();
    case "not-drawn":
      return w.door_not_drawn();
    case "not-won":
      return w.door_not_won();
    case "not-registered":
      return w.door_not_registered();
    default:
      return w.door_returned();
  }
}

/** While somebody was looked at another door may have let them in, or they may have given their place back. */
function refusalOf(error: unknown, admitting: boolean): string {
  if (error instanceof Problem && error.admittedAt !== undefined) return usedAt(error.admittedAt);
  // Whether it arrived is not known: the card says so when it is read once more.
  if (admitting && error instanceof Problem && (error.status === 0 || error.status >= 500)) return w.door_no_answer();
  return problemWords(error);
}

/** To the second: whoever was let in just now is told from whoever comes again. */
function usedAt(iso: string): string {
  return w.door_used({ when: `${showDay(iso)} ${showSecond(new Date(iso))}` });
}
