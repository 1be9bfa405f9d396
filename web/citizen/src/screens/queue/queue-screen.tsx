import { Clock, MapPin, Users } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Choices } from "@citizen-cloud/ui/components/choice.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { FieldError, TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Acts, SignInInvitation, useAct } from "../../account/account-page.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { useMe } from "../../account/me.ts";
import { useForm } from "../../account/use-form.ts";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import { keyKeeper } from "../../booking/idempotency.ts";
import { allAppointments, type Appointment, appointmentsQuery, type Queue, officeItemsQuery, queueQuery } from "../../booking/queries.ts";
import { chinaDate, spanText } from "../../booking/times.ts";
import { Loaded } from "../../components/loaded.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { PageHeading, useHead } from "../../routing/head.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, useHref, useParam, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { CheckIn } from "../appointments/check-in.tsx";
import "../../account/account.css";
import "../../booking/booking.css";
import "./queue-screen.css";

const LOOK_AGAIN_MS = 15_000;
const CODE_LENGTH = 6;
const MOST_FOUND = 6;

export const prepare: ScreenModule["prepare"] = (ask, asker, { params }) => ask(queueQuery(asker, params.office ?? ""));

/** Where the code on an office's screen leads: how long it takes there now, and a number to wait with. */
export function Screen() {
  const queue = useQuery({ ...queueQuery(useAsker(), useParam("office")), refetchInterval: LOOK_AGAIN_MS });
  return <Loaded question={queue}>{(known) => <AtOffice queue={known} />}</Loaded>;
}

function AtOffice({ queue }: { queue: Queue }) {
  const { presence, me } = useMe();
  const { office } = queue;
  useHead({ title: say(office.names), description: m.book_queue_intro() });
  return (
    <div className="screen account-screen">
      <div className="booking-head">
        <p className="booking-kind">{m.book_queue_title()}</p>
        <PageHeading>{say(office.names)}</PageHeading>
      </div>
      <div className="account-stack">
        <Now queue={queue} />
        {presence === "out" ? <SignInInvitation text={m.book_queue_sign_in()} /> : null}
        {me ? (
          <Acts>
            <Arrive queue={queue} />
          </Acts>
        ) : null}
      </div>
    </div>
  );
}

function Now({ queue: { waiting, estimateMinutes, serving } }: { queue: Queue }) {
  return (
    <Card padded className="queue-now">
      <dl className="ticket-figures">
        <div>
          <dt>
            <Users size={18} aria-hidden="true" /> {m.book_queue_waiting()}
          </dt>
          <dd>{waiting.appointments + waiting.walkIns}</dd>
        </div>
        <div>
          <dt>
            <Clock size={18} aria-hidden="true" /> {m.book_queue_about()}
          </dt>
          <dd>{m.book_minutes({ count: estimateMinutes })}</dd>
        </div>
      </dl>
      {serving.length > 0 ? <p className="account-small">{m.book_queue_serving({ numbers: serving.slice(0, 4).map(({ number, counter }) => m.book_queue_call({ number, counter })).join(m.list_separator()) })}</p> : null}
    </Card>
  );
}

/** Whoever has an appointment here today checks in; everybody else takes a number. */
function Arrive({ queue }: { queue: Queue }) {
  const { search } = usePlace();
  const code = (search.get("code") ?? "").replace(/\D/g, "").slice(0, CODE_LENGTH);
  const now = useNow();
  const coming = useQuery(appointmentsQuery(useAsker(), useWhose(), "coming"));
  const today = (coming.data?.items ?? []).filter(({ office, startsAt, state }) => office?.id === queue.office.id && chinaDate(startsAt) === chinaDate(now) && state === "booked");
  return (
    <>
      {today.map((appointment) => (
        <Today key={appointment.id} appointment={appointment} code={code} />
      ))}
      <WalkIn queue={queue} code={code} folded={today.length > 0} />
    </>
  );
}

function Today({ appointment, code }: { appointment: Appointment; code: string }) {
  const { services, names, startsAt, endsAt } = appointment;
  return (
    <>
      <Notice>{m.book_queue_appointment({ what: services[0] ? say(services[0].names) : say(names), time: spanText(startsAt, endsAt) })}</Notice>
      <CheckIn appointment={appointment} code={code} />
    </>
  );
}

function WalkIn({ queue, code, folded }: { queue: Queue; code: string; folded: boolean }) {
  const [open, setOpen] = useState(!folded);
  const act = useAct();
  const queries = useQueryClient();
  const navigate = useNavigator();
  const href = useHref();
  const asker = useAsker();
  const [keyFor] = useState(keyKeeper);
  const form = useForm({
    id: "walk-in",
    initial: { code, service: "" },
    words: bookingProblemText,
    check: (values) => ({ code: values.code.length === CODE_LENGTH ? undefined : m.book_check_in_six(), service: values.service === "" ? m.book_queue_service_missing() : undefined }),
  });
  const { data: items } = useQuery(officeItemsQuery(asker, queue.office.id));
  const [words, setWords] = useState("");
  const found = (items ?? []).filter(({ id, names }) => id === form.values.service || [names.zh, names.en].some((name) => name.toLowerCase().includes(words.trim().toLowerCase()))).slice(0, MOST_FOUND);
  if (!open) {
    return (
      <div>
        <Button variant="secondary" onClick={() => setOpen(true)}>
          {m.book_queue_something_else()}
        </Button>
      </div>
    );
  }
  const take = () =>
    form.submit(async (values) => {
      const body = { city: asker.city, office: queue.office.id, service: values.service, code: values.code };
      const ticket = await act("post", "/api/v1/me/tickets", { body, idempotencyKey: keyFor(body) });
      await queries.invalidateQueries(allAppointments());
      await navigate.visit(href(`/me/tickets/${ticket.id}`));
    });
  return (
    <Section id="walk-in" title={m.book_queue_take()} note={m.book_queue_take_note()}>
      <Card padded>
        <AccountForm form={form} onSend={() => take()}>
          <TextField id="walk-in-words" label={m.book_queue_service()} hint={m.book_queue_service_hint()} value={words} onChange={setWords} autoComplete="off" />
          <div id="walk-in-service" tabIndex={-1} className="queue-items">
            <FieldError id="walk-in-service" error={form.bind("service").error} />
            <Choices legend={<span className="visually-hidden">{m.book_queue_service()}</span>} name="service" value={form.values.service === "" ? undefined : form.values.service} options={found.map(({ id, names }) => ({ value: id, label: say(names) }))} onChoose={(id) => form.set("service", id)} />
          </div>
          <CodeField {...form.bind("code")} label={m.book_check_in_code()} hint={m.book_check_in_hint()} disabled={form.busy} />
          <Button type="submit" large disabled={form.busy}>
            <MapPin size={20} aria-hidden="true" />
            {m.book_queue_take()}
          </Button>
        </AccountForm>
      </Card>
    </Section>
  );
}
