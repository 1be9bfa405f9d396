import { AlarmClock, ChevronRight, Gift, Ticket } from "lucide-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import "@citizen-cloud/ui/components/card.css";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { AccountPage } from "../../account/account-page.tsx";
import { NowChip } from "../../campaigns/campaign-chips.tsx";
import { type CampaignSummary, campaignsQuery, type OwnPart, ownPartQuery } from "../../campaigns/campaigns.ts";
import { campaignNow } from "../../campaigns/standing.ts";
import { countText, exactText } from "../../campaigns/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import "../../campaigns/campaigns.css";
import "./my-campaigns-screen.css";

export function Screen() {
  return (
    <AccountPage title={m.campaign_mine()} intro={m.campaign_mine_intro()}>
      {() => <Mine />}
    </AccountPage>
  );
}

function Mine() {
  const question = useQuery(campaignsQuery(useAsker()));
  return <Loaded question={question}>{({ items }) => <Parts campaigns={items} />}</Loaded>;
}

function Parts({ campaigns }: { campaigns: readonly CampaignSummary[] }) {
  const asker = useAsker();
  const questions = useQueries({ queries: campaigns.map(({ id }) => ownPartQuery(asker, id)) });
  const found = campaigns.flatMap((campaign, index) => {
    const part = questions[index]?.data;
    return part?.entry ? [{ campaign, part, entry: part.entry }] : [];
  });
  const pending = questions.some(({ isPending }) => isPending);
  return (
    <div className="account-stack" aria-busy={pending}>
      {found.length > 0 ? (
        <ul className="my-campaigns">
          {found.map(({ campaign, part, entry }) => (
            <Mark key={campaign.id} campaign={campaign} part={part} entry={entry} />
          ))}
        </ul>
      ) : pending ? (
        <p role="status">{m.loading()}</p>
      ) : (
        <div className="campaign-check">
          <p>{m.campaign_mine_none()}</p>
        </div>
      )}
      <Link to="/campaigns" className={buttonClass({ variant: "secondary", large: true })}>
        {m.campaign_all()}
      </Link>
    </div>
  );
}

function Mark({ campaign, part, entry }: { campaign: CampaignSummary; part: OwnPart; entry: NonNullable<OwnPart["entry"]> }) {
  const now = useNow().getTime();
  return (
    <li className="card campaign-card">
      <p className="campaign-chips">
        <ResultChip part={part} entry={entry} />
        <NowChip now={campaignNow(campaign, undefined, now)} />
      </p>
      <h2>
        <Link to={`/campaigns/${campaign.id}`} className="campaign-card-link">
          {say(campaign.names)}
          <ChevronRight size={20} aria-hidden="true" />
        </Link>
      </h2>
      <p>{say(part.next)}</p>
      <dl className="campaign-card-facts">
        <div>
          <dt>{m.campaign_your_number()}</dt>
          <dd>{countText(entry.number)}</dd>
        </div>
        <div>
          <dt>{m.campaign_registered_at()}</dt>
          <dd>{exactText(entry.at)}</dd>
        </div>
      </dl>
    </li>
  );
}

function ResultChip({ part, entry }: { part: OwnPart; entry: NonNullable<OwnPart["entry"]> }) {
  if (entry.withdrawnAt) return <Chip>{m.campaign_withdrawn()}</Chip>;
  const { result } = part;
  switch (result?.state) {
    case "won":
      return (
        <Chip tone="gold">
          <Gift size={14} aria-hidden="true" />
          {m.campaign_won()}
        </Chip>
      );
    case "confirmed":
      return (
        <Chip tone="jade">
          <Gift size={14} aria-hidden="true" />
          {m.campaign_confirmed()}
        </Chip>
      );
    case "returned":
      return <Chip>{m.campaign_returned()}</Chip>;
    case "not-won":
      return <Chip>{m.campaign_not_won()}</Chip>;
    case "excluded":
      return <Chip tone="cinnabar">{m.campaign_excluded()}</Chip>;
    case "not-drawn":
      return (
        <Chip tone="sky">
          <AlarmClock size={14} aria-hidden="true" />
          {m.campaign_waiting_for_draw()}
        </Chip>
      );
    default:
      return (
        <Chip tone="jade">
          <Ticket size={14} aria-hidden="true" />
          {m.campaign_is_registered()}
        </Chip>
      );
  }
}
