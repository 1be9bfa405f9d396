import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Hand, Siren } from "lucide-react";
import { Link } from "wouter";
import { takeAlarm } from "../../api/source-commands.ts";
import type { SourceAlarm } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { focusRoomHeading } from "../../components/room.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { showMoment } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity, useHindrance, useStaffNames } from "../../staff/staff-context.tsx";
import { sourceFaultName } from "./source-words.tsx";
import "../security/security-room.css";

interface AlarmListProps {
  alarms: readonly SourceAlarm[];
  nameOf(source: string): string;
}

/** Systems left alone after failing too often: until somebody says that they take care of it, everybody sees that nobody does. */
export function AlarmList({ alarms, nameOf }: AlarmListProps) {
  const city = useCity();
  const queries = useQueryClient();
  const mayNot = useHindrance()("operator");
  const staffName = useStaffNames();
  const take = useMutation({
    mutationFn: ({ id }: SourceAlarm) => takeAlarm(city, id),
    onSuccess: async () => {
      notify(w.alarm_taken());
      await queries.invalidateQueries({ queryKey: [city, "source-alarms"] });
      focusRoomHeading();
    },
    onError: notifyProblem,
  });
  return (
    <ul className="alarms">
      {alarms.map((alarm) => (
        <li key={alarm.id} className="alarm" data-waiting={alarm.endedAt === undefined && alarm.seenBy === undefined ? "" : undefined}>
          <Siren size={20} aria-hidden="true" />
          <div className="alarm-text">
            <p className="row">
              <Link href={`/sources/${alarm.source}`} className="row-link">
                {nameOf(alarm.source)}
              </Link>
              {alarm.endedAt !== undefined ? <Chip tone="ink">{w.alarm_over()}</Chip> : alarm.seenBy !== undefined ? <Chip tone="gold">{w.alarm_being_handled()}</Chip> : <Chip tone="cinnabar">{w.alarm_unhandled()}</Chip>}
            </p>
            <p>{sourceFaultName(alarm.fault)}</p>
            <p className="meta">
              {w.alarm_began({ at: showMoment(alarm.beganAt) })}
              {alarm.endedAt === undefined ? "" : ` · ${w.alarm_ended({ at: showMoment(alarm.endedAt) })}`}
              {alarm.seenBy === undefined || alarm.seenAt === undefined ? "" : ` · ${w.alarm_seen({ name: staffName(alarm.seenBy), at: showMoment(alarm.seenAt) })}`}
            </p>
          </div>
          {alarm.endedAt === undefined && alarm.seenBy === undefined ? (
            <GatedButton hindrance={mayNot} busy={take.isPending} aria-label={w.alarm_take_named({ name: nameOf(alarm.source) })} onClick={() => take.mutate(alarm)}>
              <Hand size={16} aria-hidden="true" />
              {w.alarm_take()}
            </GatedButton>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
