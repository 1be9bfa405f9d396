import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import "@citizen-cloud/ui/components/card.css";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { NamedIcon } from "../../components/named-icon.tsx";
import { firstPageQuery, PagedServices } from "../../components/paged-services.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { ServiceFilters, serviceFilterOf } from "../../components/service-filters.tsx";
import { cityQuery, departmentsQuery, lifeEventsQuery, topicsQuery } from "../../api/queries.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import "./services.css";

const WAYS = ["topic", "life-event", "department", "all"] as const;
type Way = (typeof WAYS)[number];

/** How the person wants to browse. Filters without a way mean the whole list. */
function wayOf(search: URLSearchParams): Way {
  const asked = WAYS.find((way) => way === search.get("by"));
  if (asked) return asked;
  const { kind, level, audience } = serviceFilterOf(search);
  return kind || level || audience ? "all" : "topic";
}

export const prepare: ScreenModule["prepare"] = (ask, asker, { search }) =>
  Promise.all([
    ask(cityQuery(asker)),
    { topic: () => ask(topicsQuery(asker)), "life-event": () => ask(lifeEventsQuery(asker)), department: () => ask(departmentsQuery(asker)), all: () => ask(firstPageQuery(asker, serviceFilterOf(search))) }[
      wayOf(search)
    ](),
  ]);

export function Screen() {
  const { search } = usePlace();
  const way = wayOf(search);
  useHead({ title: m.services_title(), description: m.services_intro() });
  return (
    <div className="screen">
      <ScreenHead title={m.services_title()} intro={m.services_intro()} />
      <SearchBox />
      <nav className="browse-tabs" aria-label={m.services_ways()}>
        {WAYS.map((each) => (
          <Link key={each} to={each === "topic" ? "/services" : `/services?by=${each}`} replace aria-current={each === way ? "page" : undefined}>
            {wayName(each)}
          </Link>
        ))}
      </nav>
      {{ topic: <Topics />, "life-event": <LifeEvents />, department: <Departments />, all: <AllServices /> }[way]}
    </div>
  );
}

function wayName(way: Way): string {
  return { topic: m.by_topic, "life-event": m.by_life_event, department: m.by_department, all: m.by_all }[way]();
}

function AllServices() {
  const { search } = usePlace();
  return (
    <>
      <div className="screen-filters">
        <ServiceFilters />
      </div>
      <div>
        <PagedServices filter={serviceFilterOf(search)} />
      </div>
    </>
  );
}

function Topics() {
  const topics = useQuery(topicsQuery(useAsker()));
  return (
    <Loaded question={topics}>
      {({ items }) => (
        <ul className="browse-grid">
          {items.map((topic) => (
            <BrowseCard
              key={topic.id}
              to={`/topics/${topic.id}`}
              mark={
                <Tile tone={topic.tone}>
                  <NamedIcon name={topic.icon} />
                </Tile>
              }
              name={say(topic.names)}
              note={say(topic.summary)}
              count={topic.serviceCount}
            />
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function LifeEvents() {
  const events = useQuery(lifeEventsQuery(useAsker()));
  return (
    <Loaded question={events}>
      {({ items }) => (
        <ul className="browse-grid">
          {items.map((event) => (
            <BrowseCard
              key={event.id}
              to={`/life-events/${event.id}`}
              mark={
                <Tile tone={event.tone}>
                  <NamedIcon name={event.icon} />
                </Tile>
              }
              name={say(event.names)}
              note={say(event.summary)}
              count={event.stages.reduce((sum, stage) => sum + stage.services.length, 0)}
            />
          ))}
        </ul>
      )}
    </Loaded>
  );
}

function Departments() {
  const departments = useQuery(departmentsQuery(useAsker()));
  return (
    <Loaded question={departments}>
      {({ items }) => (
        <ul className="browse-grid">
          {items.map((department) => (
            <BrowseCard key={department.id} to={`/departments/${department.id}`} name={say(department.names)} note={say(department.duties)} count={department.serviceCount} />
          ))}
        </ul>
      )}
    </Loaded>
  );
}

interface BrowseCardProps {
  to: string;
  mark?: ReactNode;
  name: string;
  note: string;
  count: number;
}

function BrowseCard({ to, mark, name, note, count }: BrowseCardProps) {
  return (
    <li className="card">
      <Link to={to} className="browse-card">
        {mark}
        <span>
          <strong>{name}</strong>
          <span className="browse-card-note">{note}</span>
          <span className="browse-card-count">{m.services_count({ count })}</span>
        </span>
      </Link>
    </li>
  );
}
