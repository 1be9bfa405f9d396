import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Accessibility, ArrowRightLeft, CircleCheck, Megaphone, UserRoundCheck, UserRoundX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { beginServing, callNext, markMissed, markServed, type OfficeKey, recall } from "../../api/queue-commands.ts";
import { staffQueueQuery, visitQuery } from "../../api/queue-queries.ts";
import type { QueueTicket, StaffQueue, Visit } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { showTime } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";
import { useShortcut } from "../../shell/use-shortcut.ts";
import { className, needName, priorityName, stateName } from "./queue-words.ts";
import { TransferDialog } from "./transfer-dialog.tsx";

interface CurrentVisitProps {
  place: OfficeKey;
  queue: StaffQueue;
  counter: StaffQueue["counters"][number];
}

/** Who was called to this counter, and what becomes of them. */
export function CurrentVisit({ place, queue, counter }: CurrentVisitProps) {
  const { city, office } = place;
  const queries = useQueryClient();
  const { ticket } = counter;
  const [sending, setSending] = useState(false);
  const waits = queue.waiting.some(({ line, forCounter }) => counter.lines.includes(line) && (forCounter === undefined || forCounter === counter.number));

  const keep = (visit: Visit) => queries.setQueryData(visitQuery(city, office, visit.ticket.id).queryKey, visit);
  const settle = () => void queries.invalidateQueries({ queryKey: staffQueueQuery(city, office).queryKey });
  // One after the other: whoever types ahead is followed, and whoever presses twice is told that the counter is busy.
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onError: notifyProblem, onSettled: settle, scope: { id: `queue ${office}` } });
  const call = async () => {
    if (ticket) await markServed(place, ticket.id);
    const { visit } = await callNext(place, counter.number);
    if (visit) keep(visit);
    else notify(w.queue_nobody());
  };
  const callAgain = async () => {
    if (ticket) keep(await recall(place, ticket.id, counter.number));
    notify(w.queue_called_again());
  };
  const begin = async () => {
    if (ticket) keep(await beginServing(place, ticket.id));
  };
  const run = (work: () => Promise<unknown>) => act.mutate(work);
  const isCalled = ticket?.state === "called";
  useShortcut("n", () => (ticket || waits ? run(call) : undefined));
  useShortcut("b", () => (isCalled ? run(begin) : undefined));
  useShortcut("r", () => (isCalled ? run(callAgain) : undefined));
  useShortcut("m", () => (isCalled && ticket ? run(() => markMissed(place, ticket.id)) : undefined));
  useShortcut("s", () => (ticket ? run(() => markServed(place, ticket.id)) : undefined));
  useShortcut("t", () => (ticket ? setSending(true) : undefined));

  return (
    <section className="panel queue-current" aria-labelledby="queue-current">
      <h2 id="queue-current">{w.queue_current()}</h2>
      {ticket ? <Called place={place} ticket={ticket} /> : <p className="queue-nobody">{waits ? w.queue_ready() : w.queue_empty()}</p>}
      <div className="queue-acts">
        <Key name="N" large variant="primary" busy={act.isPending} disabled={!ticket && !waits} icon={<Megaphone size={20} aria-hidden="true" />} onClick={() => run(call)}>
          {ticket ? w.queue_served_next() : w.queue_next()}
        </Key>
        {ticket ? (
          <>
            {isCalled ? (
              <>
                <Key name="B" busy={act.isPending} icon={<UserRoundCheck size={18} aria-hidden="true" />} onClick={() => run(begin)}>
                  {w.queue_begin()}
                </Key>
                <Key name="R" busy={act.isPending} icon={<Megaphone size={18} aria-hidden="true" />} onClick={() => run(callAgain)}>
                  {w.queue_recall()}
                </Key>
                <Key name="M" busy={act.isPending} icon={<UserRoundX size={18} aria-hidden="true" />} onClick={() => run(() => markMissed(place, ticket.id))}>
                  {w.queue_missed()}
                </Key>
              </>
            ) : null}
            <Key name="S" busy={act.isPending} icon={<CircleCheck size={18} aria-hidden="true" />} onClick={() => run(() => markServed(place, ticket.id))}>
              {w.queue_served()}
            </Key>
            <Key name="T" busy={act.isPending} icon={<ArrowRightLeft size={18} aria-hidden="true" />} onClick={() => setSending(true)}>
              {w.queue_transfer()}
            </Key>
          </>
        ) : null}
      </div>
      {sending && ticket ? <TransferDialog place={place} queue={queue} ticket={ticket} onClose={() => setSending(false)} onSent={settle} /> : null}
    </section>
  );
}

