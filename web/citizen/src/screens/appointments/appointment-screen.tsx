import { Accessibility, CalendarClock, CalendarPlus, Check, MapPin, Maximize, Navigation, Phone, X } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { AskedTwice } from "../../account/asked-twice.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { OwnFile } from "../../account/own-file.tsx";
import { QrCode } from "../../account/qr-code.tsx";
import { RowLink, Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import { fillIn } from "../../api/client.ts";
import { AppointmentChip, isOpen } from "../../booking/appointment-state.tsx";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import { needText } from "../../booking/need-text.ts";
import { allAppointments, type Appointment, appointmentQuery } from "../../booking/queries.ts";
import { chinaDate, clockText, longDate, momentText, spanText } from "../../booking/times.ts";
import { AsGiven } from "../../components/as-given.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { mapAddress } from "../../components/place-words.ts";
import { useWhose } from "../../device/acting.ts";
import { say, spokenLocale } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, useParam, usePlace } from "../../routing/place.tsx";
import { CheckIn } from "./check-in.tsx";
import { OfferCard } from "./offer-card.tsx";
import "../../booking/booking.css";
import "./appointment-screen.css";

const CodeSheet = lazy(() => import("./code-sheet.tsx"));

export function Screen() {
  const fresh = usePlace().search.has("new");
  return <AccountPage title={fresh ? m.book_done_title() : m.book_appointment()}>{() => <OneAppointment fresh={fresh} />}</AccountPage>;
}

function OneAppointment({ fresh }: { fresh: boolean }) {
  const question = useQuery(appointmentQuery(useAsker(), useWhose(), useParam("id")));
  return <Loaded question={question}>{(appointment) => <Details appointment={appointment} fresh={fresh} />}</Loaded>;
}

function Details({ appointment, fresh }: { appointment: Appointment; fresh: boolean }) {
  const whose = useWhose();
  const now = useNow();
  const open = isOpen(appointment);
  const today = chinaDate(now) === chinaDate(appointment.startsAt);
  return (
    <div className="account-stack">
      {whose ? <Notice>{m.book_for_whom({ name: whose.name })}</Notice> : null}
      {fresh && open ? (
        <Notice kind="calm" live>
          {m.book_done_text()}
        </Notice>
      ) : null}
      <Told appointment={appointment} />
      {appointment.offer ? <OfferCard title={m.book_offer_instead()} what={say(appointment.names)} offer={appointment.offer} /> : null}
      <Pass appointment={appointment} />
      {open && appointment.where === "office" && today ? <CheckIn appointment={appointment} /> : null}
      {appointment.state === "booked" ? <Actions appointment={appointment} /> : null}
      {open ? <Bring appointment={appointment} /> : null}
      <WhereTo appointment={appointment} />
      <Facts appointment={appointment} />
      {open ? null : <BookAgain appointment={appointment} />}
    </div>
  );
}

/** What became of it, when it is not simply to come. */
function Told({ appointment: { state, cancelledBy, reason } }: { appointment: Appointment }) {
  if (state === "cancelled") {
    return (
      <Notice kind="warning">
        {cancelledBy === "office" ? m.book_cancelled_by_office() : m.book_cancelled_by_you()} {reason ? <AsGiven text={say(reason)} /> : null}
      </Notice>
    );
  }
  return state === "missed" ? <Notice kind="warning">{m.book_missed_text()}</Notice> : null;
}

/** What is shown at the door: when, where, and the code, black on white in every theme. */
function Pass({ appointment }: { appointment: Appointment }) {
  const { services, names, kind, startsAt, endsAt, party, office, code } = appointment;
  const [large, setLarge] = useState(false);
  const today = chinaDate(useNow());
  const open = isOpen(appointment);
  return (
    <Card padded className="pass">
      <div className="pass-head">
        <AppointmentChip appointment={appointment} />
        <h2>{services.length > 0 ? services.map((each) => say(each.names)).join(m.list_separator()) : say(names)}</h2>
        <p className="pass-when">
          <span>{longDate(chinaDate(startsAt), today)}</span>
          <span className="pass-clock">{spanText(startsAt, endsAt)}</span>
        </p>
        <p className="account-small">{[say(office?.names ?? names), say(kind.names), party > 1 ? m.book_people({ count: party }) : ""].filter(Boolean).join(" · ")}</p>
      </div>
      {open && appointment.where === "office" ? (
        <div className="pass-code">
          <QrCode text={code} label={m.book_code_qr({ code })} />
          <p className="pass-code-text">{code}</p>
          <p className="account-small">{m.book_code_note()}</p>
          <Button variant="secondary" onClick={() => setLarge(true)}>
            <Maximize size={18} aria-hidden="true" />
            {m.book_code_large()}
          </Button>
          <Suspense fallback={null}>{large ? <CodeSheet code={code} when={`${longDate(chinaDate(startsAt), today)} ${clockText(startsAt)}`} onClose={() => setLarge(false)} /> : null}</Suspense>
        </div>
      ) : null}
    </Card>
  );
}

