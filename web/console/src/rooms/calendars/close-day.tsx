import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { closeDay, type ClosureWanted } from "../../api/calendar-queries.ts";
import { Modal } from "../../components/modal.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { TextField } from "../../components/text-field.tsx";
import { notify } from "../../components/toasts.tsx";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { dayName } from "./day-name.ts";
import { clockOf } from "./week.ts";

const TIME_SPAN = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$/;
const LONGEST_REASON = 200;
/** Said where nobody has written a reason yet: only the figures of a preview need one. */
const NO_REASON = { zh: "—", en: "—" };

interface CloseDayProps {
  calendar: string;
  date: string;
  onDone(): void;
}

/** Shut a day at short notice. Whom it touches stands there before anybody is told. */
export function CloseDay({ calendar, date, onDone }: CloseDayProps) {
  const city = useCity();
  const queries = useQueryClient();
  const [hours, setHours] = useState("");
  const [reason, setReason] = useState({ zh: "", en: "" });
  const span = hours.trim();
  const wrongHours = span !== "" && !TIME_SPAN.test(span);
  const wanted: ClosureWanted = { date, reason: NO_REASON, ...(span === "" ? {} : { hours: span }) };
  const preview = useQuery({
    queryKey: [city, "calendars", calendar, "closure-preview", date, span],
    queryFn: () => closeDay(city, calendar, { ...wanted, preview: true }),
    enabled: !wrongHours,
    retry: false,
  });
  const close = useMutation({
    mutationFn: () => closeDay(city, calendar, { ...wanted, reason: { zh: reason.zh.trim(), en: reason.en.trim() } }),
    onSuccess: async () => {
      notify(w.closing_done());
      await queries.invalidateQueries({ queryKey: [city, "calendars"] });
      onDone();
    },
  });
  const ready = !wrongHours && reason.zh.trim() !== "" && reason.en.trim() !== "";
  return (
    <Modal open onOpenChange={(open) => (open ? undefined : onDone())} title={w.close_day_title({ day: dayName(date) })} wide>
      <TextField label={w.closing_hours()} hint={wrongHours ? w.closing_hours_wrong() : w.closing_hours_hint()} value={hours} onChange={setHours} placeholder="14:30-17:30" maxLength={11} aria-invalid={wrongHours} autoComplete="off" />
      <TextField label={w.closing_reason_zh()} hint={w.closing_reason_hint()} lang="zh-Hans" value={reason.zh} onChange={(zh) => setReason({ ...reason, zh })} maxLength={LONGEST_REASON} autoComplete="off" />
      <TextField label={w.closing_reason_en()} lang="en" value={reason.en} onChange={(en) => setReason({ ...reason, en })} maxLength={LONGEST_REASON} autoComplete="off" />
      <div className="closing-preview" role="status">
        {preview.data ? (
          preview.data.appointments === 0 ? (
            <Notice kind="calm">{w.closing_nobody()}</Notice>
          ) : (
            <>
              <Notice kind="warning">{w.closing_affects({ appointments: preview.data.appointments, people: preview.data.people })}</Notice>
              <ul className="closing-times">
                {preview.data.affected.map(({ startsAt, kind, appointments, people }) => (
                  <li key={`${startsAt} ${kind}`}>{w.closing_line({ time: clockOf(startsAt), appointments, people })}</li>
                ))}
              </ul>
            </>
          )
        ) : null}
      </div>
      {preview.error ? <ProblemNote error={preview.error} /> : null}
      {close.error ? <ProblemNote error={close.error} /> : null}
      <div className="modal-actions">
        <Button variant="secondary" onClick={onDone}>
          {w.cancel()}
        </Button>
        <Button variant="danger" disabled={!ready || !preview.data || close.isPending} onClick={() => close.mutate()}>
          {w.close_day_do()}
        </Button>
      </div>
    </Modal>
  );
}
