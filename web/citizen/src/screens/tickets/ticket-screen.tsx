import { BellRing, MapPin, X } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { AskedTwice } from "../../account/asked-twice.tsx";
import { fillIn } from "../../api/client.ts";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import { allAppointments, type Ticket, ticketQuery } from "../../booking/queries.ts";
import { clockText, momentText } from "../../booking/times.ts";
import { Loaded } from "../../components/loaded.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, useParam } from "../../routing/place.tsx";
import "../../booking/booking.css";
import "./ticket-screen.css";

/** Without a live connection it is asked for in this time. */
const LOOK_AGAIN_MS = 10_000;
const NEAR = 3;
const BUZZ_MS = [300, 150, 300];

export function Screen() {
  return <AccountPage title={m.book_ticket_title()}>{() => <OneTicket />}</AccountPage>;
}

function OneTicket() {
  const id = useParam("id");
  const where = useAsker();
  const whose = useWhose();
  const question = ticketQuery(where, whose, id);
  const live = useLive(id, where.script, question.queryKey);
  const ticket = useQuery({ ...question, refetchInterval: live ? false : LOOK_AGAIN_MS });
  return <Loaded question={ticket}>{(known) => <Details ticket={known} live={live} />}</Loaded>;
}

/** Follows the queue as it moves. The browser connects again by itself; meanwhile the ticket is asked for. */
function useLive(id: string, script: string, key: readonly unknown[]): boolean {
  const queries = useQueryClient();
  const [live, setLive] = useState(false);
  const address = fillIn("/api/v1/me/tickets/{id}/events", { path: { id }, query: script === "zh-Hant" ? { lang: script } : {} });
  const keyText = JSON.stringify(key);
  useEffect(() => {
    const stream = new EventSource(address);
    stream.addEventListener("open", () => setLive(true));
    stream.addEventListener("error", () => setLive(false));
    stream.addEventListener("ticket", ({ data }: MessageEvent<string>) => {
      queries.setQueryData(JSON.parse(keyText) as unknown[], JSON.parse(data) as Ticket);
    });
    return () => stream.close();
  }, [address, queries, keyText]);
  return live;
}

function Details({ ticket, live }: { ticket: Ticket; live: boolean }) {
  const { number, state, office, line, service, counter, ahead, estimateMinutes, takenAt, startsAt, id } = ticket;
  const now = useNow();
  const called = state === "called" || state === "serving";
  const waiting = state === "waiting";
  useBuzz(state);
  return (
    <div className="account-stack">
      <Card padded className={called ? "ticket ticket-called" : "ticket"}>
        <p className="ticket-office">
          <MapPin size={18} aria-hidden="true" />
          {say(office.names)}
        </p>
        <p className="ticket-number">
          <span className="visually-hidden">{m.book_ticket_your()} </span>
          {number}
        </p>
        <p className="account-small">{service ? say(service.names) : say(line.names)}</p>
        <div className="ticket-state">
          {waiting ? (
            <dl className="ticket-figures">
              <div>
                <dt>{m.book_ticket_before()}</dt>
                <dd>{ahead ?? "—"}</dd>
              </div>
              <div>
                <dt>{m.book_ticket_about()}</dt>
                <dd>{estimateMinutes === undefined ? "—" : m.book_minutes({ count: estimateMinutes })}</dd>
              </div>
            </dl>
          ) : (
            <p className="ticket-word">
              {called ? <BellRing size={26} aria-hidden="true" /> : null}
              {stateText(ticket)}
            </p>
          )}
        </div>
        {called && counter !== undefined ? <p className="ticket-counter">{m.book_ticket_counter({ counter })}</p> : null}
      </Card>
      {/* Said aloud: that it is one's turn, and that it soon will be. Every move of the queue would be chatter. */}
      <p className="visually-hidden" role="status">
        {called && counter !== undefined ? m.book_ticket_go({ counter }) : waiting && ahead !== undefined && ahead <= NEAR ? m.book_ticket_soon({ count: ahead }) : ""}
      </p>
      {waiting && startsAt !== undefined && Date.parse(startsAt) > now.getTime() ? <Notice kind="calm">{m.book_ticket_early({ time: clockText(startsAt) })}</Notice> : null}
      {state === "missed" ? <Notice kind="warning">{m.book_ticket_missed()}</Notice> : null}
      <p className="account-small">
        {m.book_ticket_taken({ when: momentText(takenAt, now) })} · {live ? m.book_ticket_live() : m.book_ticket_not_live()}
      </p>
      {waiting ? <Leave id={id} /> : null}
      {state === "served" || state === "left" ? (
        <Link to="/book" className={buttonClass({ variant: "secondary", large: true })}>
          {m.book_what()}
        </Link>
      ) : null}
    </div>
  );
}

function stateText({ state }: Ticket): string {
  return { waiting: m.book_ticket_waiting, called: m.book_ticket_called, serving: m.book_ticket_serving, served: m.book_ticket_served, missed: m.book_ticket_missed_word, left: m.book_ticket_left }[state]();
}

/** A telephone in the pocket says it too, where it can. */
function useBuzz(state: Ticket["state"]): void {
  const before = useRef(state);
  useEffect(() => {
    if (state === "called" && before.current === "waiting") navigator.vibrate?.(BUZZ_MS);
    before.current = state;
  }, [state]);
}

/** The number cannot be had back. */
function Leave({ id }: { id: string }) {
  const act = useAct();
  const queries = useQueryClient();
  return (
    <AskedTwice
      label={m.book_ticket_leave()}
      button={m.book_ticket_leave()}
      question={m.book_ticket_leave_sure()}
      yes={
        <>
          <X size={20} aria-hidden="true" />
          {m.book_ticket_leave_do()}
        </>
      }
      no={m.book_ticket_stay()}
      words={bookingProblemText}
      onYes={async () => {
        await act("delete", "/api/v1/me/tickets/{id}", { path: { id } });
        await queries.invalidateQueries(allAppointments());
      }}
    />
  );
}