function Actions({ appointment }: { appointment: Appointment }) {
  const { id, comingAt, changeUntil } = appointment;
  const act = useAct();
  const queries = useQueryClient();
  const now = useNow();
  const { busy, failure, run } = useTask(bookingProblemText);
  const changeable = Date.parse(changeUntil) > now.getTime();
  const coming = () =>
    run(async () => {
      await act("post", "/api/v1/me/appointments/{id}/coming", { path: { id } });
      await queries.invalidateQueries(allAppointments());
    });
  return (
    <div className="pass-actions">
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      <div className="account-actions">
        {comingAt === undefined ? (
          <Button large disabled={busy} onClick={() => void coming()}>
            <Check size={20} aria-hidden="true" />
            {m.book_coming_do()}
          </Button>
        ) : null}
        {changeable ? (
          <Link to={`/me/appointments/${id}/time`} className={buttonClass({ variant: "secondary", large: true })}>
            <CalendarClock size={20} aria-hidden="true" />
            {m.book_change()}
          </Link>
        ) : null}
        <CalendarFile appointment={appointment} />
      </div>
      <p className="account-small" role="status">
        {comingAt === undefined ? m.book_coming_note() : m.book_coming_said()}
      </p>
      {changeable ? <Cancel appointment={appointment} /> : <Notice kind="calm">{m.book_too_late({ when: momentText(changeUntil, now) })}</Notice>}
    </div>
  );
}

function CalendarFile({ appointment: { id } }: { appointment: Appointment }) {
  const address = fillIn("/api/v1/me/appointments/{id}/calendar.ics", { path: { id }, query: spokenLocale() === "zh-Hans" ? {} : { lang: spokenLocale() } });
  return (
    <OwnFile address={address} name={`${id}.ics`} variant="secondary" words={bookingProblemText}>
      <CalendarPlus size={20} aria-hidden="true" />
      {m.book_calendar_file()}
    </OwnFile>
  );
}

/** Somebody else gets the place at once. */
function Cancel({ appointment: { id } }: { appointment: Appointment }) {
  const act = useAct();
  const queries = useQueryClient();
  return (
    <AskedTwice
      label={m.book_cancel()}
      button={m.book_cancel()}
      question={m.book_cancel_sure()}
      yes={
        <>
          <X size={20} aria-hidden="true" />
          {m.book_cancel_do()}
        </>
      }
      no={m.book_keep()}
      words={bookingProblemText}
      onYes={async () => {
        await act("post", "/api/v1/me/appointments/{id}/cancellation", { path: { id }, body: {} });
        await queries.invalidateQueries(allAppointments());
      }}
    />
  );
}

function Bring({ appointment: { bring } }: { appointment: Appointment }) {
  if (bring.length === 0) return null;
  return (
    <Section id="bring" title={m.book_bring()}>
      <Card padded>
        <ul className="account-list">
          {bring.map((each) => (
            <li key={each.zh}>{say(each)}</li>
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function WhereTo({ appointment: { office, where, address } }: { appointment: Appointment }) {
  if (!office) return null;
  return (
    <Section id="where" title={m.book_where_name()}>
      <Card padded className="pass-where">
        <p>
          <strong>{where === "home" ? m.book_at_home_by({ office: say(office.names) }) : say(office.names)}</strong>
        </p>
        <p className="book-place-line">
          <MapPin size={18} aria-hidden="true" />
          <AsGiven text={where === "home" && address !== undefined ? address : say(office.address)} />
        </p>
        {where === "office" && office.access.includes("step-free") ? (
          <p className="book-place-line">
            <Accessibility size={18} aria-hidden="true" />
            {m.access_step_free()}
          </p>
        ) : null}
        <div className="account-actions">
          {where === "office" ? (
            <a href={mapAddress(office)} className={buttonClass({ variant: "secondary" })} rel="noreferrer">
              <Navigation size={18} aria-hidden="true" />
              {m.office_route()}
            </a>
          ) : null}
          <a href={`tel:${office.phone}`} className={buttonClass({ variant: "secondary" })}>
            <Phone size={18} aria-hidden="true" />
            {office.phone}
          </a>
        </div>
      </Card>
    </Section>
  );
}

/** The rest of what was told when booking. */
function Facts({ appointment: { members, needs, answers, bookedAt, bookedBy, reminders, state } }: { appointment: Appointment }) {
  const now = useNow();
  const facts: Fact[] = [];
  if (members.length > 0) facts.push([m.book_members(), members.map(({ name }) => name).join(m.list_separator())]);
  if (needs.length > 0) facts.push([m.book_needs(), needs.map(needText).join(m.list_separator())]);
  for (const [question, answer] of Object.entries(answers)) facts.push([question, answer]);
  const next = reminders.find((each) => Date.parse(each) > now.getTime());
  if (state === "booked" && next !== undefined) facts.push([m.book_reminder(), momentText(next, now)]);
  facts.push([m.book_booked_at(), momentText(bookedAt, now) + (bookedBy === "other" ? ` · ${m.book_booked_by_other()}` : "")]);
  return (
    <Section id="facts" title={m.book_facts()}>
      <Card padded>
        <FactList facts={facts} />
      </Card>
    </Section>
  );
}

function BookAgain({ appointment: { services, calendar } }: { appointment: Appointment }) {
  const [service] = services;
  if (!service) return null;
  return (
    <Rows>
      <RowLink to={`/book/${service.id}?place=${calendar}`} icon={CalendarPlus} title={m.book_again()} note={say(service.names)} />
    </Rows>
  );
}
