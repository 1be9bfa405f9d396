import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type EmergencyRight, takeEmergency } from "../../api/people-commands.ts";
import { emergenciesQuery } from "../../api/people-queries.ts";
import { meQuery } from "../../api/queries.ts";
import { NoteField } from "../../components/note-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Room } from "../../components/room.tsx";
import { ChoiceField } from "../../components/text-field.tsx";
import { notify } from "../../components/toasts.tsx";
import { showMoment } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { rightName } from "../../staff/right-name.ts";
import "../people/people.css";
import "./security-room.css";

const RIGHTS: readonly EmergencyRight[] = ["whole-city", "person-search", "all-person-fields"];
const MINUTES = ["15", "30", "60"] as const;

/** Breaking the glass: at once, heard by the security officers, over within the hour. */
export function EmergencyRoom() {
  const city = useCity();
  const queries = useQueryClient();
  const mine = useQuery(emergenciesQuery(city));
  const [right, setRight] = useState<EmergencyRight | "">("");
  const [minutes, setMinutes] = useState<(typeof MINUTES)[number]>("30");
  const [reason, setReason] = useState("");
  const take = useMutation({
    mutationFn: (chosen: EmergencyRight) => takeEmergency({ right: chosen, minutes: Number(minutes), reason: reason.trim() }),
    onSuccess: async () => {
      notify(w.emergency_taken());
      setReason("");
      setRight("");
      await Promise.all([queries.invalidateQueries({ queryKey: meQuery.queryKey }), queries.invalidateQueries({ queryKey: [city, "emergencies"] })]);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (right !== "") take.mutate(right);
  };
  return (
    <Room title={m.room_emergency()} lead={w.emergency_lead()}>
      <form className="panel task-form" onSubmit={submit}>
        <Notice kind="danger">{w.emergency_warning()}</Notice>
        {take.error ? <ProblemNote error={take.error} /> : null}
        <ChoiceField label={w.emergency_right()} value={right} empty={w.choose()} required options={RIGHTS.map((value) => ({ value, label: rightName(value) }))} onChoose={setRight} />
        <ChoiceField label={w.emergency_minutes()} value={minutes} options={MINUTES.map((value) => ({ value, label: w.minutes({ count: value }) }))} onChoose={setMinutes} />
        <NoteField label={w.emergency_reason()} value={reason} maxLength={150} onChange={setReason} />
        <span className="row">
          <Button type="submit" variant="danger" disabled={take.isPending}>
            <Siren size={16} aria-hidden="true" />
            {w.emergency_take()}
          </Button>
        </span>
      </form>
      {mine.data && mine.data.total > 0 ? (
        <section className="stack" aria-labelledby="own-emergencies">
          <h2 id="own-emergencies">{w.emergency_own()}</h2>
          <ul className="alarms">
            {mine.data.items.map((each) => (
              <li key={each.id} className="alarm">
                <div className="alarm-text">
                  <p>
                    <strong>{rightName(each.right)}</strong> · {each.reason}
                  </p>
                  <p className="meta">{w.from_to({ from: showMoment(each.takenAt), to: showMoment(each.endsAt) })}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Room>
  );
}
