import { BellRing, ChevronRight, Plus } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage } from "../../account/account-page.tsx";
import { RowLink, Rows } from "../../account/rows.tsx";
import { AppointmentChip } from "../../booking/appointment-state.tsx";
import { DateBlock } from "../../booking/date-block.tsx";
import { type Appointment, appointmentsQuery, type Ticket, ticketsQuery } from "../../booking/queries.ts";
import { chinaDate, longDate, spanText } from "../../booking/times.ts";
import { Loaded } from "../../components/loaded.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";
import { CalendarFeed } from "./calendar-feed.tsx";
import { Wishes } from "./wishes.tsx";
import "./appointments-screen.css";

export function Screen() {
  return (
    <AccountPage title={m.book_mine()} intro={m.book_mine_intro()}>
      {() => <MyAppointments />}
    </AccountPage>
  );
}

function MyAppointments() {
  const { search } = usePlace();
  const whose = useWhose();
  const coming = useQuery(appointmentsQuery(useAsker(), whose, "coming"));
  const [past, setPast] = useState(search.get("state") === "past");
  return (
    <div className="account-stack">
      {whose ? <Notice>{m.book_for_whom({ name: whose.name })}</Notice> : null}
      {search.has("wished") ? <Notice live>{m.book_wished()}</Notice> : null}
      <Tickets />
      <Loaded question={coming}>
        {({ items }) => (
          <Section
            id="coming"
            title={m.book_coming()}
            more={
              <Link to="/book" className={buttonClass({ variant: "quiet" })}>
                <Plus size={18} aria-hidden="true" />
                {m.book_another()}
              </Link>
            }
          >
            {items.length === 0 ? <NothingComing /> : <AppointmentList items={items} label={m.book_coming()} />}
          </Section>
        )}
      </Loaded>
      <Wishes />
      <Section id="past" title={m.book_past()}>
        {past ? (
          <Past />
        ) : (
          <Button variant="secondary" onClick={() => setPast(true)}>
            {m.book_past_show()}
          </Button>
        )}
      </Section>
      <CalendarFeed />
    </div>
  );
}

function NothingComing() {
  return (
    <div className="sign-in-invitation">
      <p>{m.book_none_coming()}</p>
      <Link to="/book" className={buttonClass({ large: true })}>
        {m.book_what()}
      </Link>
    </div>
  );
}

function Past() {
  const past = useQuery(appointmentsQuery(useAsker(), useWhose(), "past"));
  return <Loaded question={past}>{({ items }) => (items.length === 0 ? <Notice kind="calm">{m.book_none_past()}</Notice> : <AppointmentList items={items} label={m.book_past()} />)}</Loaded>;
}

function AppointmentList({ items, label }: { items: readonly Appointment[]; label: string }) {
  const today = chinaDate(useNow());
  return (
    <Card as="ul" className="rows" aria-label={label}>
      {items.map((appointment) => {
        const { id, services, names, office, startsAt, endsAt } = appointment;
        return (
          <li key={id}>
            <Link to={`/me/appointments/${id}`} className="row row-link appointment-row">
              <DateBlock at={startsAt} />
              <span className="row-text">
                <span className="row-title">{services.length > 0 ? services.map((each) => say(each.names)).join(m.list_separator()) : say(names)}</span>
                <span className="appointment-when">
                  <span>{longDate(chinaDate(startsAt), today)}</span> <span>{spanText(startsAt, endsAt)}</span>
                </span>
                <span className="row-note">{say(office?.names ?? names)}</span>
                <span className="appointment-chips">
                  <AppointmentChip appointment={appointment} />
                </span>
              </span>
              <ChevronRight size={20} aria-hidden="true" />
            </Link>
          </li>
        );
      })}
    </Card>
  );
}

/** Numbers of today stand above everything: somebody is waiting right now. */
function Tickets() {
  const { data } = useQuery(ticketsQuery(useAsker(), useWhose()));
  if (!data || data.items.length === 0) return null;
  return (
    <Rows label={m.book_ticket_mine()}>
      {data.items.map((ticket) => (
        <RowLink key={ticket.id} to={`/me/tickets/${ticket.id}`} icon={BellRing} tone="gold" title={m.book_ticket_number({ number: ticket.number })} note={say(ticket.office.names)} state={ticketStateText(ticket)} />
      ))}
    </Rows>
  );
}

function ticketStateText({ state, ahead, counter }: Ticket): string {
  if (state === "called") return m.book_ticket_go({ counter: counter ?? "" });
  return state === "waiting" && ahead !== undefined ? m.book_ticket_ahead({ count: ahead }) : "";
}
