import { LocateFixed, MapPin } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { useAct } from "../../account/account-page.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { useForm } from "../../account/use-form.ts";
import { ApiProblem } from "../../api/problem.ts";
import { bookingProblemText } from "../../booking/booking-problem.ts";
import { allAppointments, type Appointment } from "../../booking/queries.ts";
import { m } from "../../paraglide/messages.js";
import { useNavigator } from "../../routing/navigator.tsx";
import { useHref } from "../../routing/place.tsx";

const CODE_LENGTH = 6;

/** On the day: the code on the office's screen proves that one is there, and gives the number to wait with. */
export function CheckIn({ appointment, code = "" }: { appointment: Pick<Appointment, "id">; code?: string }) {
  const act = useAct();
  const queries = useQueryClient();
  const navigate = useNavigator();
  const href = useHref();
  const [needsPosition, setNeedsPosition] = useState(false);
  const form = useForm({ id: "check-in", initial: { code }, words: bookingProblemText, check: (values) => ({ code: values.code.length === CODE_LENGTH ? undefined : m.book_check_in_six() }) });
  const position = useRef<{ latitude: number; longitude: number } | undefined>(undefined);
  const checkIn = (typed: string) =>
    form.submit(
      async (values) => {
        try {
          const at = position.current;
          const ticket = await act("post", "/api/v1/me/appointments/{id}/check-in", { path: { id: appointment.id }, body: { code: values.code, ...(at ? { at } : {}) } });
          await queries.invalidateQueries(allAppointments());
          await navigate.visit(href(`/me/tickets/${ticket.id}`));
        } catch (error) {
          if (error instanceof ApiProblem && error.code === "not-at-the-office" && !position.current) setNeedsPosition(true);
          throw error;
        }
      },
      { code: typed },
    );
  /** The code that is printed for the day serves only a telephone that is at the office. */
  const withPosition = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude } }) => {
        position.current = { latitude, longitude };
        void checkIn(form.values.code);
      },
      () => form.refuse({}, m.book_position_refused()),
      { timeout: 10_000, maximumAge: 60_000 },
    );
  return (
    <Section id="check-in" title={m.book_check_in()} note={m.book_check_in_note()}>
      <Card padded>
        <AccountForm form={form} onSend={() => checkIn(form.values.code)}>
          <CodeField {...form.bind("code")} label={m.book_check_in_code()} hint={m.book_check_in_hint()} disabled={form.busy} onComplete={(typed) => void checkIn(typed)} />
          <div className="account-actions">
            <Button type="submit" large disabled={form.busy}>
              <MapPin size={20} aria-hidden="true" />
              {m.book_check_in_do()}
            </Button>
            {needsPosition ? (
              <Button variant="secondary" large disabled={form.busy} onClick={withPosition}>
                <LocateFixed size={20} aria-hidden="true" />
                {m.book_check_in_position()}
              </Button>
            ) : null}
          </div>
        </AccountForm>
      </Card>
    </Section>
  );
}
