import { BellRing } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { Acts, SignInInvitation, useAct } from "../../account/account-page.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { type Me, useMe } from "../../account/me.ts";
import { SelectField } from "../../account/select-field.tsx";
import { StepTitle } from "../../account/step-title.tsx";
import { type Choice, writeChoice } from "../../booking/choice.ts";
import { DetailFields, useDetails } from "../../booking/details-form.tsx";
import { keyKeeper } from "../../booking/idempotency.ts";
import { allAppointments, type Place, type Slots, slotsQuery } from "../../booking/queries.ts";
import { addDays, chinaDate, longDate } from "../../booking/times.ts";
import { Loaded } from "../../components/loaded.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, useHref } from "../../routing/place.tsx";
import { ProveFirst } from "./prove-first.tsx";
import "./wish-step.css";

const WORKING_DAYS = [1, 2, 3, 4, 5];
const WEEKEND = [6, 7];

interface WishStepProps {
  service: string;
  place: Place;
  choice: Choice;
}

/** Waiting for what others give back. What comes is booked as it stands here, so everything is asked for now. */
export function WishStep({ service, place, choice }: WishStepProps) {
  const today = chinaDate(useNow());
  const slots = useQuery(slotsQuery(useAsker(), { calendar: place.calendar, from: choice.from ?? today, kind: choice.kind, services: choice.also.length + 1 }));
  const { presence, me } = useMe();
  return (
    <section className="booking-step" aria-labelledby="book-wish">
      <StepTitle id="book-wish">{m.book_wish()}</StepTitle>
      <p className="account-text">{m.book_wish_intro()}</p>
      <Loaded question={slots}>
        {(known) => (
          <>
            <Summary place={place} choice={choice} slots={known} />
            {presence === "out" ? <SignInInvitation text={m.book_wish_sign_in()} /> : null}
            {presence !== "out" && !me ? <SkeletonScreen label={m.loading()} /> : null}
            {me && me.level < known.calendar.assurance ? <ProveFirst level={known.calendar.assurance} /> : null}
            {me && me.level >= known.calendar.assurance ? (
              <Acts>
                <WishForm service={service} choice={choice} slots={known} me={me} />
              </Acts>
            ) : null}
          </>
        )}
      </Loaded>
    </section>
  );
}

function Summary({ place, choice, slots: { calendar } }: { place: Place; choice: Choice; slots: Slots }) {
  const kind = calendar.kinds.find(({ id }) => id === choice.kind);
  const facts: Fact[] = [[m.book_where_name(), say(place.office.names)]];
  if (kind && calendar.kinds.length > 1) facts.push([m.book_kind_name(), say(kind.names)]);
  if (choice.party > 1) facts.push([m.book_party_name(), m.book_people({ count: choice.party })]);
  return (
    <Card padded>
      <FactList facts={facts} />
    </Card>
  );
}

function WishForm({ service, choice, slots: { calendar, until }, me }: { service: string; choice: Choice; slots: Slots; me: Me }) {
  const act = useAct();
  const queries = useQueryClient();
  const navigator = useNavigator();
  const href = useHref();
  const whose = useWhose();
  const today = chinaDate(useNow());
  const keyFor = useRef(keyKeeper());
  const details = useDetails({ calendar, party: choice.party, me, whose, draft: `wish-${calendar.id}`, more: { until, days: "any", hours: "any" } });
  const { form } = details;
  const send = () =>
    form.submit(async (values) => {
      const days = values.days === "work" ? { days: WORKING_DAYS } : values.days === "weekend" ? { days: WEEKEND } : {};
      const hours = values.hours === "morning" ? { hours: "00:00-12:00" } : values.hours === "afternoon" ? { hours: "12:00-24:00" } : {};
      const body = { city: calendar.city, calendar: calendar.id, kind: choice.kind, services: [service, ...choice.also], party: choice.party, from: today, until: values.until ?? until, ...days, ...hours, ...details.read(values) };
      await act("post", "/api/v1/me/wishes", { body, idempotencyKey: keyFor.current(body) });
      form.forgetDraft();
      await queries.invalidateQueries(allAppointments());
      await navigator.visit(href("/me/appointments?wished=1"), { replace: true });
    });
  return (
    <AccountForm form={form} onSend={() => send()}>
      <div className="booking-wish-times">
        <SelectField {...form.bind("until")} label={m.book_wish_until()} options={untilOptions(today, until)} />
        <SelectField {...form.bind("days")} label={m.book_wish_days()} options={[{ value: "any", label: m.book_wish_days_any() }, { value: "work", label: m.book_wish_days_work() }, { value: "weekend", label: m.book_wish_days_weekend() }]} />
        <SelectField {...form.bind("hours")} label={m.book_wish_hours()} options={[{ value: "any", label: m.book_wish_hours_any() }, { value: "morning", label: m.book_morning() }, { value: "afternoon", label: m.book_wish_afternoon() }]} />
      </div>
      <DetailFields details={details} calendar={calendar} />
      <div className="booking-confirm">
        <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
          <BellRing size={20} aria-hidden="true" />
          {m.book_wish_do()}
        </Button>
        <Link to={`/book/${service}${writeChoice(choice)}`} replace className="button button-quiet">
          {m.book_wish_back()}
        </Link>
      </div>
    </AccountForm>
  );
}

/** Until the last day that may be booked now, or a few nearer ones. */
function untilOptions(today: string, until: string): { value: string; label: string }[] {
  const dates = [3, 7, 14].map((days) => addDays(today, days)).filter((date) => date < until);
  return [...dates, until].map((date) => ({ value: date, label: longDate(date, today) }));
}
