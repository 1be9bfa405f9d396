import { CalendarClock, Check, X } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { useAct } from "../../account/account-page.tsx";
import { Row, Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import { DateBlock } from "../../booking/date-block.tsx";
import { allAppointments, type Offer, type Wish, wishesQuery } from "../../booking/queries.ts";
import { clockOf, toBeSaid, useRemaining } from "../../booking/remaining.ts";
import { chinaDate, longDate, spanText } from "../../booking/times.ts";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, useHref } from "../../routing/place.tsx";

const LOOK_AGAIN_MS = 20_000;

/** What one waits for, and what has been offered: an offer is for a while only, so it looks again by itself. */
export function Wishes() {
  const { data } = useQuery({ ...wishesQuery(useAsker(), useWhose()), refetchInterval: LOOK_AGAIN_MS });
  const open = data?.items.filter(({ state }) => state === "waiting" || state === "offered") ?? [];
  if (open.length === 0) return null;
  const offered = open.flatMap((wish) => (wish.offer ? [{ wish, offer: wish.offer }] : []));
  const waiting = open.filter(({ offer }) => !offer);
  return (
    <Section id="wishes" title={m.book_wishes()} note={m.book_wishes_note()}>
      <div className="account-stack">
        {offered.map(({ wish, offer }) => (
          <OfferCard key={offer.id} wish={wish} offer={offer} />
        ))}
        {waiting.length > 0 ? (
          <Rows label={m.book_wishes()}>
            {waiting.map((wish) => (
              <WishRow key={wish.id} wish={wish} />
            ))}
          </Rows>
        ) : null}
      </div>
    </Section>
  );
}

function WishRow({ wish }: { wish: Wish }) {
  const act = useAct();
  const queries = useQueryClient();
  const today = chinaDate(useNow());
  const { busy, failure, run } = useTask(bookingProblemText);
  const { id, names, services, until, place } = wish;
  const end = () =>
    run(async () => {
      await act("delete", "/api/v1/me/wishes/{id}", { path: { id } });
      await queries.invalidateQueries(allAppointments());
    });
  const name = services[0] ? say(services[0].names) : say(names);
  return (
    <Row
      icon={CalendarClock}
      tone="sky"
      title={name}
      note={[say(names), m.book_wish_line({ date: longDate(until, today) }), place === undefined ? "" : m.book_wish_place({ place })].filter(Boolean).join(" · ")}
      actions={
        <Button variant="quiet" disabled={busy} aria-label={m.book_wish_end_name({ name })} onClick={() => void end()}>
          {m.book_wish_end()}
        </Button>
      }
    >
      {failure ? (
        <p className="field-error row-below" role="alert">
          {failure}
        </p>
      ) : null}
    </Row>
  );
}

function OfferCard({ wish, offer }: { wish: Wish; offer: Offer }) {
  const act = useAct();
  const queries = useQueryClient();
  const navigator = useNavigator();
  const href = useHref();
  const today = chinaDate(useNow());
  const left = useRemaining(offer.until) ?? 0;
  const { busy, failure, run } = useTask(bookingProblemText);
  const over = left === 0;
  const accept = () =>
    run(async () => {
      const { id } = await act("post", "/api/v1/me/offers/{id}/acceptance", { path: { id: offer.id }, body: {}, idempotencyKey: `accept-${offer.id}` });
      await queries.invalidateQueries(allAppointments());
      await navigator.visit(href(`/me/appointments/${id}?new=1`));
    });
  const refuse = () =>
    run(async () => {
      await act("post", "/api/v1/me/offers/{id}/refusal", { path: { id: offer.id }, idempotencyKey: `refuse-${offer.id}` });
      await queries.invalidateQueries(allAppointments());
    });
  return (
    <Card padded className="offer-card" role="group" aria-labelledby={`offer-${offer.id}`}>
      <h3 id={`offer-${offer.id}`}>{over ? m.book_offer_over() : m.book_offer()}</h3>
      <div className="offer-what">
        <DateBlock at={offer.startsAt} />
        <div>
          <p className="offer-when">
            {longDate(chinaDate(offer.startsAt), today)} {spanText(offer.startsAt, offer.endsAt)}
          </p>
          <p className="account-small">{say(wish.names)}</p>
        </div>
      </div>
      <p className="offer-left" aria-hidden="true">
        {over ? m.book_offer_next() : m.book_offer_left({ left: clockOf(left) })}
      </p>
      <p className="visually-hidden" role="status">
        {{ over: m.book_offer_over(), minute: m.book_hold_minute(), none: m.book_offer() }[toBeSaid(left) ?? "none"]}
      </p>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      {over ? null : (
        <div className="account-actions">
          <Button large disabled={busy} onClick={() => void accept()}>
            <Check size={20} aria-hidden="true" />
            {m.book_offer_accept()}
          </Button>
          <Button large variant="secondary" disabled={busy} onClick={() => void refuse()}>
            <X size={20} aria-hidden="true" />
            {m.book_offer_refuse()}
          </Button>
        </div>
      )}
    </Card>
  );
}