interface KeyProps {
  name: string;
  busy: boolean;
  disabled?: boolean;
  large?: boolean;
  variant?: "primary" | "secondary";
  icon: ReactNode;
  onClick(): void;
  children: ReactNode;
}

/** A button with the key that does the same. It stays where it is while it works, so that the focus does too. */
function Key({ name, busy, disabled = false, large = false, variant = "secondary", icon, onClick, children }: KeyProps) {
  return (
    <Button variant={variant} large={large} disabled={disabled} aria-disabled={busy || undefined} aria-keyshortcuts={name} onClick={onClick}>
      {icon}
      {children}
      <kbd aria-hidden="true">{name}</kbd>
    </Button>
  );
}

function Called({ place, ticket }: { place: OfficeKey; ticket: QueueTicket }) {
  const visit = useQuery(visitQuery(place.city, place.office, ticket.id));
  const shown = visit.data;
  return (
    <div className="queue-visit">
      <p className="queue-number" role="status">
        <strong>{ticket.number}</strong>
        <span className="row">
          <span className={`chip ${ticket.state === "serving" ? "tone-jade" : "tone-sky"}`}>{stateName(ticket.state)}</span>
          {ticket.times > 1 ? <span className="chip tone-ink">{w.queue_times({ count: ticket.times })}</span> : null}
          {ticket.priority ? <span className="chip tone-gold">{priorityName(ticket.priority)}</span> : null}
        </span>
      </p>
      {visit.error ? <ProblemNote error={visit.error} /> : null}
      {shown ? <VisitFacts visit={shown} /> : null}
    </div>
  );
}

/** As little as is needed to know whom one has before one: masked, to be compared with the card. */
export function VisitFacts({ visit }: { visit: Visit }) {
  const { ticket, person, members, services, kind, needs, bring, answers } = visit;
  return (
    <>
      <dl className="facts">
        <dt>{w.queue_person()}</dt>
        <dd>{person ? `${person.name} · ${person.idNumber}` : w.queue_unknown()}</dd>
        {members.length > 0 ? (
          <>
            <dt>{w.queue_members()}</dt>
            <dd>{members.map(({ name, idNumber }) => `${name} · ${idNumber}`).join("；")}</dd>
          </>
        ) : null}
        {services.length > 0 ? (
          <>
            <dt>{w.queue_services()}</dt>
            <dd>{services.map(({ names }) => say(names)).join("、")}</dd>
          </>
        ) : null}
        {kind ? (
          <>
            <dt>{w.queue_kind()}</dt>
            <dd>{say(kind)}</dd>
          </>
        ) : null}
        <dt>{w.queue_how()}</dt>
        <dd>
          {className(ticket)}
          {ticket.startsAt ? ` · ${showTime(new Date(ticket.startsAt))}` : ""}
          {ticket.party > 1 ? ` · ${w.queue_party({ count: ticket.party })}` : ""}
        </dd>
        {answers.map(({ names, text }) => (
          <AnswerFact key={names.zh} name={say(names)} text={text} />
        ))}
      </dl>
      {needs.length > 0 ? (
        <p className="row queue-needs">
          <Accessibility size={18} aria-hidden="true" />
          {needs.map((need) => (
            <span key={need} className="chip tone-gold">
              {needName(need)}
            </span>
          ))}
        </p>
      ) : null}
      {bring.length > 0 ? (
        <div>
          <p className="meta">{w.queue_bring()}</p>
          <ul className="queue-bring">
            {bring.map((text) => (
              <li key={text.zh}>{say(text)}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {person ? <p className="meta">{w.counter_recorded()}</p> : null}
    </>
  );
}

function AnswerFact({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </>
  );
}
