import { Check, X } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { askPersonal } from "../../account/api.ts";
import { Sure } from "../../account/asked-twice.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { Unfolded } from "../../account/unfolded.tsx";
import { useTask } from "../../account/use-task.ts";
import { ApiProblem } from "../../api/problem.ts";
import { AppointmentChip } from "../../booking/appointment-state.tsx";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import type { LinkedAppointment } from "../../booking/queries.ts";
import { chinaDate, longDate, momentText, spanText } from "../../booking/times.ts";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, useParam } from "../../routing/place.tsx";
import "../../account/account.css";
import "./link-screen.css";

const linkKey = (token: string) => ["appointment-link", token] as const;

/** Where the reminder leads: no sign-in, one tap, and no more shown than it takes to decide. */
export function Screen() {
  const token = useParam("token");
  const { script } = useAsker();
  useHead({ title: m.book_link_title() });
  const question = useQuery({
    queryKey: [...linkKey(token), script],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/appointment-links/{token}", { path: { token }, query: script === "zh-Hant" ? { lang: script } : {} }, signal),
    // Never asked by the server: what it draws for one address it may show again.
    enabled: typeof document !== "undefined",
    retry: (count, error) => count < 1 && !(error instanceof ApiProblem),
  });
  return (
    <div className="screen account-screen">
      <ScreenHead title={m.book_link_title()} />
      {question.data ? (
        <Linked token={token} appointment={question.data} />
      ) : question.isError ? (
        <Notice kind="warning" live>
          <p>{question.error instanceof ApiProblem && question.error.status === 404 ? m.book_link_gone() : bookingProblemText(question.error)}</p>
          {question.error instanceof ApiProblem ? (
            <Link to="/me/appointments">{m.book_mine()}</Link>
          ) : (
            <Button variant="quiet" onClick={() => void question.refetch()}>
              {m.try_again()}
            </Button>
          )}
        </Notice>
      ) : (
        <SkeletonScreen label={m.loading()} />
      )}
    </div>
  );
}

function Linked({ token, appointment }: { token: string; appointment: LinkedAppointment }) {
  const { state, names, office, where, startsAt, endsAt, party, bring, changeUntil, comingAt } = appointment;
  const queries = useQueryClient();
  const now = useNow();
  const { busy, failure, run } = useTask(bookingProblemText);
  const [cancelling, setCancelling] = useState(false);
  const open = state === "booked";
  const changeable = Date.parse(changeUntil) > now.getTime();
  const send = (path: "/api/v1/appointment-links/{token}/coming" | "/api/v1/appointment-links/{token}/cancellation") =>
    run(async () => {
      await askPersonal("post", path, { path: { token } });
      setCancelling(false);
      await queries.invalidateQueries({ queryKey: linkKey(token) });
    });
  const facts: Fact[] = [
    [m.book_when_name(), <strong key="when">{`${longDate(chinaDate(startsAt), chinaDate(now))} ${spanText(startsAt, endsAt)}`}</strong>],
    [m.book_where_name(), where === "home" ? m.book_at_home() : office ? `${say(office.names)}${m.list_separator()}${say(office.address)}` : say(names)],
  ];
  if (party > 1) facts.push([m.book_party_name(), m.book_people({ count: party })]);
  if (bring.length > 0 && open) facts.push([m.book_bring(), bring.map(say).join(m.list_separator())]);
  return (
    <div className="account-stack">
      <Card padded className="link-card">
        <AppointmentChip appointment={{ state, ...(comingAt === undefined ? {} : { comingAt }) }} />
        <h2>{say(names)}</h2>
        <FactList facts={facts} />
      </Card>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      <p role="status" className="account-text">
        {state === "cancelled" ? m.book_link_cancelled() : open ? (comingAt === undefined ? "" : m.book_coming_said()) : m.book_link_over()}
      </p>
      {open && !cancelling ? (
        <div className="link-actions">
          {comingAt === undefined ? (
            <Button large wide disabled={busy} onClick={() => void send("/api/v1/appointment-links/{token}/coming")}>
              <Check size={20} aria-hidden="true" />
              {m.book_coming_do()}
            </Button>
          ) : null}
          {changeable ? (
            <Button variant="secondary" large wide disabled={busy} onClick={() => setCancelling(true)}>
              {m.book_link_not_coming()}
            </Button>
          ) : (
            <p className="account-small">{m.book_too_late({ when: momentText(changeUntil, now) })}</p>
          )}
        </div>
      ) : null}
      {open && cancelling ? (
        <Unfolded label={m.book_cancel()}>
          <Sure
            question={m.book_cancel_sure()}
            busy={busy}
            yes={
              <>
                <X size={20} aria-hidden="true" />
                {m.book_cancel_do()}
              </>
            }
            no={m.book_keep()}
            large
            onYes={() => void send("/api/v1/appointment-links/{token}/cancellation")}
            onNo={() => setCancelling(false)}
          />
        </Unfolded>
      ) : null}
      <p className="account-small">
        {m.book_link_more()} <Link to="/me/appointments">{m.book_mine()}</Link>
      </p>
    </div>
  );
}
