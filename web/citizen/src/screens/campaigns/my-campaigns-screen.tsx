import { AlarmClock, ChevronRight, DoorOpen, Gift, Ticket } from "lucide-react";
import { useQueries, useQuery } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import "@citizen-cloud/ui/components/card.css";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { AccountPage } from "../../account/account-page.tsx";
import type { Me } from "../../account/me.ts";
import { NowChip } from "../../campaigns/campaign-chips.tsx";
import { type CampaignSummary, campaignsQuery, type OwnPart, ownPartsQuery } from "../../campaigns/campaigns.ts";
import { campaignNow } from "../../campaigns/standing.ts";
import { countText, exactText } from "../../campaigns/words.ts";
import { Loaded, LoadFailed } from "../../components/loaded.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import { type Child, nameOf, useChildren } from "./own-children.ts";
import "../../campaigns/campaigns.css";
import "./my-campaigns-screen.css";

export function Screen() {
  return (
    <AccountPage title={m.campaign_mine()} intro={m.campaign_mine_intro()}>
      {(me) => <Mine me={me} />}
    </AccountPage>
  );
}

function Mine({ me }: { me: Me }) {
  const question = useQuery(campaignsQuery(useAsker()));
  const { children, pending } = useChildren({ enabled: me.level >= 2 });
  if (pending) return <p role="status">{m.loading()}</p>;
  return <Loaded question={question}>{({ items }) => <Parts campaigns={items} offspring={children} />}</Loaded>;
}

/** One's own, and the children's by name. */
function Parts({ campaigns, offspring }: { campaigns: readonly CampaignSummary[]; offspring: readonly Child[] }) {
  const asker = useAsker();
  const whose = [undefined, ...offspring];
  const questions = useQueries({ queries: whose.map((child) => ownPartsQuery(asker, child?.actingFor)) });
  const found = questions.flatMap(({ data }, index) =>
    (data?.items ?? []).flatMap((part) => {
      const campaign = campaigns.find(({ id }) => id === part.campaign);
      return campaign && part.entry ? [{ campaign, part, entry: part.entry, child: whose[index] }] : [];
    }),
  );
  const pending = questions.some(({ isPending }) => isPending);
  const failed = questions.filter(({ isError }) => isError);
  return (
    <div className="account-stack" aria-busy={pending}>
      {failed.length > 0 ? <LoadFailed retry={() => void Promise.all(failed.map(({ refetch }) => refetch()))} /> : null}
      {found.length > 0 ? (
        <ul className="my-campaigns">
          {found.map(({ campaign, part, entry, child }) => (
            <Mark key={`${campaign.id} ${child?.person ?? ""}`} campaign={campaign} part={part} entry={entry} child={child} />
          ))}
        </ul>
      ) : pending ? (
        <p role="status">{m.loading()}</p>
      ) : failed.length > 0 ? null : (
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

function Mark({ campaign, part, entry, child }: { campaign: CampaignSummary; part: OwnPart; entry: NonNullable<OwnPart["entry"]>; child: Child | undefined }) {
  const now = useNow().getTime();
  return (
    <li className="card campaign-card">
      <p className="campaign-chips">
        <ResultChip part={part} entry={entry} />
        <NowChip now={campaignNow(campaign, undefined, now)} />
      </p>
      <h2>
        <Link to={`/campaigns/${campaign.id}${child ? `?child=${child.person}` : ""}`} className="campaign-card-link">
          {child ? m.campaign_of_child({ campaign: say(campaign.names), name: nameOf(child) }) : say(campaign.names)}
          <ChevronRight size={20} aria-hidden="true" />
        </Link>
      </h2>
      <p>{say(part.next)}</p>
      <dl className="campaign-card-facts">
        <div>
          <dt>{child ? m.campaign_number_of({ name: nameOf(child) }) : m.campaign_your_number()}</dt>
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
  if (result?.admittedAt) {
    return (
      <Chip tone="jade">
        <DoorOpen size={14} aria-hidden="true" />
        {m.campaign_used()}
      </Chip>
    );
  }
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
