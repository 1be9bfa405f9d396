import { CalendarClock, MapPin, Minus, Plus } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { IconButton } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Tick } from "@citizen-cloud/ui/components/choice.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { RowLink, Rows } from "../../account/rows.tsx";
import { StepTitle } from "../../account/step-title.tsx";
import { type Choice, firstDay, writeChoice } from "../../booking/choice.ts";
import { DayTimes } from "../../booking/day-times.tsx";
import { type Calendar, LOOK_AGAIN_MS, type Place, slotsQuery } from "../../booking/queries.ts";
import { chinaDate } from "../../booking/times.ts";
import { Loaded } from "../../components/loaded.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, useHref } from "../../routing/place.tsx";
import "./time-step.css";

interface TimeStepProps {
  service: string;
  place: Place;
  /** Whether it can be booked elsewhere too. */
  others: boolean;
  choice: Choice;
}

export function TimeStep({ service, place, others, choice }: TimeStepProps) {
  const asker = useAsker();
  const today = chinaDate(useNow());
  const wanted = { calendar: place.calendar, from: firstDay(choice, today), kind: choice.kind, services: choice.also.length + 1 };
  const slots = useQuery({ ...slotsQuery(asker, wanted), refetchInterval: LOOK_AGAIN_MS, enabled: choice.kind !== undefined });
  const navigator = useNavigator();
  const href = useHref();
  const path = (next: Partial<Choice>) => `/book/${service}${writeChoice({ ...choice, ...next })}`;
  const change = (next: Partial<Choice>) => void navigator.visit(href(path(next)), { replace: true });
  const kind = place.kinds.find(({ id }) => id === choice.kind);
  return (
    <section className="booking-step" aria-labelledby="book-times">
      {/* Another step for whoever listens: choosing the kind leads here anew. */}
      <StepTitle key={choice.kind} id="book-times">
        {kind ? m.book_choose_time() : m.book_choose_kind()}
      </StepTitle>
      <Card padded className="booking-chosen">
        <MapPin size={20} aria-hidden="true" />
        <span>
          <strong>{say(place.office.names)}</strong>
          <span className="account-small">{place.where === "home" ? m.book_at_home() : say(place.office.address)}</span>
          {kind && place.kinds.length > 1 ? <span>{say(kind.names)}</span> : null}
        </span>
        <span className="booking-others">
          {others ? (
            <Link to={`/book/${service}${writeChoice({ party: 1, also: [], day: choice.day })}`} className="booking-other">
              {m.book_other_place()}
            </Link>
          ) : null}
          {kind && place.kinds.length > 1 ? (
            <Link to={path({ kind: undefined, date: undefined, startsAt: undefined })} className="booking-other">
              {m.book_other_kind()}
            </Link>
          ) : null}
        </span>
      </Card>
      {kind ? (
        <Loaded question={slots}>
          {(known) => (
            <>
              <Party calendar={known.calendar} party={choice.party} onChange={(party) => change({ party })} />
              <AlsoDone calendar={known.calendar} service={service} also={choice.also} onChange={(also) => change({ also, date: undefined })} />
              <DayTimes
                slots={known}
                party={choice.party}
                date={choice.date}
                onDate={(date) => change({ date })}
                onFrom={(from) => change({ from: from <= today ? undefined : from, date: undefined })}
                pick={{ to: (slot) => path({ date: chinaDate(slot.startsAt), startsAt: slot.startsAt }) }}
              />
              <Rows>
                <RowLink to={`${path({ startsAt: undefined })}&wish=1`} icon={CalendarClock} tone="sky" title={m.book_wish()} note={m.book_wish_note()} />
              </Rows>
            </>
          )}
        </Loaded>
      ) : (
        <Rows label={m.book_choose_kind()}>
          {place.kinds.map(({ id, names, note }) => (
            <RowLink key={id} to={path({ kind: id, date: undefined })} title={say(names)} note={note && say(note)} />
          ))}
        </Rows>
      )}
    </section>
  );
}

function Party({ calendar: { party: rule }, party, onChange }: { calendar: Calendar; party: number; onChange(party: number): void }) {
  if (rule.most < 2) return null;
  return (
    <div className="booking-party" role="group" aria-labelledby="book-party">
      <span>
        <span id="book-party" className="booking-label">
          {m.book_party()}
        </span>
        <span className="account-small">{rule.named ? m.book_party_named({ most: rule.most }) : m.book_party_most({ most: rule.most })}</span>
      </span>
      <span className="booking-stepper">
        <IconButton label={m.book_party_fewer()} disabled={party <= 1} onClick={() => onChange(party - 1)}>
          <Minus size={20} aria-hidden="true" />
        </IconButton>
        <output aria-live="polite">{m.book_people({ count: party })}</output>
        <IconButton label={m.book_party_more()} disabled={party >= rule.most} onClick={() => onChange(party + 1)}>
          <Plus size={20} aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  );
}

/** Several things in one visit, each with its own time right after the other. */
function AlsoDone({ calendar: { services, servicesPerVisit }, service, also, onChange }: { calendar: Calendar; service: string; also: readonly string[]; onChange(also: string[]): void }) {
  const offered = services.filter(({ id }) => id !== service);
  if (servicesPerVisit < 2 || offered.length === 0) return null;
  const full = also.length + 1 >= servicesPerVisit;
  return (
    <Disclosure summary={also.length > 0 ? m.book_also_count({ count: also.length }) : m.book_also()} open={also.length > 0}>
      <p className="account-small">{m.book_also_note({ most: servicesPerVisit })}</p>
      <div className="choices">
        {offered.map(({ id, names }) => (
          <Tick key={id} checked={also.includes(id)} onChange={(on) => (on && full ? undefined : onChange(on ? [...also, id] : also.filter((each) => each !== id)))}>
            {say(names)}
          </Tick>
        ))}
      </div>
    </Disclosure>
  );
}
