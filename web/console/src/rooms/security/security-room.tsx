import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { useState } from "react";
import { answerDispute, endEmergency, reviewEmergency } from "../../api/people-commands.ts";
import { disputesQuery, emergenciesQuery } from "../../api/people-queries.ts";
import type { EmergencyRecord, OpenDispute } from "../../api/types.ts";
import { GatedButton } from "../../components/gated-button.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, focusRoomHeading, Room, TableSkeleton } from "../../components/room.tsx";
import { ChoiceField } from "../../components/text-field.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { showDay, showMoment } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { hasAnyRole } from "../../staff/permissions.ts";
import { rightName } from "../../staff/right-name.ts";
import { useCity, useHindrance, useStaff, useStaffNames } from "../../staff/staff-context.tsx";
import { FormDialog } from "../people/staff-dialogs.tsx";
import "../people/people.css";
import "./security-room.css";

/** Alarms, to be reviewed, and what people dispute, to be answered. */
export function SecurityRoom() {
  const staff = useStaff();
  return (
    <Room title={m.room_security()} lead={w.security_lead()}>
      <Alarms />
      {hasAnyRole(staff, ["security-officer"]) ? <Disputes /> : null}
    </Room>
  );
}

function Alarms() {
  const city = useCity();
  const queries = useQueryClient();
  const emergencies = useQuery(emergenciesQuery(city));
  const [reviewing, setReviewing] = useState<EmergencyRecord>();
  const end = useMutation({
    mutationFn: endEmergency,
    onSuccess: async () => {
      notify(m.emergency_ended());
      await queries.invalidateQueries({ queryKey: [city, "emergencies"] });
      focusRoomHeading();
    },
    onError: notifyProblem,
  });
  return (
    <section className="stack" aria-labelledby="alarms">
      <h2 id="alarms">{w.alarms_title()}</h2>
      {emergencies.isPending ? <TableSkeleton rows={3} /> : null}
      {emergencies.error ? <ProblemNote error={emergencies.error} retry={() => void emergencies.refetch()} /> : null}
      {emergencies.data?.total === 0 ? <EmptyNote title={w.alarms_none()} /> : null}
      <ul className="alarms">
        {emergencies.data?.items.map((emergency) => (
          <Alarm key={emergency.id} emergency={emergency} busy={end.isPending} onEnd={() => end.mutate(emergency.id)} onReview={() => setReviewing(emergency)} />
        ))}
      </ul>
      {reviewing ? <ReviewDialog emergency={reviewing} onClose={() => setReviewing(undefined)} /> : null}
    </section>
  );
}

function Alarm({ emergency, busy, onEnd, onReview }: { emergency: EmergencyRecord; busy: boolean; onEnd(): void; onReview(): void }) {
  const hindrance = useHindrance();
  const nameOf = useStaffNames();
  const { running, review, name, right, reason, takenAt, endsAt } = emergency;
  const mayNot = hindrance("security-officer");
  return (
    <li className="alarm" data-waiting={review ? undefined : ""}>
      <Siren size={20} aria-hidden="true" />
      <div className="alarm-text">
        <p className="row">
          <strong>{name}</strong> {rightName(right)}
          {running ? <Chip tone="cinnabar">{w.emergency_running()}</Chip> : review ? <Chip tone="jade">{w.reviewed()}</Chip> : <Chip tone="gold">{w.to_review()}</Chip>}
        </p>
        <p>
          <bdi>{reason}</bdi>
        </p>
        <p className="meta">{w.from_to({ from: showMoment(takenAt), to: showMoment(endsAt) })}</p>
        {review ? (
          <p className="meta">
            {review.finding === "justified" ? w.finding_justified() : w.finding_not_justified()} · {nameOf(review.by)} · {review.words}
          </p>
        ) : null}
      </div>
      {review ? null : running ? (
        <GatedButton variant="secondary" hindrance={mayNot} busy={busy} aria-label={w.end_named({ name })} onClick={onEnd}>
          {m.end_now()}
        </GatedButton>
      ) : (
        <GatedButton hindrance={mayNot} aria-label={w.review_named({ name })} onClick={onReview}>
          {w.review()}
        </GatedButton>
      )}
    </li>
  );
}

