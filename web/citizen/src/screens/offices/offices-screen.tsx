import { LocateFixed } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { findHere } from "../../components/place-words.ts";
import type { City, Coordinates } from "../../api/catalogue.ts";
import { type OfficeFilter, calendarQuery, cityQuery, departmentsQuery, divisionsQuery, officesQuery, serviceLinksQuery } from "../../api/queries.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { PageHeading, useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, useHref, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { CityPlan } from "./city-plan.tsx";
import { OfficeCard } from "./office-card.tsx";
import { officeKindOf, OfficeKinds } from "./office-kinds.tsx";
import "./offices.css";

const SHOWN = 40;

function filterOf(search: URLSearchParams): OfficeFilter {
  const value = (name: string) => search.get(name) ?? undefined;
  return { near: value("near"), service: value("service"), department: value("department"), division: value("division"), kind: officeKindOf(search.get("kind")), limit: SHOWN };
}

function hereOf({ near }: OfficeFilter): Coordinates | undefined {
  const [latitude, longitude] = (near ?? "").split(",").map(Number);
  return latitude !== undefined && longitude !== undefined && Number.isFinite(latitude + longitude) ? { latitude, longitude } : undefined;
}

export const prepare: ScreenModule["prepare"] = (ask, asker, { search }) => {
  const filter = filterOf(search);
  return Promise.all([
    ask(cityQuery(asker)),
    ask(officesQuery(asker, filter)),
    ask(divisionsQuery(asker)),
    ask(calendarQuery(asker)).catch(() => undefined),
    filter.service ? ask(serviceLinksQuery(asker, [filter.service])) : undefined,
    filter.department ? ask(departmentsQuery(asker)) : undefined,
  ]);
};

export function Screen() {
  const city = useQuery(cityQuery(useAsker()));
  return <Loaded question={city}>{(known) => <Offices city={known} />}</Loaded>;
}

function Offices({ city }: { city: City }) {
  const { search } = usePlace();
  const filter = filterOf(search);
  const here = hereOf(filter);
  const asker = useAsker();
  const offices = useQuery(officesQuery(asker, filter));
  const divisions = useQuery(divisionsQuery(asker));
  const [chosen, setChosen] = useState<string>();
  const changeFilter = useChangeFilter();
  useHead({ title: `${m.offices_title()} · ${say(city.appNames)}`, description: m.offices_note() });

  const choose = (id: string) => {
    setChosen(id);
    document.getElementById(`office-${id}`)?.scrollIntoView({ block: "center" });
  };

  return (
    <div className="offices">
      <PageHeading>{m.offices_title()}</PageHeading>
      <ForWhat filter={filter} />
      <NearMe here={here} onFound={(near) => changeFilter({ near })} />
      <OfficeKinds chosen={filter.kind} onChoose={(kind) => changeFilter({ kind })} />
      <Loaded question={offices}>
        {({ items, total }) =>
          items.length === 0 ? (
            <Notice>
              {m.offices_none()} <Link to="/offices">{m.offices_show_all()}</Link>
            </Notice>
          ) : (
            <div className="offices-split">
              <figure className="offices-plan">
                <Card>
                  <CityPlan
                    offices={items}
                    divisions={(divisions.data?.items ?? []).filter(({ level, status }) => level === "district" && status === "current")}
                    here={here}
                    chosen={chosen}
                    onChoose={choose}
                  />
                </Card>
                <figcaption className="plan-caption">{m.plan_caption()}</figcaption>
              </figure>
              <div>
                <p className="plan-caption" role="status">
                  {here ? m.offices_count_near({ count: items.length, total }) : m.offices_count({ count: items.length, total })}
                </p>
                <Card as="ul">
                  {items.map((office, index) => (
                    <li key={office.id}>
                      <OfficeCard office={office} city={city} number={index + 1} lit={office.id === chosen} heading="h2" />
                    </li>
                  ))}
                </Card>
              </div>
            </div>
          )
        }
      </Loaded>
    </div>
  );
}

/** Filters live in the address, so that a list can be shared and the way back works. */
function useChangeFilter(): (change: Record<string, string | undefined>) => void {
  const { search } = usePlace();
  const navigator = useNavigator();
  const href = useHref();
  return (change) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(change)) {
      if (value === undefined) next.delete(name);
      else next.set(name, value);
    }
    void navigator.visit(href(`/offices?${next.toString()}`), { replace: true });
  };
}

/** For which item or department the list stands. */
function ForWhat({ filter }: { filter: OfficeFilter }) {
  const asker = useAsker();
  const { data: links } = useQuery({ ...serviceLinksQuery(asker, [filter.service ?? ""]), enabled: filter.service !== undefined });
  const { data: departments } = useQuery({ ...departmentsQuery(asker), enabled: filter.department !== undefined });
  const service = links?.[0];
  const department = departments?.items.find(({ id }) => id === filter.department);
  const name = service ? say(service.names) : department ? say(department.names) : undefined;
  if (!name) return null;
  return (
    <p className="offices-for">
      {m.offices_for({ name })} · <Link to="/offices">{m.offices_show_all()}</Link>
    </p>
  );
}

/** Asks for the position only when the person taps, and keeps it to about a hundred metres. */
function NearMe({ here, onFound }: { here?: Coordinates; onFound(near: string | undefined): void }) {
  const [state, setState] = useState<"idle" | "asking" | "refused">("idle");
  const find = async () => {
    setState("asking");
    try {
      onFound(await findHere());
      setState("idle");
    } catch {
      setState("refused");
    }
  };
  return (
    <div className="offices-tools">
      <Button variant={here ? "secondary" : "primary"} onClick={() => void find()} disabled={state === "asking"}>
        <LocateFixed size={18} aria-hidden="true" />
        {state === "asking" ? m.near_me_asking() : m.near_me()}
      </Button>
      {here ? (
        <Button variant="quiet" onClick={() => onFound(undefined)}>
          {m.near_me_off()}
        </Button>
      ) : null}
      {state === "refused" ? (
        <Notice kind="warning" live>
          {m.near_me_refused()}
        </Notice>
      ) : null}
    </div>
  );
}
