import { BadgeCheck, ChevronRight, RefreshCw } from "lucide-react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import "@citizen-cloud/ui/components/card.css";
import type { Level } from "../account/me.ts";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { Link } from "../routing/link.tsx";
import { useHref, usePlace } from "../routing/place.tsx";
import { isList, type PlainField, type RecordKind } from "./kinds.ts";
import type { MyRecord } from "./my-records.ts";
import { byTone, NoticeLine } from "./notices.tsx";
import { StateChip } from "./state-chip.tsx";
import { asOfText, standingText } from "./state-words.ts";
import { Value } from "./value.tsx";

const NOTICES_SHOWN = 2;

interface RecordCardProps {
  kind: RecordKind;
  record: MyRecord;
  level: Level;
  busy?: boolean;
  failure?: string;
  /** Asks its department again. */
  onRetry?(): void;
}

/** A record at a glance. The whole card leads to it; what can be done on the card lies above that. */
export function RecordCard({ kind, record, level, busy = false, failure, onRetry }: RecordCardProps) {
  const { state, headline, facts, notices } = record;
  const department = say(kind.department.names);
  const standing = standingText(record, department);
  const fieldOf = (name: string) => kind.fields.find((field): field is PlainField => field.name === name && !isList(field));
  const large = headline && fieldOf(headline.field);
  const asOf = asOfText(record);
  return (
    <li className={`card record-card record-card-${state}`} id={`record-${kind.id}`}>
      <div className="record-card-head">
        <h3>
          <Link to={`/me/data/${kind.id}`} className="record-card-link">
            {say(kind.names)}
          </Link>
        </h3>
        <StateChip state={state} />
        <ChevronRight size={20} aria-hidden="true" className="record-card-go" />
      </div>
      {headline && large ? (
        <p className="record-headline">
          <span className="record-headline-name">{say(large.names)}</span>
          <span className="record-headline-value">
            <Value field={large} value={headline.value} />
          </span>
        </p>
      ) : null}
      {headline === undefined && facts.length === 0 && standing === undefined ? <p className="record-standing">{say(kind.summary)}</p> : null}
      {facts.length > 0 ? (
        <dl className="record-card-facts">
          {facts.map(({ field: name, value }) => {
            const field = fieldOf(name);
            return field && name !== headline?.field ? (
              <div key={name}>
                <dt>{say(field.names)}</dt>
                <dd>
                  <Value field={field} value={value} />
                </dd>
              </div>
            ) : null;
          })}
        </dl>
      ) : null}
      {[...notices].sort(byTone).slice(0, NOTICES_SHOWN).map((notice) => (
        <NoticeLine key={notice.text.zh} notice={notice} />
      ))}
      {standing ? <p className="record-standing">{standing}</p> : null}
      {failure ? (
        <p className="record-standing field-error" role="alert">
          {failure}
        </p>
      ) : null}
      <RecordCardAction state={state} kind={kind} level={level} busy={busy} onRetry={onRetry} />
      <p className="record-card-foot">
        {department}
        {asOf ? ` · ${asOf}` : ""}
      </p>
    </li>
  );
}

function RecordCardAction({ state, kind, level, busy, onRetry }: Pick<RecordCardProps, "kind" | "level" | "busy" | "onRetry"> & { state: string }) {
  const levelUp = useLevelUp(kind, level);
  if (state === "level-needed") {
    return (
      <Link to={levelUp} className={`${buttonClass({ variant: "secondary" })} record-card-action`}>
        <BadgeCheck size={18} aria-hidden="true" />
        {m.record_level_raise()}
      </Link>
    );
  }
  if ((state === "unavailable" || state === "last-known") && onRetry) {
    return (
      <Button variant="secondary" className="record-card-action" disabled={busy} aria-busy={busy} aria-label={busy ? undefined : m.record_retry_name({ name: say(kind.names) })} onClick={onRetry}>
        <RefreshCw size={18} aria-hidden="true" />
        {busy ? m.record_asking() : m.record_retry()}
      </Button>
    );
  }
  return null;
}

/** The surest proof of who one is needs a counter; the one before it a minute with the telephone. Both lead back here. */
export function useLevelUp(kind: Pick<RecordKind, "level">, level: Level): string {
  const { path } = usePlace();
  const here = useHref()(path);
  return kind.level > 2 && level >= 2 ? "/me/in-person" : `/me/real-name?next=${encodeURIComponent(here)}`;
}
