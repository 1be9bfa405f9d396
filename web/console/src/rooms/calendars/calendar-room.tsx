import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CalendarX, ChevronLeft, ChevronRight, LockOpen, PenLine } from "lucide-react";
import { useState } from "react";
import { Link, useParams, useSearchParams } from "wouter";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { calendarsQuery, calendarWeekQuery, reopenDay } from "../../api/calendar-queries.ts";
import type { CalendarDay } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Room, TableSkeleton } from "../../components/room.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { WayBack } from "../../components/way-back.tsx";
import { showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { hasAnyRole } from "../../staff/permissions.ts";
import { useCity, useStaff } from "../../staff/staff-context.tsx";
import { CloseDay } from "./close-day.tsx";
import { DayAppointments } from "./day-appointments.tsx";
import { dayName, weekName } from "./day-name.ts";
import { LoadMeter } from "./load-meter.tsx";
import { addDays, clockOf, mondayOf, shareTaken, todayInChina } from "./week.ts";
import "./calendars.css";

/** A calendar's week: how full each time is, what is shut, who comes. */
export function CalendarRoom() {
  const { id } = useParams<{ id: string }>();
  const city = useCity();
  const staff = useStaff();
  const [parameters, setParameters] = useSearchParams();
  const today = todayInChina();
  const from = mondayOf(parameters.get("week") ?? today);
  const chosen = parameters.get("day") ?? undefined;
  const week = useQuery(calendarWeekQuery(city, id, from));
  const calendars = useQuery(calendarsQuery(city));
  const [closing, setClosing] = useState<string>();
  const calendar = calendars.data?.items.find((each) => each.id === id);
  const visit = (next: Record<string, string | undefined>) =>
    setParameters((before) => {
      const all = new URLSearchParams(before);
      for (const [name, value] of Object.entries(next)) {
        if (value === undefined) all.delete(name);
        else all.set(name, value);
      }
      return all;
    });
  const hindrance = hasAnyRole(staff, ["operator", "clerk", "department-head"]) ? undefined : w.closing_hindrance();
  return (
    <Room
      title={calendar ? say(calendar.names) : id}
      above={<WayBack to="/calendars">{m.room_calendars()}</WayBack>}
      beside={<code className="meta">{id}</code>}
      actions={
        <Link href={`/documents/booking-calendar/${id}`} className="button button-secondary">
          <PenLine size={16} aria-hidden="true" />
          {w.calendar_edit()}
        </Link>
      }
    >
      <div className="week-bar">
        <Button variant="secondary" onClick={() => visit({ week: addDays(from, -7), day: undefined })}>
          <ChevronLeft size={16} aria-hidden="true" />
          {w.week_before()}
        </Button>
        <p className="week-name" role="status">
          {weekName(from)}
        </p>
        <Button variant="secondary" disabled={from === mondayOf(today)} onClick={() => visit({ week: undefined, day: undefined })}>
          {w.week_this()}
        </Button>
        <Button variant="secondary" onClick={() => visit({ week: addDays(from, 7), day: undefined })}>
          {w.week_after()}
          <ChevronRight size={16} aria-hidden="true" />
        </Button>
      </div>
      {week.isPending ? <TableSkeleton /> : null}
      {week.error ? <ProblemNote error={week.error} retry={() => void week.refetch()} /> : null}
      {week.data ? (
        <ol className="calendar-week">
          {week.data.items.map((day) => (
            <DayColumn key={day.date} calendar={id} day={day} today={today} chosen={day.date === chosen} hindrance={hindrance} onChoose={() => visit({ day: day.date === chosen ? undefined : day.date })} onClose={() => setClosing(day.date)} />
          ))}
        </ol>
      ) : null}
      {chosen !== undefined && hindrance === undefined ? <DayAppointments key={chosen} calendar={id} date={chosen} /> : null}
      {closing === undefined ? null : <CloseDay calendar={id} date={closing} onDone={() => setClosing(undefined)} />}
    </Room>
  );
}

interface DayColumnProps {
  calendar: string;
  day: CalendarDay;
  today: string;
  chosen: boolean;
  hindrance: string | undefined;
  onChoose(): void;
  onClose(): void;
}

function DayColumn({ calendar, day, today, chosen, hindrance, onChoose, onClose }: DayColumnProps) {
  const { date, holiday, closed, slots, taken, capacity, closures } = day;
  const name = dayName(date);
  return (
    <li className="calendar-day" data-today={date === today ? "" : undefined} data-chosen={chosen ? "" : undefined}>
      <h2>
        {name}
        {holiday ? <span className="meta"> {say(holiday)}</span> : null}
      </h2>
      {slots.length > 0 ? <LoadMeter taken={taken} capacity={capacity} /> : <p className="meta">{closed ? say(closed) : w.closed()}</p>}
      {closures.map((closure) => (
        <Closed key={closure.id} calendar={calendar} closure={closure} past={date < today} hindrance={hindrance} />
      ))}
      <ul className="calendar-slots">
        {slots.map((slot) => (
          <li key={slot.startsAt} data-full={shareTaken(slot) === 1 ? "" : undefined} data-over={slot.taken > slot.capacity ? "" : undefined}>
            <span>{clockOf(slot.startsAt)}</span>
            <span>{w.taken_of({ taken: showNumber(slot.taken), capacity: showNumber(slot.capacity) })}</span>
          </li>
        ))}
      </ul>
      {taken > 0 ? (
        <GatedButton variant="quiet" hindrance={hindrance} aria-expanded={chosen} aria-label={w.who_comes_on({ day: name })} onClick={onChoose}>
          {w.who_comes()}
        </GatedButton>
      ) : null}
      {date >= today && slots.length > 0 ? (
        <GatedButton variant="quiet" hindrance={hindrance} aria-label={w.close_day_named({ day: name })} onClick={onClose}>
          <CalendarX size={14} aria-hidden="true" />
          {w.close_day()}
        </GatedButton>
      ) : null}
    </li>
  );
}

function Closed({ calendar, closure: { id, hours, reason }, past, hindrance }: { calendar: string; closure: CalendarDay["closures"][number]; past: boolean; hindrance: string | undefined }) {
  const city = useCity();
  const queries = useQueryClient();
  const reopen = useMutation({
    mutationFn: () => reopenDay(city, calendar, id),
    onSuccess: async () => {
      notify(w.reopened());
      await queries.invalidateQueries({ queryKey: [city, "calendars"] });
    },
    onError: notifyProblem,
  });
  return (
    <div className="calendar-closure">
      <p>
        <strong>{hours ?? w.whole_day()}</strong> {say(reason)}
      </p>
      {past ? null : (
        <GatedButton variant="quiet" hindrance={hindrance} busy={reopen.isPending} onClick={() => reopen.mutate()}>
          <LockOpen size={14} aria-hidden="true" />
          {w.reopen()}
        </GatedButton>
      )}
    </div>
  );
}
