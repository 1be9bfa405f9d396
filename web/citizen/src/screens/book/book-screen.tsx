import { CalendarCheck, ChevronRight, Megaphone } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useMe } from "../../account/me.ts";
import { RowLink, Rows } from "../../account/rows.tsx";
import { cityQuery, topicsQuery } from "../../api/queries.ts";
import { appointmentsQuery, type Bookable, bookablesQuery } from "../../booking/queries.ts";
import { shortWhen } from "../../booking/times.ts";
import { Loaded } from "../../components/loaded.tsx";
import { NamedIcon } from "../../components/named-icon.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { findBookables, groupByTopic } from "./find-bookables.ts";
import "../../account/account.css";
import "./book-screen.css";

export const prepare: ScreenModule["prepare"] = (ask, asker) => Promise.all([ask(cityQuery(asker)), ask(bookablesQuery(asker)), ask(topicsQuery(asker))]);

export function Screen() {
  const bookables = useQuery(bookablesQuery(useAsker()));
  useHead({ title: m.book_title(), description: m.book_intro() });
  return (
    <div className="screen book-hub">
      <ScreenHead title={m.book_title()} intro={m.book_intro()} />
      <Rows label={m.book_mine()}>
        <MyAppointments />
        <RowLink to="/campaigns" icon={Megaphone} tone="gold" title={m.book_campaigns()} note={m.book_campaigns_note()} />
      </Rows>
      <Loaded question={bookables}>{({ items }) => <WhatCanBeBooked items={items} />}</Loaded>
    </div>
  );
}

/** Always the same row, whoever looks: what is known about the person comes into it without moving the page. */
function MyAppointments() {
  const { me } = useMe();
  const where = useAsker();
  const { data } = useQuery({ ...appointmentsQuery(where, useWhose(), "coming"), enabled: me !== undefined });
  const now = useNow();
  const [next] = data?.items ?? [];
  const note = next ? `${shortWhen(next.startsAt, now)} · ${say(next.services[0]?.names ?? next.names)}` : m.book_mine_note();
  return <RowLink to="/me/appointments" icon={CalendarCheck} title={m.book_mine()} note={note} state={data && data.total > 0 ? m.book_coming_count({ count: data.total }) : undefined} />;
}

function WhatCanBeBooked({ items }: { items: Bookable[] }) {
  const [words, setWords] = useState("");
  const { data: topics } = useQuery(topicsQuery(useAsker()));
  const found = findBookables(items, words);
  return (
    <>
      <SearchField label={m.book_search()} placeholder={m.book_search_hint()} words={words} onChange={setWords} />
      <p className="visually-hidden" role="status">
        {words.trim() === "" ? "" : m.book_found({ count: found.length })}
      </p>
      {found.length === 0 ? (
        <Notice kind="calm">
          {m.book_found_none()} <Link to={`/search?q=${encodeURIComponent(words.trim())}`}>{m.book_search_all()}</Link>
        </Notice>
      ) : (
        <div className="book-groups">
          {groupByTopic(found).map(({ topic, names, items: group }) => (
            <Section
              key={topic}
              id={`topic-${topic}`}
              title={
                <span className="book-group-title">
                  <NamedIcon name={topics?.items.find(({ id }) => id === topic)?.icon ?? ""} size={22} />
                  {say(names)}
                </span>
              }
            >
              <Card as="ul" className="rows">
                {group.map((each) => (
                  <BookableRow key={each.service} bookable={each} />
                ))}
              </Card>
            </Section>
          ))}
        </div>
      )}
    </>
  );
}

function BookableRow({ bookable: { service, names, places, campaign } }: { bookable: Bookable }) {
  const byCampaign = campaign !== undefined && places === 0;
  return (
    <li>
      <Link to={byCampaign ? `/campaigns/${campaign}` : `/book/${service}`} className="row row-link book-row">
        <span className="row-text">
          <span className="row-title">{say(names)}</span>
          {byCampaign ? null : <span className="row-note">{m.book_places({ count: places })}</span>}
        </span>
        {campaign === undefined ? null : <Chip tone="gold">{m.book_by_campaign()}</Chip>}
        <ChevronRight size={20} aria-hidden="true" />
      </Link>
    </li>
  );
}
