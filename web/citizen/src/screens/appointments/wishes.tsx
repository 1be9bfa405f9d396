import { CalendarClock } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { useAct } from "../../account/account-page.tsx";
import { Row, Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import { allAppointments, type Wish, wishesQuery } from "../../booking/queries.ts";
import { chinaDate, longDate } from "../../booking/times.ts";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useAsker } from "../../routing/place.tsx";
import { OfferCard } from "./offer-card.tsx";

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
          <OfferCard key={offer.id} title={m.book_offer()} what={say(wish.names)} offer={offer} />
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
