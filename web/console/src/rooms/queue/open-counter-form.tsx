import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { takeCounter } from "../../api/queue-commands.ts";
import { staffQueueQuery } from "../../api/queue-queries.ts";
import type { CounterOffice } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { CheckFields, ChoiceField, TextField } from "../../components/text-field.tsx";
import { say } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { storedWorkPlace, storeWorkPlace } from "./work-place.ts";

/** Which hall, which counter, and what is done there today. */
export function OpenCounterForm({ offices, office, onOffice }: { offices: CounterOffice[]; office?: CounterOffice; onOffice(id: string): void }) {
  const city = useCity();
  const queries = useQueryClient();
  const [stored] = useState(storedWorkPlace);
  const [number, setNumber] = useState(stored.counter === undefined ? "" : String(stored.counter));
  const [chosen, setChosen] = useState<string[]>(() => (stored.office === office?.id ? (stored.lines ?? []) : []));
  const open = useMutation({
    mutationFn: (place: { office: string; counter: number; lines: string[] }) => takeCounter({ city, office: place.office }, place.counter, place.lines),
    onSuccess: (_nothing, place) => {
      storeWorkPlace(place);
      return queries.invalidateQueries({ queryKey: staffQueueQuery(city, place.office).queryKey });
    },
  });
  const lines = office?.lines ?? [];
  const known = chosen.filter((id) => lines.some((line) => line.id === id));
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (office && known.length > 0) open.mutate({ office: office.id, counter: Number(number), lines: known });
  };
  return (
    <section className="panel" aria-labelledby="queue-open">
      <h2 id="queue-open">{w.queue_open_title()}</h2>
      <form className="task-form" onSubmit={send}>
        {open.error ? <ProblemNote error={open.error} /> : null}
        <ChoiceField label={w.counter_hall()} value={office?.id ?? ""} empty={w.counter_choose_hall()} required options={offices.map(({ id, names }) => ({ value: id, label: say(names) }))} onChoose={onOffice} />
        {office ? (
          <>
            <TextField label={w.queue_counter_field()} hint={w.queue_counter_hint()} value={number} onChange={(typed) => setNumber(typed.normalize("NFKC").replaceAll(/\D/g, "").slice(0, 3))} inputMode="numeric" autoComplete="off" pattern="[1-9][0-9]{0,2}" required />
            <CheckFields legend={w.queue_lines()} options={lines.map(({ id, names }) => ({ value: id, label: say(names) }))} chosen={known} onChange={setChosen} />
            <Button type="submit" disabled={open.isPending || known.length === 0}>
              {w.queue_open()}
            </Button>
          </>
        ) : null}
      </form>
    </section>
  );
}
