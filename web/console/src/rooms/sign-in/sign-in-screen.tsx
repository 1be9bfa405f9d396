import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { useEffect } from "react";
import { signIn } from "../../api/commands.ts";
import { citiesQuery, demonstrationStaffQuery, departmentsQuery } from "../../api/queries.ts";
import type { Staff } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { TableSkeleton } from "../../components/room.tsx";
import { LOCALE_NAMES, LOCALES, say } from "../../i18n/locale.ts";
import { useLocale } from "../../i18n/locale-context.tsx";
import { m } from "../../i18n/m.ts";
import { roleName } from "../../staff/staff-context.tsx";
import "./sign-in-screen.css";

/** Until accounts exist, one picks an invented person. It says so, and a production server has none to pick. */
export function SignInScreen({ onSignedIn }: { onSignedIn(staff: Staff): void }) {
  const { locale, setLocale } = useLocale();
  const cities = useQuery(citiesQuery);
  const staff = useQuery(demonstrationStaffQuery);
  const enter = useMutation({ mutationFn: signIn, onSuccess: onSignedIn });
  const title = m.sign_in_title();
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
        <Notice kind="warning">{m.sign_in_placeholder()}</Notice>
        {enter.error ? <ProblemNote error={enter.error} /> : null}
        {staff.error ? <ProblemNote error={staff.error} retry={() => void staff.refetch()} /> : null}
        {staff.isPending ? <TableSkeleton rows={4} /> : null}
        {staff.data?.items.length === 0 ? <p>{m.sign_in_nobody()}</p> : null}
        <div className="sign-in-cities">
          {cities.data?.items.map((city) => {
            const people = staff.data?.items.filter((each) => each.city === city.id) ?? [];
            if (people.length === 0) return null;
            return (
              <section key={city.id} aria-labelledby={`city-${city.id}`}>
                <h2 id={`city-${city.id}`}>
                  <span className="side-nav-seal" aria-hidden="true">
                    {city.seal}
                  </span>
                  {say(city.names)}
                </h2>
                <ul>
                  {people.map((person) => (
                    <li key={person.id}>
                      <button type="button" className="sign-in-person" disabled={enter.isPending} onClick={() => enter.mutate(person.id)}>
                        <span className="sign-in-name">{person.name}</span>
                        <span className="sign-in-scope">{person.department ? <DepartmentName city={city.id} id={person.department} /> : m.all_departments()}</span>
                        <span className="row">
                          {person.roles.map((role) => (
                            <Chip key={role} tone={role === "operator" ? "gold" : role === "reviewer" ? "sky" : "jade"}>
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
      </main>
    </div>
  );
}

function DepartmentName({ city, id }: { city: string; id: string }) {
  const { data } = useQuery(departmentsQuery(city));
  const found = data?.items.find((each) => each.id === id);
  return <>{m.only_department({ department: found ? say(found.names) : id })}</>;
}
