import { ChevronRight, House, MapPin } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { Missing } from "../../components/missing.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { ServiceList } from "../../components/service-row.tsx";
import type { Division, Level } from "../../api/catalogue.ts";
import { cityQuery, divisionsQuery, servicesQuery } from "../../api/queries.ts";
import { ApiProblem } from "../../api/problem.ts";
import { usePreferences } from "../../device/preferences.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { childrenOf, levelsOffered, trailOf } from "./divisions.ts";
import "@citizen-cloud/ui/components/card.css";
import "./area.css";

const SHOWN = 8;

function levelQuery(asker: ReturnType<typeof useAsker>, level: Level) {
  return servicesQuery(asker, { level, limit: SHOWN });
}

export const prepare: ScreenModule["prepare"] = async (ask, asker, { params }) => {
  const [divisions] = await Promise.all([ask(divisionsQuery(asker)), ask(cityQuery(asker))]);
  if (!params.division) return;
  const division = divisions.items.find(({ code }) => code === params.division);
  if (!division) throw new ApiProblem(404, "No such area");
  await Promise.all(levelsOffered(division).map((level) => ask(levelQuery(asker, level))));
};

export function Screen() {
  const { params } = usePlace();
  const divisions = useQuery(divisionsQuery(useAsker()));
  return (
    <Loaded question={divisions}>
      {({ items }) => {
        const root = items.find(({ level }) => level === "city");
        const division = params.division ? items.find(({ code }) => code === params.division) : root;
        if (!division) return <Missing />;
        return params.division ? <Area division={division} all={items} /> : <Districts city={division} all={items} />;
      }}
    </Loaded>
  );
}

function Districts({ city, all }: { city: Division; all: Division[] }) {
  useHead({ title: m.areas_title(), description: m.areas_intro() });
  return (
    <div className="screen">
      <ScreenHead title={m.areas_title()} intro={m.areas_intro()} />
      <AreaLinks divisions={childrenOf(city, all)} />
    </div>
  );
}

function AreaLinks({ divisions }: { divisions: Division[] }) {
  return (
    <ul className="area-list">
      {divisions.map((division) => (
        <li key={division.code} className="card">
          <Link to={`/areas/${division.code}`} className="area-link">
            {say(division.names)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** What the city, this district and this community each offer here. */
function Area({ division, all }: { division: Division; all: Division[] }) {
  useHead({ title: say(division.names), description: m.area_intro({ area: say(division.names) }) });
  const children = childrenOf(division, all);
  return (
    <div className="screen">
      <Trail divisions={trailOf(division, all)} />
      <ScreenHead title={say(division.names)} intro={m.area_intro({ area: say(division.names) })} />
      {division.status === "retired" ? <Retired division={division} all={all} /> : <HomeArea division={division} />}
      {children.length > 0 ? (
        <Section id="within" title={m.area_within({ area: say(division.names) })}>
          <AreaLinks divisions={children} />
        </Section>
      ) : null}
      <div className="area-groups">
        {levelsOffered(division).map((level) => (
          <LevelServices key={level} level={level} />
        ))}
      </div>
    </div>
  );
}

function Trail({ divisions }: { divisions: Division[] }) {
  return (
    <nav aria-label={m.area_trail()}>
      <ol className="area-trail">
        <li>
          <Link to="/areas">{m.areas_title()}</Link>
        </li>
        {divisions.map((division) => (
          <li key={division.code}>
            <ChevronRight size={14} aria-hidden="true" />
            <Link to={`/areas/${division.code}`}>{say(division.names)}</Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Retired({ division, all }: { division: Division; all: Division[] }) {
  const successors = all.filter(({ code }) => division.mergedInto?.includes(code));
  return (
    <Notice kind="warning">
      {m.area_retired()}{" "}
      {successors.map((successor) => (
        <Link key={successor.code} to={`/areas/${successor.code}`}>
          {say(successor.names)}{" "}
        </Link>
      ))}
    </Notice>
  );
}

function HomeArea({ division }: { division: Division }) {
  const { division: home, change } = usePreferences();
  const isHome = home === division.code;
  return (
    <p className="missing-ways">
      <Button variant={isHome ? "secondary" : "primary"} aria-pressed={isHome} onClick={() => change({ division: isHome ? undefined : division.code })}>
        <House size={18} aria-hidden="true" />
        {isHome ? m.area_is_home() : m.area_make_home()}
      </Button>
      <Link to={`/offices?division=${division.code}`} className={buttonClass({ variant: "secondary" })}>
        <MapPin size={18} aria-hidden="true" />
        {m.area_offices()}
      </Link>
    </p>
  );
}

function LevelServices({ level }: { level: Level }) {
  const services = useQuery(levelQuery(useAsker(), level));
  const title = { community: m.area_level_community, district: m.area_level_district, city: m.area_level_city }[level]();
  return (
    <Section
      id={`level-${level}`}
      title={title}
      more={
        services.data && services.data.total > SHOWN ? (
          <Link to={`/services?by=all&level=${level}`} className="more-link">
            {m.all_count({ count: services.data.total })}
            <ChevronRight size={18} aria-hidden="true" />
          </Link>
        ) : undefined
      }
    >
      <Loaded question={services}>{({ items }) => (items.length > 0 ? <ServiceList services={items} columns /> : <p>{m.services_none()}</p>)}</Loaded>
    </Section>
  );
}