function ReviewDialog({ emergency, onClose }: { emergency: EmergencyRecord; onClose(): void }) {
  const city = useCity();
  const queries = useQueryClient();
  const [finding, setFinding] = useState<"justified" | "not-justified" | "">("");
  const [words, setWords] = useState("");
  const review = useMutation({
    mutationFn: () => reviewEmergency(emergency.id, { finding: finding === "justified" ? "justified" : "not-justified", words: words.trim() }),
    onSuccess: async () => {
      notify(w.review_recorded());
      onClose();
      await queries.invalidateQueries({ queryKey: [city, "emergencies"] });
    },
  });
  return (
    <FormDialog title={w.review_title({ name: emergency.name })} submit={w.review_record()} error={review.error} busy={review.isPending} onSubmit={() => review.mutate()} onClose={onClose}>
      <p>{emergency.reason}</p>
      <ChoiceField
        label={w.finding()}
        value={finding}
        empty={w.choose()}
        required
        options={[
          { value: "justified", label: w.finding_justified() },
          { value: "not-justified", label: w.finding_not_justified() },
        ]}
        onChoose={setFinding}
      />
      <NoteField label={w.review_words()} value={words} maxLength={150} onChange={setWords} />
    </FormDialog>
  );
}

function Disputes() {
  const city = useCity();
  const disputes = useQuery(disputesQuery(city));
  const nameOf = useStaffNames();
  const [answering, setAnswering] = useState<OpenDispute>();
  return (
    <section className="stack" aria-labelledby="disputes">
      <h2 id="disputes">{w.disputes_title()}</h2>
      <p className="meta">{w.disputes_lead()}</p>
      {disputes.isPending ? <TableSkeleton rows={3} /> : null}
      {disputes.error ? <ProblemNote error={disputes.error} retry={() => void disputes.refetch()} /> : null}
      {disputes.data?.total === 0 ? <EmptyNote title={w.disputes_none()} /> : null}
      <ul className="alarms">
        {disputes.data?.items.map((dispute) => (
          <li key={dispute.id} className="alarm" data-waiting="">
            <div className="alarm-text">
              <p>
                <strong>
                  <bdi>{dispute.words}</bdi>
                </strong>
              </p>
              {dispute.access ? (
                <p>
                  {showMoment(dispute.access.at)} · {nameOf(dispute.access.actor)} · <code>{dispute.access.act}</code> {dispute.access.purpose ?? ""}
                </p>
              ) : null}
              <p className="meta">{w.answer_by({ day: showDay(dispute.answerBy) })}</p>
            </div>
            <GatedButton hindrance={undefined} aria-label={w.answer_named({ words: dispute.words })} onClick={() => setAnswering(dispute)}>
              {w.answer()}
            </GatedButton>
          </li>
        ))}
      </ul>
      {answering ? <AnswerDialog dispute={answering} onClose={() => setAnswering(undefined)} /> : null}
    </section>
  );
}

function AnswerDialog({ dispute, onClose }: { dispute: OpenDispute; onClose(): void }) {
  const city = useCity();
  const queries = useQueryClient();
  const [answer, setAnswer] = useState("");
  const send = useMutation({
    mutationFn: () => answerDispute(dispute.id, answer.trim()),
    onSuccess: async () => {
      notify(w.answer_sent());
      onClose();
      await queries.invalidateQueries({ queryKey: [city, "disputes"] });
    },
  });
  return (
    <FormDialog title={w.answer()} submit={w.answer_send()} error={send.error} busy={send.isPending} onSubmit={() => send.mutate()} onClose={onClose}>
      <p>{dispute.words}</p>
      <NoteField label={w.answer_words()} value={answer} maxLength={1000} onChange={setAnswer} />
    </FormDialog>
  );
}
