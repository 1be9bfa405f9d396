import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { previewCalendar } from "../../api/calendar-queries.ts";
import { Figures } from "../../components/figures.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, TableSkeleton } from "../../components/room.tsx";
import type { JsonObject } from "../../documents/json.ts";
import { showMoment, showNumber } from "../../i18n/dates.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import "./effect-pane.css";

interface EffectPaneProps {
  id: string;
  body: JsonObject;
  revision: number;
  /** Not published yet: nobody can have booked. */
  brandNew: boolean;
}

/** What the calendar as it stands in the draft would do to what people have booked. */
export function EffectPane({ id, body, revision, brandNew }: EffectPaneProps) {
  const city = useCity();
  const effect = useQuery({ queryKey: [city, "calendar-effect", id, revision], queryFn: () => previewCalendar(city, id, body), enabled: !brandNew, placeholderData: keepPreviousData, retry: false });
  if (brandNew) return <EmptyNote title={w.effect_brand_new()} />;
  if (effect.error) return <ProblemNote error={effect.error} retry={() => void effect.refetch()} />;
  if (!effect.data) return <TableSkeleton rows={4} />;
  const { kept, moved, orphaned, overbooked, capacityBefore, capacityAfter } = effect.data;
  const untouched = moved.length + orphaned.length + overbooked.length === 0;
  return (
    <div className="effect">
      <Figures
        figures={[
          { name: w.effect_kept(), value: showNumber(kept) },
          { name: w.effect_moved(), value: showNumber(moved.reduce((sum, each) => sum + each.appointments, 0)) },
          { name: w.effect_orphaned(), value: showNumber(orphaned.reduce((sum, each) => sum + each.appointments, 0)) },
          { name: w.effect_capacity(), value: w.effect_capacity_change({ before: showNumber(capacityBefore), after: showNumber(capacityAfter) }) },
        ]}
      />
      {untouched ? <Notice kind="calm">{w.effect_none()}</Notice> : null}
      {orphaned.length > 0 ? (
        <section className="stack" aria-labelledby="effect-orphaned">
          <h2 id="effect-orphaned">{w.effect_orphaned_title()}</h2>
          <p className="meta">{w.effect_orphaned_note()}</p>
          <ul className="effect-list">
            {orphaned.map(({ startsAt, kind, appointments, people }) => (
              <li key={`${startsAt} ${kind}`}>{w.effect_line({ when: showMoment(startsAt), appointments, people })}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {overbooked.length > 0 ? (
        <section className="stack" aria-labelledby="effect-overbooked">
          <h2 id="effect-overbooked">{w.effect_overbooked_title()}</h2>
          <ul className="effect-list">
            {overbooked.map(({ startsAt, kind, capacity, taken }) => (
              <li key={`${startsAt} ${kind}`}>{w.effect_overbooked_line({ when: showMoment(startsAt), taken, capacity })}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {moved.length > 0 ? (
        <section className="stack" aria-labelledby="effect-moved">
          <h2 id="effect-moved">{w.effect_moved_title()}</h2>
          <ul className="effect-list">
            {moved.map(({ startsAt, kind, appointments, willEndAt }) => (
              <li key={`${startsAt} ${kind}`}>{w.effect_moved_line({ when: showMoment(startsAt), appointments, ends: showMoment(willEndAt) })}</li>
            ))}
          </ul>
        </section>
      ) : null}
    </div>
  );
}
