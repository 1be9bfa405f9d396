import { ChevronRight, Clock, LocateFixed, MapPin } from "lucide-react";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { StepTitle } from "../../account/step-title.tsx";
import { readChoice, writeChoice } from "../../booking/choice.ts";
import { DayFilter } from "../../booking/day-filter.tsx";
import { NothingThatDay } from "../../booking/nothing-that-day.tsx";
import type { Place, Places } from "../../booking/queries.ts";
import { chinaDate, daysBetween, shortWhen } from "../../booking/times.ts";
import { distanceText, findHere } from "../../components/place-words.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { usePlace } from "../../routing/place.tsx";
import "./place-step.css";

const SOON_DAYS = 2;

interface PlaceStepProps {
  places: Places;
  /** Where somebody stands; undefined: they have not said. */
  here: string | undefined;
  onHere(here: string | undefined): void;
}

export function PlaceStep({ places, here, onHere }: PlaceStepProps) {
  const choice = readChoice(usePlace().search);
  return (
    <section className="booking-step" aria-labelledby="book-places">
      <StepTitle id="book-places">{m.book_choose_place()}</StepTitle>
      <div className="place-tools">
        <DayFilter />
        <Order here={here} onHere={onHere} />
      </div>
      {places.items.length === 0 && choice.day !== undefined ? (
        <NothingThatDay text={(date) => m.book_none_on_here({ date })} day={choice.day} />
      ) : (
        <Card as="ul" className="rows">
          {places.items.map((place) => (
            <li key={place.calendar}>
              <Link to={`/book/${places.service.id}${writeChoice({ ...choice, calendar: place.calendar })}`} className="row row-link book-place">
                <PlaceText place={place} />
                <ChevronRight size={20} aria-hidden="true" />
              </Link>
            </li>
          ))}
        </Card>
      )}
    </section>
  );
}

function PlaceText({ place: { office, where, nextFree, distanceMetres } }: { place: Place }) {
  const now = useNow();
  const soon = nextFree !== undefined && daysBetween(chinaDate(now), chinaDate(nextFree)) <= SOON_DAYS;
  return (
    <span className="row-text">
      <span className="row-title">{say(office.names)}</span>
      <span className={nextFree === undefined ? "book-place-line book-place-full" : soon ? "book-place-line book-place-soon" : "book-place-line"}>
        <Clock size={16} aria-hidden="true" />
        {nextFree === undefined ? m.book_all_taken() : m.book_soonest({ when: shortWhen(nextFree, now) })}
      </span>
      <span className="book-place-line">
        <MapPin size={16} aria-hidden="true" />
        <span>
          {where === "home" ? m.book_at_home() : say(office.address)}
          {distanceMetres === undefined ? "" : ` · ${distanceText(distanceMetres)}`}
          {where === "office" && office.access.includes("step-free") ? ` · ${m.access_step_free()}` : ""}
        </span>
      </span>
    </span>
  );
}

/** The soonest first, until the person asks for the nearest. Only then is the telephone asked where it is. */
function Order({ here, onHere }: Omit<PlaceStepProps, "places">) {
  const [state, setState] = useState<"idle" | "asking" | "refused">("idle");
  const find = async () => {
    setState("asking");
    try {
      onHere(await findHere());
      setState("idle");
    } catch {
      setState("refused");
    }
  };
  return (
    <div className="booking-order" role="group" aria-label={m.book_order()}>
      <Button variant={here === undefined ? "primary" : "secondary"} aria-pressed={here === undefined} onClick={() => onHere(undefined)}>
        <Clock size={18} aria-hidden="true" />
        {m.book_order_soonest()}
      </Button>
      <Button variant={here === undefined ? "secondary" : "primary"} aria-pressed={here !== undefined} disabled={state === "asking"} onClick={() => void find()}>
        <LocateFixed size={18} aria-hidden="true" />
        {state === "asking" ? m.near_me_asking() : m.book_order_nearest()}
      </Button>
      {state === "refused" ? (
        <Notice kind="warning" live>
          {m.book_position_refused()}
        </Notice>
      ) : null}
    </div>
  );
}
