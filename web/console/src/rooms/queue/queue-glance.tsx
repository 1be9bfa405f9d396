import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Megaphone } from "lucide-react";
import { type OfficeKey, recall } from "../../api/queue-commands.ts";
import { staffQueueQuery, visitQuery } from "../../api/queue-queries.ts";
import type { QueueTicket, StaffQueue } from "../../api/types.ts";
import { notifyProblem } from "../../components/toasts.tsx";
import { showTime } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";
import { className, priorityName, stateName } from "./queue-words.ts";

const WAITING_SHOWN = 30;

/** Who waits, in the order in which they would be called: numbers, nobody's name. */
export function QueueGlance({ place, queue, counter }: { place: OfficeKey; queue: StaffQueue; counter: number | undefined }) {
  const queries = useQueryClient();
  const callMissed = useMutation({
    mutationFn: (id: string) => recall(place, id, counter ?? 0),
    onSuccess: (visit) => queries.setQueryData(visitQuery(place.city, place.office, visit.ticket.id).queryKey, visit),
    onError: notifyProblem,
    onSettled: () => queries.invalidateQueries({ queryKey: staffQueueQuery(place.city, place.office).queryKey }),
  });
  const own = queue.lines.filter((line) => line.own);
  const busy = queue.counters.some((each) => each.mine && each.ticket);
  return (
    <aside className="stack queue-glance" aria-label={w.queue_glance()}>
      <section className="panel" aria-labelledby="queue-lines">
        <h2 id="queue-lines">{w.queue_lines_now()}</h2>
        <table className="queue-table">
          <thead>
            <tr>
              <th scope="col">{w.queue_line()}</th>
              <th scope="col">{w.queue_appointment()}</th>
              <th scope="col">{w.queue_walk_in()}</th>
              <th scope="col">{w.queue_wait()}</th>
            </tr>
          </thead>
          <tbody>
            {own.map((line) => (
              <tr key={line.id}>
                <th scope="row">
                  <span className="queue-prefix">{line.prefix}</span> {say(line.names)}
                </th>
                <td>{line.appointments}</td>
                <td>{line.walkIns}</td>
                <td>{waitText(line.estimateMinutes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="meta">{w.queue_served_today({ count: queue.served })}</p>
      </section>
      <section className="panel" aria-labelledby="queue-waiting">
        <h2 id="queue-waiting">{w.queue_waiting({ count: queue.waiting.length })}</h2>
        {queue.waiting.length === 0 ? <p className="meta">{w.queue_empty()}</p> : null}
        <ol className="queue-list">
          {queue.waiting.slice(0, WAITING_SHOWN).map((ticket) => (
            <WaitingTicket key={ticket.id} ticket={ticket} />
          ))}
        </ol>
      </section>
      {queue.counters.length > 0 ? (
        <section className="panel" aria-labelledby="queue-counters">
          <h2 id="queue-counters">{w.queue_counters()}</h2>
          <ul className="queue-list">
            {queue.counters.map(({ number, mine, ticket }) => (
              <li key={number}>
                <span>
                  {w.queue_counter_number({ number })}
                  {mine ? ` · ${w.queue_mine()}` : ""}
                </span>
                <span className="meta">{ticket ? `${ticket.number} · ${stateName(ticket.state)}` : w.queue_free()}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {queue.missed.length > 0 ? (
        <section className="panel" aria-labelledby="queue-missed">
          <h2 id="queue-missed">{w.queue_missed_list()}</h2>
          <ul className="queue-list">
            {queue.missed.map((ticket) => (
              <li key={ticket.id}>
                <span>
                  <strong>{ticket.number}</strong> <span className="meta">{ticket.calledAt ? showTime(new Date(ticket.calledAt)) : ""}</span>
                </span>
                {counter === undefined ? null : (
                  <Button variant="secondary" disabled={busy || callMissed.isPending} aria-label={`${w.queue_recall()} ${ticket.number}`} onClick={() => callMissed.mutate(ticket.id)}>
                    <Megaphone size={16} aria-hidden="true" />
                    {w.queue_recall()}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </aside>
  );
}

function waitText(minutes: number): string {
  return minutes === 0 ? w.queue_soon() : w.queue_minutes({ count: minutes });
}

function WaitingTicket({ ticket }: { ticket: QueueTicket }) {
  return (
    <li>
      <span className="row">
        <strong>{ticket.number}</strong>
        {ticket.priority ? <span className="chip tone-gold">{priorityName(ticket.priority)}</span> : null}
        {ticket.forCounter === undefined ? null : <span className="chip tone-ink">{w.queue_counter_number({ number: ticket.forCounter })}</span>}
      </span>
      <span className="meta">
        {className(ticket)} {showTime(new Date(ticket.startsAt ?? ticket.takenAt))} · {waitText(ticket.estimateMinutes ?? 0)}
      </span>
    </li>
  );
}
