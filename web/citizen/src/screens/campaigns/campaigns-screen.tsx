import { ChevronRight, ClipboardList } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import "@citizen-cloud/ui/components/card.css";
import { RowLink, Rows } from "../../account/rows.tsx";
import { cityQuery } from "../../api/queries.ts";
import { MannerChip, NowChip } from "../../campaigns/campaign-chips.tsx";
import { type CampaignSummary, campaignsQuery } from "../../campaigns/campaigns.ts";
import { type CampaignNow, campaignNow } from "../../campaigns/standing.ts";
import { countText, whenText } from "../../campaigns/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import "../../account/account.css";
import "../../campaigns/campaigns.css";
import "./campaigns-screen.css";

export const prepare: ScreenModule["prepare"] = (ask, asker) => Promise.all([ask(cityQuery(asker)), ask(campaignsQuery(asker))]);

const GROUPS: { id: string; title(): string; holds: readonly CampaignNow[] }[] = [
  { id: "open", title: m.campaign_group_open, holds: ["open", "paused", "sold-out"] },
  { id: "coming", title: m.campaign_group_coming, holds: ["announced"] },
  { id: "waiting", title: m.campaign_group_waiting, holds: ["closed", "drawn", "confirming"] },
  { id: "over", title: m.campaign_group_over, holds: ["finished", "ended"] },
];

/** What more people want than there is, by how it stands. */
export function Screen() {
  const question = useQuery(campaignsQuery(useAsker()));
  const now = useNow().getTime();
  useHead({ title: m.campaign_title(), description: m.campaign_intro() });
  return (
    <div className="screen">
      <ScreenHead title={m.campaign_title()} intro={m.campaign_intro()} />
      <Loaded question={question}>
        {({ items }) => (
          <div className="campaign-groups">
            {items.length === 0 ? <p className="account-text">{m.campaign_none()}</p> : null}
            {GROUPS.map(({ id, title, holds }) => {
              const found = items.map((campaign) => ({ campaign, state: campaignNow(campaign, undefined, now) })).filter(({ state }) => holds.includes(state));
              return found.length > 0 ? (
                <Section key={id} id={id} title={title()}>
                  <ul className="campaign-cards">
                    {found.map(({ campaign, state }) => (
                      <CampaignCard key={campaign.id} campaign={campaign} state={state} now={now} />
                    ))}
                  </ul>
                </Section>
              ) : null;
            })}
          </div>
        )}
      </Loaded>
      <Rows label={m.campaign_mine()}>
        <RowLink to="/me/campaigns" icon={ClipboardList} title={m.campaign_mine()} note={m.campaign_mine_note()} />
      </Rows>
    </div>
  );
}

function CampaignCard({ campaign: { id, names, summary, manner, opensAt, closesAt, places }, state, now }: { campaign: CampaignSummary; state: CampaignNow; now: number }) {
  return (
    <li className="card campaign-card">
      <p className="campaign-chips">
        <NowChip now={state} />
        <MannerChip manner={manner} />
      </p>
      <h3>
        <Link to={`/campaigns/${id}`} className="campaign-card-link">
          {say(names)}
          <ChevronRight size={20} aria-hidden="true" />
        </Link>
      </h3>
      <p className="account-text">{say(summary)}</p>
      <dl className="campaign-card-facts">
        <div>
          <dt>{state === "announced" ? m.campaign_opens() : m.campaign_closes()}</dt>
          <dd>{whenText(state === "announced" ? opensAt : closesAt, now)}</dd>
        </div>
        <div>
          <dt>{m.campaign_places()}</dt>
          <dd>{countText(places)}</dd>
        </div>
      </dl>
    </li>
  );
}
