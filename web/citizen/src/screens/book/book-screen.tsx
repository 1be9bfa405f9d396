import { CalendarCheck, ChevronRight, Megaphone } from "lucide-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useMe } from "../../account/me.ts";
import { RowLink, Rows } from "../../account/rows.tsx";
import { cityQuery, topicsQuery } from "../../api/queries.ts";
import { readDay } from "../../booking/choice.ts";
import { DayFilter } from "../../booking/day-filter.tsx";
import { NothingThatDay } from "../../booking/nothing-that-day.tsx";
import { appointmentsQuery, type Bookable, bookablesQuery } from "../../booking/queries.ts";
import { chinaDate, longDate, shortWhen } from "../../booking/times.ts";
import { JumpLinks } from "../../components/jump-links.tsx";
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
import { useAsker, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { findBookables, groupByTopic } from "./find-bookables.ts";
import "../../account/account.css";
import "../../components/filter-chips.css";
import "./book-screen.css";

export const prepare: ScreenModule["prepare"] = (ask, asker, { search }) => Promise.all([ask(cityQuery(asker)), ask(bookablesQuery(asker, readDay(search))), ask(topicsQuery(asker))]);

export function Screen() {
  const day = readDay(usePlace().search);
  // What was there stays until the other day is known, so that nothing jumps, and is not said to be of that day.
  const bookables = useQuery({ ...bookablesQuery(useAsker(), day), placeholderData: keepPreviousData });
  useHead({ title: m.book_title(), description: m.book_intro() });
  return (
    <div className="screen book-hub">
      <ScreenHead title={m.book_title()} intro={m.book_intro()} />
      <Rows label={m.book_mine()}>
        <MyAppointments />
        <RowLink to="/campaigns" icon={Megaphone} tone="gold" title={m.book_campaigns()} note={m.book_campaigns_note()} />
      </Rows>
      <Loaded question={bookables}>{(shown) => <WhatCanBeBooked items={shown.items} day={shown.day} waiting={bookables.isPlaceholderData} />}</Loaded>
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

/** More groups than these are worth a way to each. */
const FEW_GROUPS = 2;

interface WhatCanBeBookedProps {
  items: Bookable[];
  /** Whose items they are; undefined: any. */
  day: string | undefined;
  /** Another day is being asked for. */
  waiting: boolean;
}

function WhatCanBeBooked({ items, day, waiting }: WhatCanBeBookedProps) {
  const [words, setWords] = useState("");
  const found = findBookables(items, words);
  return (
    <>
      <div className="book-tools">
        <SearchField label={m.book_search()} placeholder={m.book_search_hint()} words={words} onChange={setWords} />
        <DayFilter />
      </div>
      <FoundCount count={found.length} searched={words.trim() !== ""} day={day} />
      {items.length === 0 && day !== undefined ? (
        <NothingThatDay text={(date) => m.book_none_on({ date })} day={day} />
      ) : found.length === 0 ? (
        <Notice kind="calm">
          {m.book_found_none()} <Link to={`/search?q=${encodeURIComponent(words.trim())}`}>{m.book_search_all()}</Link>
        </Notice>
      ) : (
        <Groups items={found} day={day} waiting={waiting} />
      )}
    </>
  );
}

/** Said to whoever hears the page. */
function FoundCount({ count, searched, day }: { count: number; searched: boolean; day: string | undefined }) {
  const today = chinaDate(useNow());
  return (
    <p className="visually-hidden" role="status">
      {day === undefined ? (searched ? m.book_found({ count }) : "") : m.book_found_on({ date: longDate(day, today), count })}
    </p>
  );
}

function Groups({ items, day, waiting }: { items: Bookable[]; day: string | undefined; waiting: boolean }) {
  const { data: topics } = useQuery(topicsQuery(useAsker()));
  const groups = groupByTopic(items);
  return (
    <>
      {groups.length > FEW_GROUPS ? <JumpLinks label={m.book_jump()} links={groups.map(({ topic, names }) => ({ id: `topic-${topic}`, name: say(names) }))} className="filter-chips book-jump" linkClass="filter-chip" /> : null}
      <div className="book-groups" aria-busy={waiting}>
        {groups.map(({ topic, names, items: group }) => (
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
                <BookableRow key={each.service} bookable={each} day={day} />
              ))}
            </Card>
          </Section>
        ))}
      </div>
    </>
  );
}

function BookableRow({ bookable: { service, names, places, campaign }, day }: { bookable: Bookable; day: string | undefined }) {
  const byCampaign = campaign !== undefined && places === 0;
  return (
    <li>
      <Link to={byCampaign ? `/campaigns/${campaign}` : `/book/${service}${day === undefined ? "" : `?day=${day}`}`} className="row row-link book-row">
        <span className="row-text">
          <span className="row-title">{say(names)}</span>
          {byCampaign ? null : <span className="row-note">{day === undefined ? m.book_places({ count: places }) : m.book_places_on({ count: places })}</span>}
        </span>
        {campaign === undefined ? null : <Chip tone="gold">{m.book_by_campaign()}</Chip>}
        <ChevronRight size={20} aria-hidden="true" />
      </Link>
    </li>
  );
}
