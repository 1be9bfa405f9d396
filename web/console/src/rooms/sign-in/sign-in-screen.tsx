import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useEffect, useState } from "react";
import { signInDemonstration } from "../../api/commands.ts";
import { citiesQuery, demonstrationStaffQuery, departmentsQuery } from "../../api/queries.ts";
import type { Staff } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { LOCALE_NAMES, LOCALES, say } from "../../i18n/locale.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { roleName } from "../../staff/staff-context.tsx";
import { ActivationForm, PasswordForm } from "./sign-in-forms.tsx";
import "./sign-in-screen.css";

/** The staff's own sign-in; beside it, where the server offers it, the demonstration's, marked as such. */
export function SignInScreen({ onSignedIn }: { onSignedIn(staff: Staff): void }) {
  const { locale, setLocale } = useLocale();
  const [activating, setActivating] = useState(false);
  const title = activating ? w.activation_title() : w.sign_in_title();
  useEffect(() => {
    document.title = title;
  }, [title]);

  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <div className="sign-in-head">
          <h1>{title}</h1>
          <div className="sign-in-locales">
            {LOCALES.map((each) => (
              <button key={each} type="button" lang={each} aria-pressed={each === locale} onClick={() => setLocale(each)}>
                {LOCALE_NAMES[each]}
              </button>
            ))}
          </div>
        </div>
        {activating ? (
          <ActivationForm
            onSignedIn={onSignedIn}
            back={
              <Button variant="quiet" onClick={() => setActivating(false)}>
                {w.activation_back()}
              </Button>
            }
          />
        ) : (
          <div className="sign-in-own">
            <PasswordForm onSignedIn={onSignedIn} />
            <div className="sign-in-first">
              <p>{w.activation_offer()}</p>
              <Button variant="secondary" onClick={() => setActivating(true)}>
                {w.activation_title()}
              </Button>
            </div>
          </div>
        )}
        <DemonstrationStaff onSignedIn={onSignedIn} />
      </main>
    </div>
  );
}

function DemonstrationStaff({ onSignedIn }: { onSignedIn(staff: Staff): void }) {
  const cities = useQuery(citiesQuery);
  const staff = useQuery(demonstrationStaffQuery);
  const enter = useMutation({ mutationFn: signInDemonstration, onSuccess: onSignedIn });
  if (!staff.data || staff.data.total === 0) return null;
  return (
    <section className="sign-in-demonstration" aria-labelledby="demonstration">
      <h2 id="demonstration">{w.demonstration_title()}</h2>
      <Notice kind="warning">{w.sign_in_placeholder()}</Notice>
      {enter.error ? <ProblemNote error={enter.error} /> : null}
      <div className="sign-in-cities">
        {cities.data?.items.map((city) => {
          const people = staff.data.items.filter((each) => each.city === city.id);
          if (people.length === 0) return null;
          return (
            <section key={city.id} aria-labelledby={`city-${city.id}`}>
              <h3 id={`city-${city.id}`}>
                <span className="side-nav-seal" aria-hidden="true">
                  {city.seal}
                </span>
                {say(city.names)}
              </h3>
              <ul>
                {people.map((person) => (
                  <li key={person.id}>
                    <button type="button" className="sign-in-person" disabled={enter.isPending} onClick={() => enter.mutate(person.id)}>
                      <span className="sign-in-name">{person.name}</span>
                      <span className="sign-in-scope">{person.department ? <DepartmentName city={city.id} id={person.department} /> : m.all_departments()}</span>
                      <span className="row">
                        {person.roles.map((role) => (
                          <Chip key={role} tone={TONES[role] ?? "jade"}>
                            {roleName(role)}
                          </Chip>
                        ))}
                      </span>
                      <ArrowRight size={18} aria-hidden="true" />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </section>
  );
}

const TONES: Partial<Record<Staff["roles"][number], "gold" | "sky" | "rose" | "ink">> = { operator: "gold", reviewer: "sky", auditor: "ink", "security-officer": "rose", "personnel-officer": "ink" };

function DepartmentName({ city, id }: { city: string; id: string }) {
  const { data } = useQuery(departmentsQuery(city));
  const found = data?.items.find((each) => each.id === id);
  return <>{w.only_department({ department: found ? say(found.names) : id })}</>;
}
