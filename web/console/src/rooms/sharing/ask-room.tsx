import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { useParams } from "wouter";
import { Problem } from "../../api/problem.ts";
import { askDepartment, type DataRequest } from "../../api/source-commands.ts";
import { agreementsQuery } from "../../api/source-queries.ts";
import type { Agreement, DataAnswer } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, RoomSkeleton } from "../../components/room.tsx";
import { CheckFields, ChoiceField, TextField } from "../../components/text-field.tsx";
import { WayBack } from "../../components/way-back.tsx";
import type { JsonObject } from "../../documents/json.ts";
import { useNames } from "../../documents/names.ts";
import { showMoment } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";
import { useRecordFields } from "../../records/use-record-fields.ts";
import { RecordFacts } from "../../records/record-value.tsx";
import { useCity, useStaff } from "../../staff/staff-context.tsx";
import { mayAskBy } from "./may-ask.ts";
import { AgreementFacts, ValidityChip } from "./sharing-room.tsx";
import "../people/people.css";
import "./sharing.css";

export function AskRoom() {
  const { id } = useParams<{ id: string }>();
  const agreements = useQuery(agreementsQuery(useCity()));
  const staff = useStaff();
  const back = <WayBack to="/sharing">{m.room_sharing()}</WayBack>;
  if (agreements.isPending) return <RoomSkeleton />;
  const agreement = agreements.data?.items.find((each) => each.id === id);
  if (!agreement || !mayAskBy(agreement, staff)) {
    return (
      <Room title={agreement ? say(agreement.names) : m.room_sharing()} above={back}>
        {agreements.error ? <ProblemNote error={agreements.error} retry={() => void agreements.refetch()} /> : <EmptyNote title={agreement ? w.sharing_not_yours() : w.sharing_no_such()} />}
      </Room>
    );
  }
  return (
    <Room title={say(agreement.names)} above={back} beside={<ValidityChip agreement={agreement} />}>
      <details className="panel agreement-terms">
        <summary>{w.agreement_terms()}</summary>
        <AgreementFacts agreement={agreement} />
      </details>
      <Ask key={id} agreement={agreement} />
    </Room>
  );
}

/** The question and its answer. Only what the agreement grants can be chosen, and no more of it than is ticked is asked for. */
function Ask({ agreement }: { agreement: Agreement }) {
  const city = useCity();
  const names = useNames();
  const { grants, services } = agreement;
  const [kind, setKind] = useState(grants.length === 1 ? (grants[0]?.kind ?? "") : "");
  const [fields, setFields] = useState<string[]>([]);
  const [service, setService] = useState(services.length === 1 ? (services[0] ?? "") : "");
  const [reference, setReference] = useState("");
  const [name, setName] = useState("");
  const [idNumber, setIdNumber] = useState("");
  const [purpose, setPurpose] = useState("");
  const answer = useRef<HTMLElement>(null);
  const ask = useMutation({
    mutationFn: (question: DataRequest) => askDepartment(city, question),
    // Drawn first: it may be longer than the screen.
    onSettled: () => requestAnimationFrame(() => answer.current?.scrollIntoView({ block: "nearest" })),
  });
  const grant = grants.find((each) => each.kind === kind);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ agreement: agreement.id, kind, fields, service, reference: reference.trim(), name: name.trim(), idNumber: idNumber.trim().toUpperCase(), purpose: purpose.trim() });
  };
  return (
    <>
      <form className="panel ask-form" onSubmit={submit}>
        <Notice kind="info">{w.sharing_notice()}</Notice>
        <ChoiceField
          label={m.kinds_record_kind()}
          value={kind}
          empty={w.choose()}
          required
          options={grants.map((each) => ({ value: each.kind, label: say(each.kindNames) }))}
          onChoose={(chosen) => {
            setKind(chosen);
            setFields([]);
          }}
        />
        {grant ? <CheckFields legend={w.sharing_fields()} options={grant.fields.map((field) => ({ value: field.name, label: say(field.names) }))} chosen={fields} onChange={setFields} /> : null}
        <ChoiceField label={m.column_item()} value={service} empty={w.choose()} required options={services.map((id) => ({ value: id, label: `${names.of("service", id)} ${id}` }))} onChoose={setService} />
        <TextField label={w.sharing_reference()} value={reference} onChange={setReference} maxLength={60} autoComplete="off" required />
        <TextField label={w.field_name()} value={name} onChange={setName} maxLength={50} autoComplete="off" required />
        <TextField label={w.field_idNumber()} value={idNumber} onChange={setIdNumber} pattern="[0-9]{17}[0-9Xx]" maxLength={18} autoComplete="off" spellCheck={false} required />
        <TextField label={w.persons_purpose()} hint={w.purpose_hint()} value={purpose} onChange={setPurpose} minLength={4} maxLength={200} required />
        <span className="row">
          <Button type="submit" disabled={ask.isPending || fields.length === 0}>
            <Search size={16} aria-hidden="true" />
            {w.sharing_ask()}
          </Button>
          {kind !== "" && fields.length === 0 ? <span className="meta">{w.sharing_tick()}</span> : null}
        </span>
      </form>
      <section className="panel" ref={answer} aria-live="polite" aria-labelledby="sharing-answer">
        <h2 id="sharing-answer">{w.sharing_answer()}</h2>
        {ask.isPending ? <p className="meta">{w.try_running()}</p> : null}
        {ask.error ? <Refusal error={ask.error} /> : null}
        {ask.data && ask.variables ? <Answer answer={ask.data} question={ask.variables} /> : ask.isPending || ask.error ? null : <p className="meta">{w.sharing_answer_hint()}</p>}
      </section>
    </>
  );
}

/** Why not, in words that say what to do next. */
function Refusal({ error }: { error: unknown }) {
  const lacking = error instanceof Problem && error.code === "agreement-needed" ? findRoomWord(`lacking_${error.lacking ?? "agreement"}`) : undefined;
  if (lacking === undefined) return <ProblemNote error={error} />;
  return (
    <Notice kind="danger" live>
      <p>
        <strong>{m.problem_agreement_needed()}</strong>
      </p>
      <p>{lacking}</p>
      <p>{w.lacking_remedy()}</p>
    </Notice>
  );
}

const ANSWER_KINDS = { current: "calm", "last-known": "warning", "no-record": "info", unavailable: "warning", asked: "info" } as const;

function Answer({ answer, question }: { answer: DataAnswer; question: DataRequest }) {
  const names = useNames();
  const { fields, error } = useRecordFields(question.kind);
  const { state, department, record, obtainedAt, asOf, reason } = answer;
  return (
    <div className="stack">
      <Notice kind={ANSWER_KINDS[state]}>
        <p>
          <strong>{findRoomWord(`answer_${state.replaceAll("-", "_")}`)}</strong> {names.of("department", department)}
        </p>
        {obtainedAt === undefined ? null : <p>{w.answer_obtained({ at: showMoment(obtainedAt) })}</p>}
        {asOf === undefined ? null : <p>{w.answer_as_of({ at: showMoment(asOf) })}</p>}
        {reason === undefined ? null : <p>{findRoomWord(`source_fault_${reason.replaceAll("-", "_")}`) ?? reason}</p>}
      </Notice>
      {error ? <ProblemNote error={error} /> : null}
      {record && fields ? (
        <>
          <h3>
            {question.name} · {question.reference}
          </h3>
          <RecordFacts fields={fields} record={record as JsonObject} />
        </>
      ) : null}
    </div>
  );
}
