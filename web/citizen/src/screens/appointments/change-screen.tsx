import { CalendarCheck } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { SelectField } from "../../account/select-field.tsx";
import { useTask } from "../../account/use-task.ts";
import { bookingProblemText, isTaken } from "../../booking/booking-problem.ts";
import { DayTimes } from "../../booking/day-times.tsx";
import { asksTheSame, kindThere } from "../../booking/elsewhere.ts";
import { keyKeeper } from "../../booking/idempotency.ts";
import { allAppointments, type Appointment, appointmentQuery, LOOK_AGAIN_MS, type Place, placesQuery, type Slot, slotsQuery } from "../../booking/queries.ts";
import { chinaDate, longDate, shortWhen, spanText } from "../../booking/times.ts";
import { Loaded } from "../../components/loaded.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, useHref, useParam } from "../../routing/place.tsx";
import "../../booking/booking.css";

export function Screen() {
  return (
    <AccountPage title={m.book_change_title()} intro={m.book_change_intro()}>
      {() => <Change />}
    </AccountPage>
  );
}

function Change() {
  const question = useQuery(appointmentQuery(useAsker(), useWhose(), useParam("id")));
  return <Loaded question={question}>{(appointment) => (appointment.state === "booked" ? <OtherTime appointment={appointment} /> : <Notice kind="warning">{m.book_change_over()}</Notice>)}</Loaded>;
}

/** The old time is given back only when the new one is taken. */
function OtherTime({ appointment }: { appointment: Appointment }) {
  const { id, city, calendar, kind, services, party, startsAt, endsAt } = appointment;
  const asker = useAsker();
  // Asked for where it was booked: acting in one city, one may have an appointment in another.
  const there = { ...asker, city };
  const now = useNow();
  const today = chinaDate(now);
  const [place, setPlace] = useState(calendar);
  const [from, setFrom] = useState(today);
  const [date, setDate] = useState<string>();
  const [chosen, setChosen] = useState<Slot>();
  const [keyFor] = useState(keyKeeper);
  const places = usePlacesFor(appointment);
  const wanted = { from, services: Math.max(1, services.length) };
  const placeKind = places.find((each) => each.calendar === place)?.kind ?? kind.id;
  const own = useQuery(slotsQuery(there, { ...wanted, calendar, kind: kind.id }));
  const slots = useQuery({ ...slotsQuery(there, { ...wanted, calendar: place, kind: placeKind }), refetchInterval: LOOK_AGAIN_MS });
  const act = useAct();
  const queries = useQueryClient();
  const navigator = useNavigator();
  const href = useHref();
  const { busy, failure, run } = useTask(bookingProblemText);
  const change = () =>
    run(async () => {
      if (!chosen) return;
      const body = { startsAt: chosen.startsAt, ...(place === calendar ? {} : { calendar: place, kind: placeKind }) };
      try {
        await act("put", "/api/v1/me/appointments/{id}/time", { path: { id }, body, idempotencyKey: keyFor({ id, ...body }) });
      } catch (error) {
        if (isTaken(error)) {
          setChosen(undefined);
          await queries.invalidateQueries({ queryKey: ["slots"] });
        }
        throw error;
      }
      await queries.invalidateQueries(allAppointments());
      await navigator.visit(href(`/me/appointments/${id}`), { replace: true });
    });
  const elsewhere = places.find((each) => each.calendar === place && place !== calendar);
  return (
    <div className="account-stack">
      <Card padded>
        <p className="account-small">{m.book_change_from()}</p>
        <p>
          <strong>
            {longDate(chinaDate(startsAt), today)} {spanText(startsAt, endsAt)}
          </strong>
        </p>
        <p className="account-small">{say(appointment.office?.names ?? appointment.names)}</p>
      </Card>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      {places.length > 1 ? (
        <SelectField
          id="change-place"
          label={m.book_change_where()}
          value={place}
          options={places.map((each) => ({ value: each.calendar, label: placeLabel(each, now) }))}
          onChange={(next) => {
            setPlace(next);
            setDate(undefined);
            setChosen(undefined);
          }}
        />
      ) : null}
      <h2 className="account-step-title">{m.book_choose_time()}</h2>
      <Loaded question={slots}>
        {(known) =>
          own.data && !asksTheSame(known.calendar, own.data.calendar, { services: services.map((each) => each.id), party }) ? (
            <Notice kind="calm">
              {m.book_change_asks_other()} <Link to={`/book/${services[0]?.id ?? ""}?place=${place}`}>{m.book_change_book_there()}</Link>
            </Notice>
          ) : (
            <DayTimes
              slots={known}
              party={party}
              date={date}
              onDate={(next) => {
                setDate(next);
                setChosen(undefined);
              }}
              onFrom={(next) => {
                setFrom(next < today ? today : next);
                setDate(undefined);
              }}
              pick={{ chosen, own: place === calendar ? startsAt : undefined, onChoose: setChosen }}
            />
          )
        }
      </Loaded>
      <div className="booking-confirm">
        <Button large wide disabled={busy || !chosen} aria-busy={busy} onClick={() => void change()}>
          <CalendarCheck size={20} aria-hidden="true" />
          {chosen ? (elsewhere ? m.book_change_to_place({ when: shortWhen(chosen.startsAt, now), place: say(elsewhere.office.names) }) : m.book_change_to({ when: shortWhen(chosen.startsAt, now) })) : m.book_change_choose()}
        </Button>
        <Link to={`/me/appointments/${id}`} className={buttonClass({ variant: "quiet" })}>
          {m.book_keep()}
        </Link>
      </div>
    </div>
  );
}

type PlaceThere = Place & { kind: string };

/** Where else the same can be done in the same way, its own place first. */
function usePlacesFor({ city, calendar, kind, services: [first] }: Appointment): PlaceThere[] {
  const asker = useAsker();
  const { data } = useQuery({ ...placesQuery({ ...asker, city }, { service: first?.id ?? "" }), enabled: first !== undefined });
  const places = (data?.items ?? []).flatMap((place): PlaceThere[] => {
    const there = kindThere(place, kind.id);
    return there === undefined ? [] : [{ ...place, kind: there }];
  });
  const own = places.find((place) => place.calendar === calendar);
  return own ? [own, ...places.filter((place) => place !== own && place.where === own.where && place.assurance <= own.assurance)] : [];
}

function placeLabel({ office, nextFree }: Place, now: Date): string {
  return `${say(office.names)} · ${nextFree === undefined ? m.book_all_taken() : m.book_soonest({ when: shortWhen(nextFree, now) })}`;
}
