import { Check, X } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useAct } from "../../account/account-page.tsx";
import { useTask } from "../../account/use-task.ts";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import { DateBlock } from "../../booking/date-block.tsx";
import { allAppointments, type Offer } from "../../booking/queries.ts";
import { clockOf, toBeSaid, useRemaining } from "../../booking/remaining.ts";
import { chinaDate, longDate, spanText } from "../../booking/times.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useHref } from "../../routing/place.tsx";
import "./offer-card.css";

interface OfferCardProps {
  title: string;
  /** What the time would be for. */
  what: string;
  offer: Offer;
}

/** A time that is kept for a while: taken with one tap, or left to the next. */
export function OfferCard({ title, what, offer }: OfferCardProps) {
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
      <h3 id={`offer-${offer.id}`}>{over ? m.book_offer_over() : title}</h3>
      <div className="offer-what">
        <DateBlock at={offer.startsAt} />
        <div>
          <p className="offer-when">
            {longDate(chinaDate(offer.startsAt), today)} {spanText(offer.startsAt, offer.endsAt)}
          </p>
          <p className="account-small">{what}</p>
        </div>
      </div>
      <p className="offer-left" aria-hidden="true">
        {over ? "" : m.book_offer_left({ left: clockOf(left) })}
      </p>
      <p className="visually-hidden" role="status">
        {{ over: m.book_offer_over(), minute: m.book_hold_minute(), none: title }[toBeSaid(left) ?? "none"]}
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
