import { CalendarCheck, Check, Timer } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Skeleton, SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { Acts, SignInInvitation, useAct } from "../../account/account-page.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { type Me, useMe } from "../../account/me.ts";
import { StepTitle } from "../../account/step-title.tsx";
import { nearestSlots } from "../../booking/alternatives.ts";
import { isTaken } from "../../booking/booking-problem.ts";
import { type Choice, writeChoice } from "../../booking/choice.ts";
import { DetailFields, useDetails } from "../../booking/details-form.tsx";
import { keyKeeper } from "../../booking/idempotency.ts";
import { allAppointments, type Calendar, type Hold, type Place, type Places, type Slots, slotsQuery } from "../../booking/queries.ts";
import { clockOf, toBeSaid, useRemaining } from "../../booking/remaining.ts";
import { addDays, chinaDate, daysBetween, longDate, minutesText, shortWhen, spanText } from "../../booking/times.ts";
import { useHold, type Wanted } from "../../booking/use-hold.ts";
import { Loaded, LoadFailed } from "../../components/loaded.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, useHref } from "../../routing/place.tsx";
import { ProveFirst } from "./prove-first.tsx";
import "../../booking/day-times.css";
import "./confirm-step.css";

const ALTERNATIVES = 4;
const OTHER_PLACES = 2;
/** Alternatives are looked for around the lost time, also before it. */
const DAYS_BEFORE = 3;

type Chosen = Choice & { startsAt: string };

interface ConfirmStepProps {
  places: Places;
  place: Place;
  choice: Chosen;
}

export function ConfirmStep(props: ConfirmStepProps) {
  const { place, choice } = props;
  const today = chinaDate(useNow());
  // Around the chosen day, so that what is nearest is known when somebody else was faster.
  const from = choice.from ?? (daysBetween(today, chinaDate(choice.startsAt)) > DAYS_BEFORE + 7 ? addDays(chinaDate(choice.startsAt), -DAYS_BEFORE) : today);
  const slots = useQuery(slotsQuery(useAsker(), { calendar: place.calendar, from, kind: choice.kind, services: choice.also.length + 1 }));
  return (
    <section className="booking-step" aria-labelledby="book-confirm">
      <StepTitle id="book-confirm">{m.book_confirm_title()}</StepTitle>
      <Loaded question={slots}>{(known) => <Confirm {...props} slots={known} />}</Loaded>
    </section>
  );
}

function Confirm(props: ConfirmStepProps & { slots: Slots }) {
  const { slots, choice } = props;
  const { presence, me, failed, retry } = useMe();
  const { calendar } = slots;
  return (
    <>
      <Summary {...props} />
      {presence === "out" ? <SignInInvitation text={m.book_sign_in()} /> : null}
      {presence !== "out" && !me && !failed ? <SkeletonScreen label={m.loading()} /> : null}
      {failed && !me ? <LoadFailed retry={retry} /> : null}
      {me ? (
        me.level < calendar.assurance ? (
          <ProveFirst level={calendar.assurance} />
        ) : (
          <Acts>
            <Held {...props} me={me} wanted={{ city: calendar.city, calendar: calendar.id, startsAt: choice.startsAt, kind: choice.kind ?? slots.kind, services: [props.places.service.id, ...choice.also], party: choice.party }} />
          </Acts>
        )
      ) : null}
    </>
  );
}

