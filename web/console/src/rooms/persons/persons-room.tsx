import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { type FormEvent, useState } from "react";
import { type PersonField, type Purpose, readPerson, searchPerson } from "../../api/people-commands.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room } from "../../components/room.tsx";
import { CheckFields, ChoiceField, TextField } from "../../components/text-field.tsx";
import { showMoment } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";
import "../people/people.css";

const PURPOSES: readonly Purpose[] = ["counter-service", "case-handling", "correction-request", "complaint", "security-check", "emergency-rescue"];
const purposeName = (purpose: Purpose) => findRoomWord(`purpose_${purpose.replaceAll("-", "_")}`) ?? purpose;
const fieldName = (field: PersonField) => findRoomWord(`field_${field}`) ?? field;

/** One person, found by a whole number and for a purpose that the person reads afterwards. */
export function PersonsRoom() {
  const [by, setBy] = useState<"idNumber" | "phone">("idNumber");
  const [number, setNumber] = useState("");
  const [purpose, setPurpose] = useState<Purpose | "">("");
  const [words, setWords] = useState("");
  const [reference, setReference] = useState("");
  const [fields, setFields] = useState<PersonField[]>([]);
  const search = useMutation({ mutationFn: searchPerson });
  const read = useMutation({ mutationFn: ({ person, asked }: { person: string; asked: PersonField[] }) => readPerson(person, { fields: asked, ...reason() }) });
  const reason = () => ({ purpose: purpose as Purpose, words: words.trim(), reference: reference.trim() });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    read.reset();
    setFields([]);
    search.mutate({ ...(by === "phone" ? { phone: number.trim() } : { idNumber: number.trim() }), ...reason() });
  };
  const found = search.data?.items[0];
  return (
    <Room title={m.room_persons()} lead={w.persons_lead()}>
      <div className="panel-columns">
        <form className="panel" onSubmit={submit}>
          <Notice kind="info">{w.persons_notice()}</Notice>
          {search.error ? <ProblemNote error={search.error} /> : null}
          <ChoiceField
            label={w.persons_by()}
            value={by}
            options={[
              { value: "idNumber", label: w.field_idNumber() },
              { value: "phone", label: w.field_phone() },
            ]}
            onChoose={setBy}
          />
          <TextField label={w.persons_number()} hint={w.persons_number_hint()} value={number} onChange={setNumber} autoComplete="off" spellCheck={false} maxLength={40} required />
          <ChoiceField label={w.persons_purpose()} value={purpose} empty={w.choose()} required options={PURPOSES.map((value) => ({ value, label: purposeName(value) }))} onChoose={setPurpose} />
          <TextField label={w.persons_words()} hint={w.persons_words_hint()} value={words} onChange={setWords} minLength={4} maxLength={100} required />
          <TextField label={w.persons_reference()} hint={w.persons_reference_hint()} value={reference} onChange={setReference} pattern="(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9\-]{3,39}" autoComplete="off" required />
          <span className="row">
            <Button type="submit" disabled={search.isPending}>
              <Search size={16} aria-hidden="true" />
              {w.persons_search()}
            </Button>
          </span>
        </form>
        <section className="panel" aria-live="polite" aria-labelledby="persons-result">
          <h2 id="persons-result">{w.persons_result()}</h2>
          {search.data === undefined ? <p className="meta">{w.persons_result_hint()}</p> : null}
          {search.data && !found ? <EmptyNote title={w.persons_none()} /> : null}
          {found ? (
            <>
              <dl className="facts">
                {(["name", "idNumber", "phone", "level"] as const).map((field) => (
                  <Fact key={field} field={field} value={found[field]} />
                ))}
                <dt>{w.person_id()}</dt>
                <dd>
                  <code>{found.person}</code>
                </dd>
              </dl>
              <CheckFields legend={w.persons_more()} options={(search.data?.fields ?? []).map((value) => ({ value, label: fieldName(value) }))} chosen={fields} onChange={setFields} />
              <span className="row">
                <Button variant="secondary" disabled={fields.length === 0 || read.isPending} onClick={() => read.mutate({ person: found.person, asked: fields })}>
                  {w.persons_read()}
                </Button>
              </span>
              {read.error ? <ProblemNote error={read.error} /> : null}
              {read.data ? (
                <dl className="facts">
                  {(read.variables?.asked ?? []).map((field) => (
                    <Fact key={field} field={field} value={read.data[field]} />
                  ))}
                </dl>
              ) : null}
            </>
          ) : null}
        </section>
      </div>
    </Room>
  );
}

function Fact({ field, value }: { field: PersonField; value: string | number | undefined }) {
  const shown = value === undefined ? w.none() : field === "verifiedAt" ? showMoment(String(value)) : field === "accountState" ? (findRoomWord(`account_${value}`) ?? value) : value;
  return (
    <>
      <dt>{fieldName(field)}</dt>
      <dd>{shown}</dd>
    </>
  );
}
