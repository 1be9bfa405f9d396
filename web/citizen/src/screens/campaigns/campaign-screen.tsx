import { BookOpenText, Dices, Scale } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { RowLink, Rows } from "../../account/rows.tsx";
import { cityQuery } from "../../api/queries.ts";
import { MannerChip, NowChip } from "../../campaigns/campaign-chips.tsx";
import { type Campaign, campaignQuery } from "../../campaigns/campaigns.ts";
import type { Snapshot } from "../../campaigns/lane.ts";
import { useCampaignNow, useSnapshot } from "../../campaigns/use-campaign-now.ts";
import { useChance } from "../../campaigns/use-chance.ts";
import { Loaded } from "../../components/loaded.tsx";
import { Part } from "../../components/part.tsx";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useAsker, useParam } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";
import { Facts } from "./facts.tsx";
import { TakePart } from "./take-part.tsx";
import "../../account/account.css";
import "../../campaigns/campaigns.css";
import "./campaign-screen.css";

export const prepare: ScreenModule["prepare"] = (ask, asker, { params }) => Promise.all([ask(cityQuery(asker)), ask(campaignQuery(asker, params.slug ?? ""))]);

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export function Screen() {
  const chance = useChance();
  // Whoever waits with the page open learns that the times were moved; at different moments, and seldom, since many wait.
  const question = useQuery({ ...campaignQuery(useAsker(), useParam("slug")), refetchInterval: ({ state: { data } }) => data?.phase === "announced" && (4 + chance() * 2) * MINUTE_MS });
  return <Loaded question={question}>{(campaign) => <OneCampaign campaign={campaign} />}</Loaded>;
}

function OneCampaign({ campaign }: { campaign: Campaign }) {
  const { id, names, summary, manner, service, rules, draw } = campaign;
  const snapshot = useSnapshot(campaign);
  const state = useCampaignNow(campaign, snapshot);
  useNews(campaign, snapshot);
  useHead({ title: say(names), description: say(summary) });
  return (
    <div className="screen">
      <ScreenHead
        title={say(names)}
        intro={
          <>
            <span className="campaign-chips">
              <NowChip now={state} />
              <MannerChip manner={manner} />
            </span>
            {say(summary)}
          </>
        }
      />
      <div className="campaign-columns">
        <div className="campaign-column">
          <Fairness manner={manner} />
          <Part>
            <TakePart campaign={campaign} snapshot={snapshot} state={state} />
          </Part>
          <Part>
            <Section id="rules" title={m.campaign_rules()}>
              <Card padded>
                <ol className="account-list account-steps-list campaign-rules">
                  {rules.map((rule) => (
                    <li key={rule.zh}>{say(rule)}</li>
                  ))}
                </ol>
              </Card>
            </Section>
          </Part>
        </div>
        <div className="campaign-column">
          <Part>
            <Facts campaign={campaign} />
          </Part>
          <Part>
            <Rows label={m.campaign_more()}>
              {draw ? <RowLink to={`/campaigns/${id}/draw`} icon={Dices} title={m.campaign_draw_link()} note={m.campaign_draw_link_note()} /> : null}
              <RowLink to={`/services/${service.id}`} icon={BookOpenText} tone="sky" title={say(service.names)} note={m.campaign_guide_note()} />
            </Rows>
          </Part>
        </div>
      </div>
    </div>
  );
}

/** The lane knows of a pause, an end or another opening before this page does, and only the API says the rest: it is asked anew until both agree. */
function useNews({ id, paused, ended, opensAt }: Campaign, snapshot: Snapshot | undefined): void {
  const asker = useAsker();
  const queries = useQueryClient();
  const chance = useChance();
  const moved = snapshot !== undefined && Math.abs(snapshot.opensAt - Date.parse(opensAt)) > SECOND_MS;
  const differs = snapshot !== undefined && ((snapshot.state === "paused") !== paused || (snapshot.state === "ended") !== ended || moved);
  useEffect(() => {
    if (!differs) return undefined;
    const ask = () => void queries.invalidateQueries({ queryKey: campaignQuery(asker, id).queryKey });
    ask();
    const timer = setInterval(ask, (4 + chance() * 4) * SECOND_MS);
    return () => clearInterval(timer);
  }, [differs, asker, id, queries, chance]);
}

/** The one thing that spares everybody the morning: whether being quick is worth anything. */
function Fairness({ manner }: Pick<Campaign, "manner">) {
  return (
    <aside className="campaign-fair" aria-labelledby="fair">
      <Scale size={24} aria-hidden="true" />
      <div>
        <h2 id="fair">{manner === "draw" ? m.campaign_fair_draw() : m.campaign_fair_turn()}</h2>
        <p>{manner === "draw" ? m.campaign_fair_draw_text() : m.campaign_fair_turn_text()}</p>
      </div>
    </aside>
  );
}