/** What is about to be booked, in one look. */
function Summary({ places, place, choice, slots: { calendar, days, kind: firstKind } }: ConfirmStepProps & { slots: Slots }) {
  const today = chinaDate(useNow());
  const slot = days.flatMap((day) => day.slots).find(({ startsAt }) => Date.parse(startsAt) === Date.parse(choice.startsAt));
  const kind = calendar.kinds.find(({ id }) => id === (choice.kind ?? firstKind));
  const also = calendar.services.filter(({ id }) => choice.also.includes(id));
  const facts: Fact[] = [
    [m.book_when_name(), <strong key="when">{slot ? m.book_when({ date: longDate(chinaDate(slot.startsAt), today), time: spanText(slot.startsAt, slot.endsAt) }) : m.book_when({ date: longDate(chinaDate(choice.startsAt), today), time: spanText(choice.startsAt, choice.startsAt).slice(0, 5) })}</strong>],
    [m.book_where_name(), calendar.where === "home" ? m.book_at_home_by({ office: say(place.office.names) }) : say(place.office.names)],
  ];
  if (kind && calendar.kinds.length > 1) facts.push([m.book_kind_name(), say(kind.names)]);
  if (also.length > 0) facts.push([m.book_also_name(), also.map(({ names }) => say(names)).join(m.list_separator())]);
  if (choice.party > 1) facts.push([m.book_party_name(), m.book_people({ count: choice.party })]);
  return (
    <Card padded className="booking-summary">
      <FactList facts={facts} />
      <Link to={`/book/${places.service.id}${writeChoice({ ...choice, startsAt: undefined })}`} className="booking-other">
        {m.book_other_time()}
      </Link>
    </Card>
  );
}

function Held({ wanted, me, ...props }: ConfirmStepProps & { slots: Slots; wanted: Wanted; me: Me }) {
  const held = useHold(wanted);
  if (held.state === "taken") return <Taken {...props} />;
  if (held.state === "refused") {
    return (
      <Notice kind="warning" live>
        <p>{held.text}</p>
        <Button variant="quiet" onClick={held.again}>
          {m.try_again()}
        </Button>
      </Notice>
    );
  }
  return <FillIn choice={props.choice} slots={props.slots} me={me} wanted={wanted} hold={held.state === "held" ? held.hold : undefined} again={held.again} used={held.used} />;
}

interface FillInProps {
  choice: Chosen;
  slots: Slots;
  wanted: Wanted;
  me: Me;
  /** Undefined while it is being asked for. */
  hold: Hold | undefined;
  again(): void;
  used(): void;
}

function FillIn({ slots: { calendar }, choice, wanted, me, hold, again, used }: FillInProps) {
  const act = useAct();
  const queries = useQueryClient();
  const navigator = useNavigator();
  const href = useHref();
  const whose = useWhose();
  const now = useNow();
  const left = useRemaining(hold?.heldUntil);
  const keyFor = useRef(keyKeeper());
  const details = useDetails({ calendar, party: wanted.party, me, whose, draft: `book-${calendar.id}` });
  const over = left === 0;

  const book = () =>
    details.form.submit(async (values) => {
      if (!hold) return;
      const body = { hold: hold.id, ...details.read(values) };
      try {
        const { id } = await act("post", "/api/v1/me/appointments", { body, idempotencyKey: keyFor.current(body) });
        used();
        details.form.forgetDraft();
        await Promise.all([queries.invalidateQueries(allAppointments()), queries.invalidateQueries({ queryKey: ["slots"] })]);
        await navigator.visit(href(`/me/appointments/${id}?new=1`), { replace: true });
      } catch (error) {
        // Asked for once more, it is either still there or the nearest ones are shown.
        if (isTaken(error)) again();
        throw error;
      }
    });

  return (
    <AccountForm
      form={details.form}
      above={
        <>
          <Countdown left={left} minutes={calendar.holdMinutes} />
          {whose ? <Notice>{m.book_for_whom({ name: whose.name })}</Notice> : null}
        </>
      }
      onSend={() => {
        if (!over) void book();
      }}
    >
      <DetailFields details={details} calendar={calendar} />
      <Bring calendar={calendar} />
      <p className="account-small">{rulesText(calendar)}</p>
      <div className="booking-confirm">
        {over ? (
          <Button large wide onClick={again}>
            <Timer size={20} aria-hidden="true" />
            {m.book_hold_again()}
          </Button>
        ) : (
          <Button type="submit" large wide disabled={hold === undefined || details.form.busy} aria-busy={hold === undefined || details.form.busy}>
            <CalendarCheck size={20} aria-hidden="true" />
            {m.book_confirm({ when: shortWhen(choice.startsAt, now) })}
          </Button>
        )}
      </div>
    </AccountForm>
  );
}

