import { CircleCheck, CircleDashed, CirclePause } from "lucide-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import "@citizen-cloud/ui/components/card.css";
import { RowLink, Rows } from "../../account/rows.tsx";
import { momentText } from "../../account/words.ts";
import type { Asker } from "../../api/queries.ts";
import { Loaded } from "../../components/loaded.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useHead } from "../../routing/head.tsx";
import { useAsker } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import "../../account/account.css";
import "./status.css";

const LOOK_AGAIN_MS = 15_000;

function statusQuery({ client, script }: Asker) {
  return queryOptions({ queryKey: ["status", script], queryFn: ({ signal }) => client("/api/v1/status", { query: { lang: script } }, signal) });
}

function historyQuery({ client, script }: Asker) {
  return queryOptions({ queryKey: ["status-history", script], queryFn: ({ signal }) => client("/api/v1/status/history", { query: { lang: script } }, signal), staleTime: 30_000 });
}

export const prepare: ScreenModule["prepare"] = (ask, asker) => ask(statusQuery(asker));

const LOOKS = {
  working: { icon: CircleCheck, tone: "jade", name: m.status_working },
  limited: { icon: CircleDashed, tone: "gold", name: m.status_limited },
  resting: { icon: CirclePause, tone: "ink", name: m.status_resting },
} as const;
const LEVELS = [m.status_level_0, m.status_level_1, m.status_level_2, m.status_level_3] as const;

/** What works just now and what rests, for everybody to see. */
export function Screen() {
  const asker = useAsker();
  const question = useQuery({ ...statusQuery(asker), refetchInterval: LOOK_AGAIN_MS, refetchOnMount: "always" });
  const now = useNow();
  useHead({ title: m.status_title(), description: m.status_intro() });
  return (
    <div className="screen account-screen">
      <ScreenHead title={m.status_title()} intro={m.status_intro()} />
      <Loaded question={question}>
        {({ level, says, by, reason, since, until, parts }) => (
          <>
            <Notice kind={level === 0 ? "calm" : "warning"}>
              <p>{say(says)}</p>
              {reason ? <p>{m.status_reason({ reason: say(reason) })}</p> : null}
              {since && by ? (
                <p>
                  {until ? m.status_since_until({ since: momentText(since, now), until: momentText(until, now) }) : m.status_since({ since: momentText(since, now) })}
                  {` · ${nameOf(by)}`}
                </p>
              ) : null}
            </Notice>
            <ul className="card status-parts">
              {parts.map(({ id, names, state }) => {
                const { icon: Icon, tone, name } = LOOKS[state];
                return (
                  <li key={id}>
                    <span>{say(names)}</span>
                    <Chip tone={tone}>
                      <Icon size={14} aria-hidden="true" />
                      {name()}
                    </Chip>
                  </li>
                );
              })}
            </ul>
          </>
        )}
      </Loaded>
      <History />
      <Rows>
        <RowLink to="/status/sources" title={m.record_sources()} note={m.status_sources_note()} />
      </Rows>
    </div>
  );
}

function nameOf(by: "load" | "operator"): string {
  return by === "load" ? m.status_by_load() : m.status_by_operator();
}

function History() {
  const question = useQuery(historyQuery(useAsker()));
  return (
    <Section id="history" title={m.status_history()}>
      <Loaded question={question}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="screen-intro">{m.status_history_none()}</p>
          ) : (
            <ul className="card status-parts">
              {items.map(({ began, ended, level, by, reason }) => (
                <li key={`${began} ${by}`} className="status-period">
                  <span>
                    {momentText(began)} — {ended ? momentText(ended) : m.status_until_now()}
                  </span>
                  <span className="account-small">
                    {(LEVELS[level] ?? m.status_level_1)()} · {nameOf(by)}
                    {reason ? ` · ${say(reason)}` : ""}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}
