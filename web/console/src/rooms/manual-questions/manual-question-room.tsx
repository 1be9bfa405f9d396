import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useLocation, useParams } from "wouter";
import { isProblem, Problem } from "../../api/problem.ts";
import { answerQuestion, type ManualAnswer } from "../../api/source-commands.ts";
import { manualQuestionQuery } from "../../api/source-queries.ts";
import type { ManualQuestionDetail } from "../../api/types.ts";
import { Modal } from "../../components/modal.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, RoomSkeleton, TableSkeleton } from "../../components/room.tsx";
import { notify } from "../../components/toasts.tsx";
import { WayBack } from "../../components/way-back.tsx";
import { showMoment } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useRecordFields } from "../../records/use-record-fields.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { DueChip } from "./due-chip.tsx";
import { type Entry, recordFrom } from "./record-entry.ts";
import { entryControlId, RecordForm } from "./record-form.tsx";
import "../people/people.css";

export function ManualQuestionRoom() {
  const { id } = useParams<{ id: string }>();
  const question = useQuery(manualQuestionQuery(useCity(), id));
  const back = <WayBack to="/manual-questions">{m.room_manual_questions()}</WayBack>;
  if (question.isPending) return <RoomSkeleton />;
  if (!question.data) {
    return (
      <Room title={m.room_manual_questions()} above={back}>
        {isProblem(question.error, "no-such-question") ? <EmptyNote title={m.problem_no_such_question()} /> : <ProblemNote error={question.error} retry={() => void question.refetch()} />}
      </Room>
    );
  }
  return <OpenQuestion key={id} question={question.data} openedAt={question.dataUpdatedAt} above={back} />;
}

/** Whose record it is, and the form for what was found. Opening it was a look at the person: it says so. */
function OpenQuestion({ question, openedAt, above }: { question: ManualQuestionDetail; openedAt: number; above: React.ReactNode }) {
  const { id, kind, kindNames, name, idNumber, parameters, instructions, askedAt, dueAt } = question;
  const city = useCity();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const { fields, error: kindError, refetch } = useRecordFields(kind);
  const [entry, setEntry] = useState<Entry>({});
  const [asking, setAsking] = useState(false);
  const answer = useMutation({
    mutationFn: (given: ManualAnswer) => answerQuestion(city, id, given),
    onSuccess: async () => {
      notify(w.manual_answered());
      await queries.invalidateQueries({ queryKey: [city, "manual-questions"] });
      navigate("/manual-questions", { replace: true });
    },
    onError: (error) => {
      setAsking(false);
      const first = error instanceof Problem ? error.fields[0]?.pointer : undefined;
      // Drawn as faulty first, then taken to.
      if (first !== undefined) requestAnimationFrame(() => document.getElementById(entryControlId(first))?.focus());
    },
  });
  const faults = answer.error instanceof Problem ? answer.error.fields : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answer.mutate({ record: recordFrom(fields ?? [], entry) });
  };
  return (
    <Room title={say(kindNames)} above={above} beside={<DueChip question={question} now={openedAt} />}>
      <Notice kind="info">{w.manual_recorded()}</Notice>
      <div className="panel-columns">
        <section className="panel" aria-labelledby="manual-person">
          <h2 id="manual-person">{w.manual_person()}</h2>
          <dl className="facts">
            <dt>{w.field_name()}</dt>
            <dd>{name}</dd>
            <dt>{w.field_idNumber()}</dt>
            <dd>{idNumber}</dd>
            {Object.entries(parameters).map(([parameter, value]) => (
              <Parameter key={parameter} name={parameter} value={value} />
            ))}
            <dt>{w.column_asked_at()}</dt>
            <dd>{showMoment(askedAt)}</dd>
            <dt>{w.column_due_at()}</dt>
            <dd>{showMoment(dueAt)}</dd>
          </dl>
          {say(instructions) === "" ? null : (
            <>
              <h2>{w.manual_instructions()}</h2>
              <p>{say(instructions)}</p>
            </>
          )}
        </section>
        <section className="panel" aria-labelledby="manual-answer">
          <h2 id="manual-answer">{w.manual_answer()}</h2>
          {kindError ? <ProblemNote error={kindError} retry={() => void refetch()} /> : null}
          {fields ? (
            <form className="stack" onSubmit={submit} noValidate>
              {answer.error ? faults.length > 0 ? <Notice kind="danger" live>{w.manual_faults({ count: faults.length })}</Notice> : <ProblemNote error={answer.error} /> : null}
              <RecordForm fields={fields} entry={entry} faults={faults} onChange={setEntry} />
              <span className="row">
                <Button type="submit" disabled={answer.isPending}>
                  <Send size={16} aria-hidden="true" />
                  {w.manual_send()}
                </Button>
                <Button variant="secondary" disabled={answer.isPending} onClick={() => setAsking(true)}>
                  {w.manual_no_record()}
                </Button>
              </span>
            </form>
          ) : kindError ? null : (
            <TableSkeleton rows={4} />
          )}
        </section>
      </div>
      <Modal open={asking} onOpenChange={setAsking} title={w.manual_no_record_title()}>
        <p>{w.manual_no_record_text({ name })}</p>
        <div className="modal-actions">
          <Button variant="secondary" onClick={() => setAsking(false)}>
            {w.cancel()}
          </Button>
          <Button disabled={answer.isPending} onClick={() => answer.mutate({ noRecord: true })}>
            {w.manual_no_record()}
          </Button>
        </div>
      </Modal>
    </Room>
  );
}

function Parameter({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>
        <code>{name}</code>
      </dt>
      <dd>{value}</dd>
    </>
  );
}
