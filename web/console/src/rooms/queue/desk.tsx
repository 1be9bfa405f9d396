import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Printer, ScanLine, Ticket as TicketIcon } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { checkInByCode, giveTicket, type OfficeKey, type Priority } from "../../api/queue-commands.ts";
import { staffQueueQuery } from "../../api/queue-queries.ts";
import type { QueueTicket, StaffQueue, Visit } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ChoiceField, TextField } from "../../components/text-field.tsx";
import { say } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";
import { useShortcut } from "../../shell/use-shortcut.ts";
import { VisitFacts } from "./current-visit.tsx";
import { PRIORITIES, priorityName } from "./queue-words.ts";
import { TicketSlip } from "./ticket-slip.tsx";

/** The door: people with a code are checked in by it, people without one get a number. */
export function Desk({ place, queue }: { place: OfficeKey; queue: StaffQueue }) {
  const own = queue.lines.filter((line) => line.own);
  if (own.length === 0) return null;
  return (
    <div className="panel-columns">
      <CodeDesk place={place} queue={queue} />
      <WalkInDesk place={place} queue={queue} lines={own} />
    </div>
  );
}

function CodeDesk({ place, queue }: { place: OfficeKey; queue: StaffQueue }) {
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [code, setCode] = useState("");
  const [cardTail, setCardTail] = useState("");
  const check = useMutation({
    mutationFn: () => checkInByCode(place, { code: code.trim(), ...(cardTail === "" ? {} : { cardTail }) }),
    onSuccess: () => {
      setCode("");
      setCardTail("");
      form.current?.querySelector("input")?.focus();
      return queries.invalidateQueries({ queryKey: staffQueueQuery(place.city, place.office).queryKey });
    },
  });
  useShortcut("c", () => form.current?.querySelector("input")?.focus());
  const send = (event: FormEvent) => {
    event.preventDefault();
    check.mutate();
  };
  return (
    <section className="panel" aria-labelledby="queue-code">
      <h2 id="queue-code">
        {w.queue_check_in()} <kbd aria-hidden="true">C</kbd>
      </h2>
      <form ref={form} className="stack" onSubmit={send}>
        {check.error ? <ProblemNote error={check.error} /> : null}
        {/* A scanner types like a keyboard: it writes here and ends with Enter. */}
        <TextField label={w.queue_code()} hint={w.queue_code_hint()} value={code} onChange={setCode} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={300} required aria-keyshortcuts="C" />
        <TextField label={w.queue_card_tail()} hint={w.queue_card_tail_hint()} value={cardTail} onChange={(typed) => setCardTail(typed.normalize("NFKC").toUpperCase().replaceAll(/[^0-9X]/g, "").slice(0, 4))} autoComplete="off" pattern="[0-9]{3}[0-9X]" maxLength={4} />
        <span className="row">
          <Button type="submit" disabled={check.isPending}>
            <ScanLine size={18} aria-hidden="true" />
            {w.queue_check_in()}
          </Button>
        </span>
      </form>
      {check.data ? <CheckedIn visit={check.data} queue={queue} /> : null}
    </section>
  );
}

function CheckedIn({ visit, queue }: { visit: Visit; queue: StaffQueue }) {
  return (
    <div className="stack">
      <Notice kind="calm" live>
        <p>
          <strong>{w.queue_checked_in({ number: visit.ticket.number })}</strong>
        </p>
      </Notice>
      <VisitFacts visit={visit} />
      <PrintSlip ticket={visit.ticket} queue={queue} />
    </div>
  );
}

function WalkInDesk({ place, queue, lines }: { place: OfficeKey; queue: StaffQueue; lines: StaffQueue["lines"] }) {
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [line, setLine] = useState(lines[0]?.id ?? "");
  const [priority, setPriority] = useState<Priority | "">("");
  const give = useMutation({
    mutationFn: () => giveTicket(place, { line, ...(priority === "" ? {} : { priority }) }),
    onSuccess: () => {
      setPriority("");
      return queries.invalidateQueries({ queryKey: staffQueueQuery(place.city, place.office).queryKey });
    },
  });
  useShortcut("w", () => form.current?.querySelector("select")?.focus());
  const send = (event: FormEvent) => {
    event.preventDefault();
    give.mutate();
  };
  return (
    <section className="panel" aria-labelledby="queue-walk-in">
      <h2 id="queue-walk-in">
        {w.queue_give()} <kbd aria-hidden="true">W</kbd>
      </h2>
      <form ref={form} className="stack" onSubmit={send}>
        {give.error ? <ProblemNote error={give.error} /> : null}
        <ChoiceField label={w.queue_line()} value={line} options={lines.map(({ id, prefix, names }) => ({ value: id, label: `${prefix} · ${say(names)}` }))} onChoose={setLine} />
        <ChoiceField label={w.queue_priority()} value={priority} empty={w.queue_priority_none()} options={PRIORITIES.map((each) => ({ value: each, label: priorityName(each) }))} onChoose={(chosen) => setPriority(chosen)} />
        <span className="row">
          <Button type="submit" disabled={give.isPending}>
            <TicketIcon size={18} aria-hidden="true" />
            {w.queue_give()}
          </Button>
        </span>
      </form>
      {give.data ? (
        <div className="stack">
          <Notice kind="calm" live>
            <p>
              <strong>{w.queue_given({ number: give.data.number })}</strong>
            </p>
            <p>{w.queue_ahead({ count: give.data.ahead ?? 0, minutes: give.data.estimateMinutes ?? 0 })}</p>
          </Notice>
          <PrintSlip ticket={give.data} queue={queue} />
        </div>
      ) : null}
    </section>
  );
}

function PrintSlip({ ticket, queue }: { ticket: QueueTicket; queue: StaffQueue }) {
  return (
    <span className="row">
      <Button variant="secondary" onClick={() => window.print()}>
        <Printer size={16} aria-hidden="true" />
        {w.queue_print()}
      </Button>
      <TicketSlip ticket={ticket} queue={queue} />
    </span>
  );
}

