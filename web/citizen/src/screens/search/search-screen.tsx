import { Phone } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { firstPageQuery, PagedServices } from "../../components/paged-services.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { SearchBox } from "../../components/search-box.tsx";
import { ServiceFilters, serviceFilterOf } from "../../components/service-filters.tsx";
import { ServiceList } from "../../components/service-row.tsx";
import { cityQuery, suggestionsQuery, topicsQuery } from "../../api/queries.ts";
import { Loaded } from "../../components/loaded.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import "./search.css";

const LONGEST_QUERY = 100;

function wordsOf(search: URLSearchParams): string {
  return (search.get("q") ?? "").trim().slice(0, LONGEST_QUERY);
}

export const prepare: ScreenModule["prepare"] = async (ask, asker, { search }) => {
  const q = wordsOf(search);
  await Promise.all([ask(cityQuery(asker)), ask(topicsQuery(asker)), q ? ask(firstPageQuery(asker, { ...serviceFilterOf(search), q })) : undefined]);
};

export function Screen() {
  const { search } = usePlace();
  const q = wordsOf(search);
  useHead({ title: q ? m.search_results_for({ words: q }) : m.search_title() });
  return (
    <div className="screen">
      <ScreenHead title={q ? m.search_results_for({ words: q }) : m.search_title()} />
      <SearchBox key={q} initial={q} />
      {q ? <Results q={q} /> : <WaysOn />}
    </div>
  );
}

function Results({ q }: { q: string }) {
  const { search } = usePlace();
  const filter = { ...serviceFilterOf(search), q };
  const asker = useAsker();
  const question = useQuery(firstPageQuery(asker, filter));
  const filtered = Boolean(filter.kind ?? filter.level ?? filter.audience);
  return (
    <>
      <div className="screen-filters">
        <ServiceFilters />
      </div>
      <Loaded question={question}>
        {({ total }) =>
          total > 0 || filtered ? (
            <div>
              <PagedServices filter={filter} />
            </div>
          ) : (
            <NothingFound q={q} />
          )
        }
      </Loaded>
    </>
  );
}

/** No result is no dead end: near matches, the topics, and a person to ask. */
function NothingFound({ q }: { q: string }) {
  const asker = useAsker();
  const { data: meant } = useQuery(suggestionsQuery(asker, q.slice(0, Math.max(1, Math.ceil(q.length / 2)))));
  const near = (meant?.items ?? []).filter((one, index, all) => all.findIndex(({ id }) => id === one.id) === index);
  return (
    <div className="search-ways">
      <p role="status">{m.search_nothing({ words: q })}</p>
      {near.length > 0 ? (
        <Section id="meant" title={m.search_did_you_mean()}>
          <ServiceList services={near} columns />
        </Section>
      ) : null}
      <WaysOn />
    </div>
  );
}

function WaysOn() {
  const topics = useQuery(topicsQuery(useAsker()));
  return (
    <Section id="ways" title={m.search_ways_on()}>
      <div className="search-ways">
        <ul className="search-topics">
          {(topics.data?.items ?? []).map((topic) => (
            <li key={topic.id}>
              <Link to={`/topics/${topic.id}`} className={buttonClass({ variant: "secondary" })}>
                {say(topic.names)}
              </Link>
            </li>
          ))}
        </ul>
        <p>
          <a href="tel:12345" className={buttonClass({ variant: "danger" })}>
            <Phone size={18} aria-hidden="true" />
            {m.call_hotline()}
          </a>
        </p>
      </div>
    </Section>
  );
}
