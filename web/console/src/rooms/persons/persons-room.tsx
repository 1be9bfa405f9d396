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
import { findWord } from "../../i18n/words.ts";
import "../people/people.css";

const PURPOSES: readonly Purpose[] = ["counter-service", "case-handling", "correction-request", "complaint", "security-check", "emergency-rescue"];
const purposeName = (purpose: Purpose) => findWord(`purpose_${purpose.replaceAll("-", "_")}`) ?? purpose;
const fieldName = (field: PersonField) => findWord(`field_${field}`) ?? field;

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
    <Room title={m.room_persons()} lead={m.persons_lead()}>
      <div className="panel-columns">
        <form className="panel" onSubmit={submit}>
          <Notice kind="info">{m.persons_notice()}</Notice>
          {search.error ? <ProblemNote error={search.error} /> : null}
          <ChoiceField
            label={m.persons_by()}
            value={by}
            options={[
              { value: "idNumber", label: m.field_idNumber() },
              { value: "phone", label: m.field_phone() },
            ]}
            onChoose={setBy}
          />
          <TextField label={m.persons_number()} hint={m.persons_number_hint()} value={number} onChange={setNumber} autoComplete="off" spellCheck={false} maxLength={40} required />
          <ChoiceField label={m.persons_purpose()} value={purpose} empty={m.choose()} required options={PURPOSES.map((value) => ({ value, label: purposeName(value) }))} onChoose={setPurpose} />
          <TextField label={m.persons_words()} hint={m.persons_words_hint()} value={words} onChange={setWords} minLength={4} maxLength={100} required />
          <TextField label={m.persons_reference()} hint={m.persons_reference_hint()} value={reference} onChange={setReference} pattern="(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9\-]{3,39}" autoComplete="off" required />
          <span className="row">
            <Button type="submit" disabled={search.isPending}>
              <Search size={16} aria-hidden="true" />
              {m.persons_search()}
            </Button>
          </span>
        </form>
        <section className="panel" aria-live="polite" aria-labelledby="persons-result">
          <h2 id="persons-result">{m.persons_result()}</h2>
          {search.data === undefined ? <p className="meta">{m.persons_result_hint()}</p> : null}
          {search.data && !found ? <EmptyNote title={m.persons_none()} /> : null}
          {found ? (
            <>
              <dl className="facts">
                {(["name", "idNumber", "phone", "level"] as const).map((field) => (
                  <Fact key={field} field={field} value={found[field]} />
                ))}
                <dt>{m.person_id()}</dt>
                <dd>
                  <code>{found.person}</code>
                </dd>
              </dl>
              <CheckFields legend={m.persons_more()} options={(search.data?.fields ?? []).map((value) => ({ value, label: fieldName(value) }))} chosen={fields} onChange={setFields} />
              <span className="row">
                <Button variant="secondary" disabled={fields.length === 0 || read.isPending} onClick={() => read.mutate({ person: found.person, asked: fields })}>
                  {m.persons_read()}
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
  const shown = value === undefined ? m.none() : field === "verifiedAt" ? showMoment(String(value)) : field === "accountState" ? (findWord(`account_${value}`) ?? value) : value;
  return (
    <>
      <dt>{fieldName(field)}</dt>
      <dd>{shown}</dd>
    </>
  );
}
