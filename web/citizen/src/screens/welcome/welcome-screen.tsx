import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Choices } from "@citizen-cloud/ui/components/choice.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { KeptList } from "../../account/kept-list.tsx";
import { type Me, meQuery } from "../../account/me.ts";
import { readNext } from "../../account/next.ts";
import { SelectField } from "../../account/select-field.tsx";
import { useSayCity } from "../../account/use-city.ts";
import { useTask } from "../../account/use-task.ts";
import { divisionsQuery, homeQuery } from "../../api/queries.ts";
import { ServiceList } from "../../components/service-row.tsx";
import { usePreferences } from "../../device/preferences.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { AnyPageLink, Link } from "../../routing/link.tsx";
import { useAsker, useHref, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";

type Arrival = NonNullable<Me["arrival"]> | "resident";

export const prepare: ScreenModule["prepare"] = (ask, asker) => Promise.all([ask(divisionsQuery(asker)), ask(homeQuery(asker))]);

export function Screen() {
  const city = useSayCity();
  return (
    <AccountPage title={m.account_welcome_title({ city: city ? say(city.names) : "" })} intro={m.account_welcome_intro()}>
      {(me) => <Welcome me={me} />}
    </AccountPage>
  );
}

/** Where one lives and how long: it decides what the app shows first, and nothing else. */
function Welcome({ me }: { me: Me }) {
  const { search } = usePlace();
  const href = useHref();
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask();
  const { data: divisions } = useQuery(divisionsQuery(useAsker()));
  const { change } = usePreferences();
  const [arrival, setArrival] = useState<Arrival | undefined>(me.arrival ?? (me.homeArea ? "resident" : undefined));
  const [area, setArea] = useState(me.homeArea ?? "");
  const [saved, setSaved] = useState(false);
  const next = readNext(search);
  const areas = divisions?.items.filter(({ level }) => level === "district" || level === "zone") ?? [];

  const save = () =>
    run(async () => {
      await act("patch", "/api/v1/me/profile", { body: { arrival: arrival === "newcomer" || arrival === "student" ? arrival : null, homeArea: area === "" ? null : area } });
      change({ division: area === "" ? undefined : area });
      await queries.invalidateQueries(meQuery);
      setSaved(true);
    });

  return (
    <div className="account-stack">
      <form
        className="account-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Choices<Arrival>
          legend={m.account_arrival()}
          name="arrival"
          value={arrival}
          options={[
            { value: "resident", label: m.account_arrival_resident(), note: m.account_arrival_resident_note() },
            { value: "newcomer", label: m.account_arrival_newcomer(), note: m.account_arrival_newcomer_note() },
            { value: "student", label: m.account_arrival_student(), note: m.account_arrival_student_note() },
          ]}
          onChoose={(chosen) => {
            setArrival(chosen);
            setSaved(false);
          }}
        />
        <SelectField
          id="home-area"
          label={m.account_home_area()}
          optional={m.account_optional()}
          hint={m.account_home_area_hint()}
          value={area}
          onChange={(chosen) => {
            setArea(chosen);
            setSaved(false);
          }}
          options={[{ value: "", label: m.account_home_area_none() }, ...areas.map(({ code, names }) => ({ value: code, label: say(names) }))]}
        />
        {failure ? (
          <Notice kind="danger" live>
            {failure}
          </Notice>
        ) : null}
        <div className="account-actions">
          <Button type="submit" large disabled={busy} aria-busy={busy}>
            {m.account_save()}
          </Button>
          <AnyPageLink href={next ?? href("/me")} className={buttonClass({ variant: "secondary", large: true })}>
            {next ? m.account_go_on() : m.account_to_me()}
          </AnyPageLink>
        </div>
        <p role="status">{saved ? m.account_saved() : ""}</p>
      </form>
      {arrival === "newcomer" || arrival === "student" ? <FirstWeek arrival={arrival} /> : null}
      <Section id="kept" title={m.account_welcome_kept()} more={<Link to="/privacy" className="more-link">{m.account_privacy_title()}</Link>}>
        <KeptList />
      </Section>
    </div>
  );
}

function FirstWeek({ arrival }: { arrival: "newcomer" | "student" }) {
  const { data } = useQuery(homeQuery(useAsker()));
  const services = data?.[arrival] ?? [];
  if (services.length === 0) return null;
  return (
    <Section id="first-week" title={arrival === "student" ? m.first_week_student({ count: services.length }) : m.first_week_newcomer({ count: services.length })}>
      <ServiceList services={services} />
    </Section>
  );
}
