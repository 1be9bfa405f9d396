import { CircleCheck, CircleSlash, CloudOff, TriangleAlert } from "lucide-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import type { paths } from "@citizen-cloud/api-client";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import "@citizen-cloud/ui/components/card.css";
import { type Asker, cityQuery } from "../../api/queries.ts";
import { Loaded } from "../../components/loaded.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useHead } from "../../routing/head.tsx";
import { useAsker } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { timeOf } from "../../records/values.ts";
import "../../records/records.css";

type Published = paths["/api/v1/cities/{city}/sources"]["get"]["responses"][200]["content"]["application/json"];
type Source = Published["items"][number];

const EACH_MINUTE_MS = 60_000;

function sourcesQuery({ client, city, script }: Asker) {
  return queryOptions({
    queryKey: ["sources", city, script],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/sources", { path: { city } }, signal),
    staleTime: EACH_MINUTE_MS,
  });
}

export const prepare: ScreenModule["prepare"] = (ask, asker) => Promise.all([ask(cityQuery(asker)), ask(sourcesQuery(asker))]);

const LOOKS = {
  up: { icon: CircleCheck, tone: "jade", name: m.record_source_up },
  troubled: { icon: TriangleAlert, tone: "gold", name: m.record_source_troubled },
  down: { icon: CloudOff, tone: "cinnabar", name: m.record_source_down },
  "not-connected": { icon: CircleSlash, tone: "ink", name: m.record_source_not_connected },
} as const;
const ORDER = Object.keys(LOOKS).reverse();

/** How reliably each department answers, for everybody to see. */
export function Screen() {
  const question = useQuery({ ...sourcesQuery(useAsker()), refetchInterval: EACH_MINUTE_MS });
  const now = useNow();
  useHead({ title: m.record_sources(), description: m.record_sources_intro() });
  return (
    <div className="screen">
      <ScreenHead title={m.record_sources()} intro={m.record_sources_intro()} />
      <Loaded question={question}>
        {({ items, asOf }) => {
          const troubled = items.filter(({ state }) => state === "down" || state === "troubled").length;
          return (
            <>
              <Notice kind={troubled > 0 ? "warning" : "calm"}>
                {troubled > 0 ? m.record_sources_some({ count: troubled, total: items.length }) : m.record_sources_all({ total: items.length })} {m.record_as_of({ when: timeOf(asOf, now) })}
              </Notice>
              <ul className="source-cards">
                {[...items].sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state)).map((source) => (
                  <SourceCard key={source.id} source={source} />
                ))}
              </ul>
              <p className="account-small">{m.record_sources_how()}</p>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

function SourceCard({ source: { names, departmentNames, state, day, month } }: { source: Source }) {
  const { icon: Icon, tone, name } = LOOKS[state];
  return (
    <li className="card source-card">
      <div className="source-card-head">
        <h2>{say(departmentNames)}</h2>
        <Chip tone={tone}>
          <Icon size={14} aria-hidden="true" />
          {name()}
        </Chip>
      </div>
      <p className="account-small">{say(names)}</p>
      <dl className="record-card-facts">
        <div>
          <dt>{m.record_source_day()}</dt>
          <dd>{shareText(day.availability)}</dd>
        </div>
        <div>
          <dt>{m.record_source_month()}</dt>
          <dd>{shareText(month.availability)}</dd>
        </div>
        <div>
          <dt>{m.record_source_typical()}</dt>
          <dd>{secondsText(day.medianMs ?? month.medianMs)}</dd>
        </div>
        <div>
          <dt>{m.record_source_slowest()}</dt>
          <dd>{secondsText(day.p95Ms ?? month.p95Ms)}</dd>
        </div>
      </dl>
    </li>
  );
}

/** 99.95 is not rounded up to a promise of 100. */
function shareText(share: number | undefined): string {
  return share === undefined ? m.record_source_unasked() : `${(Math.floor(share * 1_000) / 10).toFixed(1)}%`;
}

function secondsText(milliseconds: number | undefined): string {
  return milliseconds === undefined ? "—" : m.record_seconds({ seconds: (milliseconds / 1_000).toFixed(milliseconds < 95 ? 2 : 1) });
}
