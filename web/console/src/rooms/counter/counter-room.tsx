import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { type Card, confirmInPerson, seeInPersonCode, vouchForRecovery } from "../../api/people-commands.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { focusRoomHeading, Room } from "../../components/room.tsx";
import { ChoiceField, TextField } from "../../components/text-field.tsx";
import { notify } from "../../components/toasts.tsx";
import { useNames } from "../../documents/names.ts";
import { showTime } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { ActivationCodeDialog } from "../people/activation-code-dialog.tsx";
import "../people/people.css";

const STORED_HALL = "console.hall";
type Task = "verification" | "recovery";

/** Somebody stands at the counter with their card: verified in person, or helped back to their account. */
export function CounterRoom() {
  const names = useNames();
  const [task, setTask] = useState<Task>("verification");
  const [hall, setHall] = useState(() => localStorage.getItem(STORED_HALL) ?? "");
  const chooseHall = (id: string) => {
    localStorage.setItem(STORED_HALL, id);
    setHall(id);
  };
  return (
    <Room
      title={m.room_counter()}
      lead={w.counter_lead()}
      actions={
        <>
          <Button variant="secondary" aria-pressed={task === "verification"} onClick={() => setTask("verification")}>
            {w.counter_verify()}
          </Button>
          <Button variant="secondary" aria-pressed={task === "recovery"} onClick={() => setTask("recovery")}>
            {w.counter_recover()}
          </Button>
        </>
      }
    >
      <div className="task-form">
        <ChoiceField label={w.counter_hall()} value={hall} empty={w.counter_choose_hall()} required options={names.list("office").map((each) => ({ value: each.id, label: say(each.names) }))} onChoose={chooseHall} />
      </div>
      {hall === "" ? null : task === "verification" ? <Verification key={hall} hall={hall} /> : <Recovery key={hall} hall={hall} />}
    </Room>
  );
}

function Verification({ hall }: { hall: string }) {
  const [code, setCode] = useState("");
  const see = useMutation({ mutationFn: seeInPersonCode });
  const confirm = useMutation({
    mutationFn: (card: Card) => confirmInPerson(see.data?.id ?? "", card),
    onSuccess: () => {
      notify(w.counter_verified());
      setCode("");
      see.reset();
      focusRoomHeading();
    },
  });
  const look = (event: FormEvent) => {
    event.preventDefault();
    confirm.reset();
    see.mutate({ code, hall });
  };
  if (!see.data) {
    return (
      <form className="task-form" onSubmit={look}>
        {see.error ? <ProblemNote error={see.error} /> : null}
        <TextField label={w.counter_code()} hint={w.counter_code_hint()} value={code} onChange={(typed) => setCode(typed.normalize("NFKC").replace(/\D/g, "").slice(0, 8))} inputMode="numeric" autoComplete="off" pattern="[0-9]{8}" required />
        <Button type="submit" disabled={see.isPending}>
          {w.counter_look()}
        </Button>
      </form>
    );
  }
  const { name, idNumber, level, needsRegister } = see.data;
  return (
    <div className="panel-columns">
      <section className="panel" aria-labelledby="counter-account">
        <h2 id="counter-account">{w.counter_account()}</h2>
        {needsRegister ? (
          <Notice kind="warning">{w.counter_unproven()}</Notice>
        ) : (
          <dl className="facts">
            <dt>{w.field_name()}</dt>
            <dd>{name}</dd>
            <dt>{w.field_idNumber()}</dt>
            <dd>{idNumber}</dd>
            <dt>{w.field_level()}</dt>
            <dd>{level}</dd>
          </dl>
        )}
        <p className="meta">{w.counter_recorded()}</p>
      </section>
      <section className="panel" aria-labelledby="counter-card">
        <h2 id="counter-card">{w.counter_card()}</h2>
        <CardForm hall={hall} submit={w.counter_confirm()} error={confirm.error} busy={confirm.isPending} onSubmit={(card) => confirm.mutate(card)} onCancel={() => see.reset()} />
      </section>
    </div>
  );
}

function Recovery({ hall }: { hall: string }) {
  const vouch = useMutation({ mutationFn: vouchForRecovery });
  return (
    <section className="panel task-form" aria-labelledby="counter-recovery">
      <h2 id="counter-recovery">{w.counter_recover()}</h2>
      <p>{w.counter_recover_text()}</p>
      <CardForm hall={hall} submit={w.counter_voucher()} error={vouch.error} busy={vouch.isPending} onSubmit={(card) => vouch.mutate(card)} />
      {vouch.data ? <VoucherCode code={vouch.data.code} until={vouch.data.expiresAt} onClose={() => vouch.reset()} /> : null}
    </section>
  );
}

function VoucherCode({ code, until, onClose }: { code: string; until: string; onClose(): void }) {
  return <ActivationCodeDialog code={code} title={w.counter_voucher_title()} text={w.counter_voucher_text({ time: showTime(new Date(until)) })} onClose={onClose} />;
}

interface CardFormProps {
  hall: string;
  submit: string;
  error: unknown;
  busy: boolean;
  onSubmit(card: Card): void;
  onCancel?: () => void;
}

/** What stands on the card, typed from the card: never shown from the account, so that it is really read. */
function CardForm({ hall, submit, error, busy, onSubmit, onCancel }: CardFormProps) {
  const [name, setName] = useState("");
  const [idNumber, setIdNumber] = useState("");
  const [document, setDocument] = useState<Card["document"]>("id-card");
  const [faceCompared, setFaceCompared] = useState(false);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (faceCompared) onSubmit({ name: name.trim(), idNumber: idNumber.trim(), document, hall, faceCompared });
  };
  return (
    <form className="stack" onSubmit={send}>
      {error ? <ProblemNote error={error} /> : null}
      <ChoiceField
        label={w.counter_document()}
        value={document}
        options={[
          { value: "id-card", label: w.document_id_card() },
          { value: "residence-permit", label: w.document_residence_permit() },
          { value: "passport", label: w.document_passport() },
        ]}
        onChoose={setDocument}
      />
      <TextField label={w.counter_card_name()} value={name} onChange={setName} autoComplete="off" maxLength={100} required />
      <TextField label={w.counter_card_number()} value={idNumber} onChange={setIdNumber} autoComplete="off" autoCapitalize="characters" spellCheck={false} minLength={15} maxLength={40} required />
      <label className="check-field">
        <input type="checkbox" required checked={faceCompared} onChange={({ currentTarget }) => setFaceCompared(currentTarget.checked)} />
        {w.counter_face()}
      </label>
      <span className="row">
        <Button type="submit" disabled={busy}>
          {submit}
        </Button>
        {onCancel ? (
          <Button variant="secondary" onClick={onCancel}>
            {w.cancel()}
          </Button>
        ) : null}
      </span>
    </form>
  );
}
