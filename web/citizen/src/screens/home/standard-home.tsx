import { Building2, ChevronRight, House, MapPinned, Phone, Trees } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import type { City, ServiceLink } from "../../api/catalogue.ts";
import type { HomeContents } from "../../api/queries.ts";
import { NamedIcon } from "../../components/named-icon.tsx";
import { Part } from "../../components/part.tsx";
import { ServiceList } from "../../components/service-row.tsx";
import { usePreferences } from "../../device/preferences.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";

const TOPICS_SHOWN = 12;
const POPULAR_SHOWN = 8;
const EVENTS_SHOWN = 8;

export function StandardHome({ city, contents }: { city: City; contents: HomeContents }) {
  return (
    <>
      <Part>
        <Topics topics={contents.topics} />
      </Part>
      <div className="home-sections">
        <div className="home-main">
          <Part>
            <Popular services={contents.popular} />
          </Part>
          <Part>
            <LifeEvents events={contents.lifeEvents} />
          </Part>
        </div>
        <div className="home-aside">
          <Part>
            <FirstWeek city={city} newcomer={contents.newcomer} student={contents.student} />
          </Part>
          <Part>
            <Levels />
          </Part>
          <Card className="hotline">
            <div>
              <p>{m.hotline_invite()}</p>
              <p className="hotline-number">{city.hotline}</p>
            </div>
            <a href={`tel:${city.hotline}`} className={buttonClass({ variant: "danger" })}>
              <Phone size={18} aria-hidden="true" />
              {m.call()}
            </a>
          </Card>
        </div>
      </div>
    </>
  );
}

function More({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link to={to} className="more-link">
      {children}
      <ChevronRight size={18} aria-hidden="true" />
    </Link>
  );
}

function Topics({ topics }: { topics: HomeContents["topics"] }) {
  return (
    <Card as="section" className="topics" aria-labelledby="topics">
      <h2 id="topics" className="visually-hidden">
        {m.home_topics()}
      </h2>
      <ul className="topic-grid">
        {topics.slice(0, TOPICS_SHOWN).map((topic) => (
          <li key={topic.id}>
            <Link to={`/topics/${topic.id}`} className="topic">
              <Tile tone={topic.tone}>
                <NamedIcon name={topic.icon} size={26} />
              </Tile>
              {say(topic.names)}
            </Link>
          </li>
        ))}
      </ul>
      <Link to="/services" className="topics-all">
        {m.home_all_topics({ count: topics.length })}
        <ChevronRight size={18} aria-hidden="true" />
      </Link>
    </Card>
  );
}

function Popular({ services }: { services: ServiceLink[] }) {
  return (
    <Section id="popular" title={m.home_popular()} more={<More to="/services">{m.all_services()}</More>}>
      <ServiceList services={services.slice(0, POPULAR_SHOWN)} columns />
    </Section>
  );
}

function LifeEvents({ events }: { events: HomeContents["lifeEvents"] }) {
  return (
    <Section id="life-events" title={m.home_life_events()} note={m.home_life_events_note()} more={<More to="/services?by=life-event">{m.all()}</More>}>
      <ul className="event-strip">
        {events.slice(0, EVENTS_SHOWN).map((event) => (
          <li key={event.id}>
            <Card>
              <Link to={`/life-events/${event.id}`} className="event-card">
                <Tile tone={event.tone} small>
                  <NamedIcon name={event.icon} size={22} />
                </Tile>
                {say(event.names)}
              </Link>
            </Card>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function FirstWeek({ city, newcomer, student }: { city: City; newcomer: ServiceLink[]; student: ServiceLink[] }) {
  return (
    <Section id="first-week" title={m.first_week_title({ city: say(city.names) })}>
      <Card>
        <Disclosure summary={m.first_week_newcomer({ count: newcomer.length })} open>
          <Path services={newcomer} />
        </Disclosure>
        <Disclosure summary={m.first_week_student({ count: student.length })}>
          <Path services={student} />
        </Disclosure>
      </Card>
    </Section>
  );
}

function Path({ services }: { services: ServiceLink[] }) {
  return (
    <ol className="path-list">
      {services.map((service, index) => (
        <li key={service.id}>
          <Link to={`/services/${service.id}`} className="path-step">
            <span className="path-number" aria-hidden="true">
              {index + 1}
            </span>
            {say(service.names)}
          </Link>
        </li>
      ))}
    </ol>
  );
}

function Levels() {
  const { division } = usePreferences();
  return (
    <Section id="levels" title={m.levels_title()}>
      <Card>
        <Level to="/services?level=city" icon={<Building2 size={22} />} name={m.level_city()} note={m.level_city_note()} />
        <Level to="/areas" icon={<House size={22} />} name={m.level_district()} note={m.level_district_note()} />
        <Level to={division ? `/areas/${division}` : "/areas"} icon={<Trees size={22} />} name={m.level_community()} note={division ? m.level_my_area_note() : m.level_community_note()} />
        <Level to="/offices" icon={<MapPinned size={22} />} name={m.offices_title()} note={m.offices_note()} />
      </Card>
    </Section>
  );
}

function Level({ to, icon, name, note }: { to: string; icon: ReactNode; name: string; note: string }) {
  return (
    <Link to={to} className="level">
      <Tile tone="ink" small>
        {icon}
      </Tile>
      <span>
        <strong>{name}</strong>
        <span className="level-note">{note}</span>
      </span>
      <ChevronRight size={20} aria-hidden="true" />
    </Link>
  );
}
