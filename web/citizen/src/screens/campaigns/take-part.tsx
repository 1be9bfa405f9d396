import { BadgeCheck, IdCard, Info } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Skeleton } from "@citizen-cloud/ui/components/skeleton.tsx";
import { Acts, SignInInvitation } from "../../account/account-page.tsx";
import { type Me, useMe } from "../../account/me.ts";
import { type Campaign, ownPartQuery } from "../../campaigns/campaigns.ts";
import { Countdown } from "../../campaigns/countdown-view.tsx";
import { askOwnEntry, type Snapshot } from "../../campaigns/lane.ts";
import { serverNow, useServerTime } from "../../campaigns/server-time.ts";
import type { CampaignNow } from "../../campaigns/standing.ts";
import { clockText, countText, roughText, whenText } from "../../campaigns/words.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker, useHref, usePlace } from "../../routing/place.tsx";
import { ForWhom } from "./children.tsx";
import { Eligible } from "./eligible.tsx";
import { type Child, nameOf } from "./own-children.ts";
import { OwnEntry } from "./own-entry.tsx";
import { Register } from "./register-button.tsx";
import "../../campaigns/campaigns.css";
import "./take-part.css";

/** A wait of days is no reason to sit in a waiting room. */
const WAITING_ROOM_OPENS_MS = 60 * 60_000;

interface TakePartProps {
  campaign: Campaign;
  snapshot: Snapshot | undefined;
  state: CampaignNow;
}

/** What one does here, or why one cannot now. */
export function TakePart({ campaign, snapshot, state }: TakePartProps) {
  const { presence, me } = useMe();
  const time = useServerTime();
  return (
    <Card as="section" padded className="campaign-act" aria-labelledby="take-part">
      <h2 id="take-part">{m.campaign_take_part()}</h2>
      <HowItStands campaign={campaign} snapshot={snapshot} state={state} />
      {time.off !== undefined && Math.abs(time.off) > 5_000 && state === "announced" ? (
        <p className="account-small">{m.campaign_clock_off({ by: roughText(Math.abs(time.off)) })}</p>
      ) : null}
      {presence === "out" ? <SignInInvitation text={state === "announced" || state === "open" ? m.campaign_sign_in() : m.campaign_sign_in_later()} /> : null}
      {me ? (
        <Acts>
          <SureEnough me={me} level={campaign.level}>
            <ForWhom campaign={campaign}>{(child) => <Own campaign={campaign} state={state} me={me} child={child} />}</ForWhom>
          </SureEnough>
        </Acts>
      ) : null}
      {presence !== "out" && !me ? <Waiting /> : null}
    </Card>
  );
}

function Waiting() {
  return (
    <div aria-busy="true">
      <p className="visually-hidden" role="status">
        {m.loading()}
      </p>
      <Skeleton shape="card" />
    </div>
  );
}

/** The state in one sentence, with the clock where one waits for something. */
function HowItStands({ campaign, snapshot, state }: TakePartProps) {
  const { opensAt, closesAt, reason, draw, confirmBy } = campaign;
  const now = useNow().getTime();
  const why = reason ? <p>{say(reason)}</p> : null;
  switch (state) {
    case "announced":
      return (
        <>
          <Countdown to={Date.parse(opensAt)} label={m.campaign_until_open()} over={m.campaign_is_open()} />
          <p className="account-small">{m.campaign_opens_text({ when: whenText(opensAt, now) })}</p>
        </>
      );
    case "open":
      return (
        <>
          <p className="campaign-state-line">{m.campaign_open_until({ when: whenText(closesAt, now) })}</p>
          {snapshot?.remaining === undefined ? null : <p className="account-small">{m.campaign_remaining({ count: countText(snapshot.remaining) })}</p>}
        </>
      );
    case "paused":
      return (
        <Notice kind="warning">
          <p>{m.campaign_paused_text()}</p>
          {why}
        </Notice>
      );
    case "sold-out":
      return <Notice>{m.campaign_sold_out_text()}</Notice>;
    case "closed":
      return <Notice kind="calm">{draw ? m.campaign_closed_draw({ when: whenText(draw.at, now) }) : m.campaign_closed_text()}</Notice>;
    case "drawn":
    case "confirming":
      return <Notice kind="calm">{confirmBy && state === "confirming" ? m.campaign_drawn_confirm({ when: whenText(confirmBy, now) }) : m.campaign_drawn_text()}</Notice>;
    case "finished":
      return <Notice>{m.campaign_finished_text()}</Notice>;
    default:
      return (
        <Notice kind="danger">
          <p>{m.campaign_ended_text()}</p>
          {why}
        </Notice>
      );
  }
}

