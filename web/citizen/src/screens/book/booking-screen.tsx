/** Booking in three taps: where, when, yes. What was chosen stands in the address. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Steps } from "@citizen-cloud/ui/components/steps.tsx";
import { cityQuery } from "../../api/queries.ts";
import { type Choice, firstDay, readChoice, readDay } from "../../booking/choice.ts";
import { type Places, placesQuery, slotsQuery } from "../../booking/queries.ts";
import { chinaDate } from "../../booking/times.ts";
import { Loaded } from "../../components/loaded.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { PageHeading, useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, useParam, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { ConfirmStep } from "./confirm-step.tsx";
import { PlaceStep } from "./place-step.tsx";
import { TimeStep } from "./time-step.tsx";
import { WishStep } from "./wish-step.tsx";
import "../../account/account.css";
import "../../booking/booking.css";
import "./book.css";

export const prepare: ScreenModule["prepare"] = async (ask, asker, { params, search }) => {
  const service = params.service ?? "";
  const given = readChoice(search);
  const [places] = await Promise.all([ask(placesQuery(asker, { service })), ask(cityQuery(asker)), ...(given.day === undefined ? [] : [ask(placesQuery(asker, { service, day: given.day }))])]);
  const choice = settled(given, places);
  // The place is there, or the screen itself leads back to those that are.
  if (choice.calendar !== undefined) await ask(slotsQuery(asker, { calendar: choice.calendar, from: firstDay(choice, chinaDate(new Date())), kind: choice.kind, services: choice.also.length + 1 })).catch(() => undefined);
};

/** What needs no choosing is chosen: the only place, its only kind. */
function settled(choice: Choice, { items }: Places): Choice {
  const place = items.find(({ calendar }) => calendar === choice.calendar) ?? (items.length === 1 ? items[0] : undefined);
  if (!place) return { ...choice, calendar: undefined, kind: undefined, startsAt: undefined };
  const kind = place.kinds.find(({ id }) => id === choice.kind) ?? (place.kinds.length === 1 ? place.kinds[0] : undefined);
  return { ...choice, calendar: place.calendar, kind: kind?.id, date: choice.date ?? choice.day, startsAt: kind && choice.startsAt };
}

export function Screen() {
  const service = useParam("service");
  const [here, setHere] = useState<string>();
  const asker = useAsker();
  const day = readDay(usePlace().search);
  const everywhere = useQuery(placesQuery(asker, { service }));
  const offered = useQuery({ ...placesQuery(asker, { service, day, at: here }), placeholderData: keepPreviousData });
  return <Loaded question={everywhere}>{(places) => <Booking places={places} offered={offered.data ?? places} here={here} onHere={setHere} />}</Loaded>;
}

interface BookingProps {
  places: Places;
  /** The same in the order that was asked for, and where a day is given only those with something free on it. */
  offered: Places;
  here: string | undefined;
  onHere(here: string | undefined): void;
}

function Booking({ places, offered, here, onHere }: BookingProps) {
  const { search } = usePlace();
  const choice = settled(readChoice(search), places);
  const name = say(places.service.names);
  useHead({ title: m.book_title_of({ name }), description: m.book_intro() });
  const place = places.items.find(({ calendar }) => calendar === choice.calendar);
  const wishing = search.has("wish") && choice.kind !== undefined;
  const step = !place ? 1 : wishing || choice.startsAt === undefined ? 2 : 3;
  const label = step === 1 ? m.book_step_place() : step === 2 ? m.book_step_time() : m.book_step_confirm();
  return (
    <div className="screen account-screen booking">
      <div className="booking-head">
        <p className="booking-kind">{m.book_title()}</p>
        <PageHeading>{name}</PageHeading>
        {places.items.length > 0 && !wishing ? <Steps step={step} of={3} label={m.book_step_of({ step, of: 3, name: label })} /> : null}
      </div>
      {places.items.length === 0 ? (
        <NothingToBook places={places} />
      ) : !place ? (
        <PlaceStep places={offered} here={here} onHere={onHere} />
      ) : wishing ? (
        <WishStep key="wish" service={places.service.id} place={place} choice={choice} />
      ) : choice.startsAt === undefined ? (
        <TimeStep key={place.calendar} service={places.service.id} place={place} others={places.items.length > 1} choice={choice} />
      ) : (
        <ConfirmStep key={`${place.calendar} ${choice.startsAt} ${choice.kind ?? ""}`} places={places} place={place} choice={{ ...choice, startsAt: choice.startsAt }} />
      )}
      {places.campaign !== undefined && places.items.length > 0 && step === 1 ? (
        <Notice kind="calm">
          {m.book_also_campaign()} <Link to={`/campaigns/${places.campaign}`}>{m.book_to_campaign()}</Link>
        </Notice>
      ) : null}
    </div>
  );
}

function NothingToBook({ places: { service, campaign } }: { places: Places }) {
  return (
    <div className="sign-in-invitation">
      <p>{campaign === undefined ? m.book_nothing_here() : m.book_only_campaign()}</p>
      <Link to={campaign === undefined ? `/services/${service.id}` : `/campaigns/${campaign}`} className={buttonClass({ large: true })}>
        {campaign === undefined ? m.book_to_guide() : m.book_to_campaign()}
      </Link>
    </div>
  );
}