/** Quiet: it stands in one place and is said aloud only when a minute is left and when it is over. */
function Countdown({ left, minutes }: { left: number | undefined; minutes: number }) {
  const said = left === undefined ? undefined : toBeSaid(left);
  return (
    <div className={left === 0 ? "hold hold-over" : "hold"}>
      {left === undefined ? (
        <Skeleton shape="line" />
      ) : (
        <>
          {left === 0 ? <Timer size={20} aria-hidden="true" /> : <Check size={20} aria-hidden="true" />}
          <span aria-hidden={left > 0}>{left === 0 ? m.book_hold_over() : m.book_held({ left: clockOf(left) })}</span>
        </>
      )}
      <span className="visually-hidden" role="status">
        {left === undefined ? "" : said === "over" ? m.book_hold_over() : said === "minute" ? m.book_hold_minute() : m.book_held_for({ count: minutes })}
      </span>
    </div>
  );
}

function Bring({ calendar: { bring } }: { calendar: Calendar }) {
  if (bring.length === 0) return null;
  return (
    <section className="booking-bring" aria-labelledby="book-bring">
      <h3 id="book-bring">{m.book_bring()}</h3>
      <ul className="account-list">
        {bring.map((each) => (
          <li key={each.zh}>{say(each)}</li>
        ))}
      </ul>
    </section>
  );
}

function rulesText({ changeUntilMinutes, noShow }: Calendar): string {
  const change = changeUntilMinutes > 0 ? m.book_rule_change({ time: minutesText(changeUntilMinutes) }) : m.book_rule_change_any();
  const stayAway = noShow.laterDays > 0 ? m.book_rule_no_show({ strikes: noShow.strikes, days: noShow.laterDays }) : "";
  return [change, stayAway].filter(Boolean).join(" ");
}

/** Somebody else was faster: what is nearest, at once. */
function Taken({ places, place, choice, slots }: ConfirmStepProps & { slots: Slots }) {
  const now = useNow();
  const near = nearestSlots(slots.days, choice.startsAt, choice.party, ALTERNATIVES);
  const elsewhere = places.items.filter(({ calendar, nextFree }) => calendar !== place.calendar && nextFree !== undefined).slice(0, OTHER_PLACES);
  const base = `/book/${places.service.id}`;
  return (
    <div className="booking-step">
      <Notice kind="warning" live>
        <p>
          <strong>{m.book_gone_title()}</strong>
        </p>
        <p>{near.length > 0 ? m.book_gone_near() : m.book_gone_none()}</p>
      </Notice>
      {near.length > 0 ? (
        <ul className="times-grid times-grid-long" aria-label={m.book_gone_near()}>
          {near.map((slot) => (
            <li key={slot.startsAt}>
              <Link to={base + writeChoice({ ...choice, date: chinaDate(slot.startsAt), startsAt: slot.startsAt })} replace className="time">
                <span className="time-clock">{shortWhen(slot.startsAt, now)}</span>
                <span className="time-free">{m.book_free({ count: slot.free })}</span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="account-actions">
        <Link to={base + writeChoice({ ...choice, startsAt: undefined })} className={buttonClass({ variant: "secondary" })}>
          {m.book_other_time()}
        </Link>
        {elsewhere.map((other) => (
          <Link key={other.calendar} to={base + writeChoice({ ...choice, calendar: other.calendar, from: undefined, date: undefined, startsAt: undefined })} className={buttonClass({ variant: "secondary" })}>
            {m.book_elsewhere({ place: say(other.office.names), when: shortWhen(other.nextFree ?? choice.startsAt, now) })}
          </Link>
        ))}
        <Link to={`${base}${writeChoice({ ...choice, startsAt: undefined })}&wish=1`} className={buttonClass({ variant: "quiet" })}>
          {m.book_wish()}
        </Link>
      </div>
    </div>
  );
}