/** What only a surer proof of who one is may do. */
function SureEnough({ me, level, children }: { me: Me; level: number; children: ReactNode }) {
  const { path } = usePlace();
  const here = useHref()(path);
  if (me.level >= level) return children;
  const inPerson = level > 2 && me.level === 2;
  return (
    <div className="sign-in-invitation">
      <p>{inPerson ? m.campaign_level_three() : m.campaign_level_two()}</p>
      <Link to={inPerson ? "/me/in-person" : `/me/real-name?next=${encodeURIComponent(here)}`} className={buttonClass({ large: true })}>
        {inPerson ? <IdCard size={20} aria-hidden="true" /> : <BadgeCheck size={20} aria-hidden="true" />}
        {inPerson ? m.campaign_in_person() : m.account_level_up()}
      </Link>
    </div>
  );
}

/** Somebody's part of a campaign. */
export interface PartProps {
  campaign: Campaign;
  state: CampaignNow;
  me: Me;
  /** Whose it is, when not the person's own. */
  child: Child | undefined;
}

function Own({ campaign, state, me, child }: PartProps) {
  const asker = useAsker();
  const { id } = campaign;
  const question = useQuery(ownPartQuery(asker, id, child?.actingFor));
  // When the rest of the app is too busy to say, the lane knows at least whether there is an entry of one's own.
  const fromLane = useQuery({ queryKey: [...ownPartQuery(asker, id).queryKey, "lane"], queryFn: ({ signal }) => askOwnEntry(asker.city, id, signal), enabled: question.isError && !child, retry: 1 });
  if (question.isPending) return <Waiting />;
  const entry = question.data?.entry;
  if (question.data && entry) return <OwnEntry campaign={campaign} part={question.data} entry={entry} state={state} child={child} />;
  if (fromLane.data) {
    return (
      <Notice kind="calm">
        <p>{m.campaign_registered_number({ number: countText(fromLane.data.number) })}</p>
        <p>{m.campaign_details_later()}</p>
      </Notice>
    );
  }
  if (state === "announced") return <Before campaign={campaign} me={me} child={child} />;
  if (state === "open" || state === "paused") return <Register campaign={campaign} me={me} child={child} />;
  return (
    <p className="campaign-not-in">
      <Info size={20} aria-hidden="true" />
      {child ? m.campaign_child_not_in({ name: nameOf(child) }) : m.campaign_not_registered()}
    </p>
  );
}

/** Before the opening: whether one may take part, and within the last hour the waiting room. */
function Before({ campaign, me, child }: Omit<PartProps, "state">) {
  useNow();
  const near = Date.parse(campaign.opensAt) - serverNow() <= WAITING_ROOM_OPENS_MS;
  return (
    <>
      {campaign.needsPass ? <Eligible campaign={campaign} me={me} child={child} /> : null}
      {near ? <Register campaign={campaign} me={me} child={child} /> : <p className="account-small">{(campaign.manner === "draw" ? m.campaign_waiting_room_draw : m.campaign_waiting_room_from)({ when: whenText(Date.parse(campaign.opensAt) - WAITING_ROOM_OPENS_MS, serverNow()), time: clockText(campaign.opensAt) })}</p>}
    </>
  );
}
