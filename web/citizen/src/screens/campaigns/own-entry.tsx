import { AlarmClock, BadgeCheck, CircleCheck, ClipboardCopy, DoorOpen, Gift, IdCard, OctagonX, SearchCheck, Undo2 } from "lucide-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Disclosure } from "@citizen-cloud/ui/components/disclosure.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useAct } from "../../account/account-page.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { useTask } from "../../account/use-task.ts";
import { type Campaign, OWN_PARTS, type OwnPart, type OwnResult } from "../../campaigns/campaigns.ts";
import { campaignProblemText } from "../../campaigns/problem-words.ts";
import { reasonText } from "../../campaigns/reason-words.ts";
import type { CampaignNow } from "../../campaigns/standing.ts";
import { countText, exactText, groupedCode, whenText, yuanText } from "../../campaigns/words.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useNow } from "../../routing/clock.tsx";
import { Link } from "../../routing/link.tsx";
import { useAsker } from "../../routing/place.tsx";
import { type Child, nameOf } from "./own-children.ts";
import "../../campaigns/campaigns.css";
import "./own-entry.css";

type OwnEntryOf = NonNullable<OwnPart["entry"]>;

interface OwnEntryProps {
  campaign: Campaign;
  part: OwnPart;
  entry: OwnEntryOf;
  state: CampaignNow;
  /** Whose it is, when not the person's own. */
  child: Child | undefined;
}

/** What one has here: the number, then the result, and what to do next while there is anything. */
export function OwnEntry({ campaign, part, entry, state, child }: OwnEntryProps) {
  const { result, next } = part;
  const heading = useId();
  const withdrawn = entry.withdrawnAt !== undefined;
  // By turn, whoever has a number has the thing: there is no result beside it until it is confirmed or given back.
  const byTurn = campaign.manner === "first-come";
  const decided = result && result.state !== "not-drawn" && !(byTurn && result.state === "won") ? result : undefined;
  const used = result?.admittedAt;
  const holds = !withdrawn && (result?.state === "confirmed" || (result?.state === "won" && !result.confirmBy));
  const mayWithdraw = !withdrawn && !used && (state === "open" || state === "paused" || state === "sold-out");
  const mayGiveBack = !withdrawn && !used && state === "confirming" && (result?.state === "won" || result?.state === "confirmed");
  const facts: Fact[] = [
    [child ? m.campaign_number_of({ name: nameOf(child) }) : m.campaign_your_number(), <span key="number" className="own-number">{countText(entry.number)}</span>],
    [m.campaign_registered_at(), exactText(entry.at)],
    [m.campaign_group(), entry.group && campaign.groups.length > 1 ? say(entry.group.names) : undefined],
    [m.campaign_channel(), entry.channel === "app" ? undefined : channelName(campaign, entry.channel)],
  ];
  return (
    <div className="own-entry">
      {used ? <Used at={used} /> : decided ? <Result campaign={campaign} result={decided} child={child} /> : <Registered campaign={campaign} entry={entry} withdrawn={withdrawn} child={child} />}
      {used ? null : (
        <section className="own-next" aria-labelledby={heading}>
          <h3 id={heading}>{m.campaign_next()}</h3>
          <p>{say(next)}</p>
        </section>
      )}
      {campaign.checkedAtDoor && holds && !used ? <AtDoor child={child} /> : null}
      <FactList facts={facts} />
      {entry.commitment ? <Commitment campaign={campaign} commitment={entry.commitment} child={child} /> : null}
      {byTurn && result?.state === "won" && result.confirmBy ? <Confirm campaign={campaign} confirmBy={result.confirmBy} child={child} /> : null}
      {mayWithdraw || mayGiveBack ? <Withdraw campaign={campaign} givesBack={mayGiveBack || byTurn} child={child} /> : null}
    </div>
  );
}

/** What to bring, said where one looks before setting out. */
function AtDoor({ child }: { child: Child | undefined }) {
  const heading = useId();
  return (
    <section className="own-door tone-sky" aria-labelledby={heading}>
      <IdCard size={26} aria-hidden="true" />
      <div>
        <h3 id={heading}>{m.campaign_door_title()}</h3>
        <p>{child ? m.campaign_door_text_of({ name: nameOf(child) }) : m.campaign_door_text()}</p>
      </div>
    </section>
  );
}

function Used({ at }: { at: string }) {
  return (
    <p className="own-state tone-jade">
      <DoorOpen size={28} aria-hidden="true" />
      <span>
        <strong>{m.campaign_used()}</strong>
        <span>{m.campaign_used_at({ when: exactText(at) })}</span>
      </span>
    </p>
  );
}

function channelName(campaign: Campaign, id: string): string {
  const found = campaign.channels.find((channel) => channel.id === id);
  return found ? say(found.names) : id;
}

function Registered({ campaign, entry, withdrawn, child }: { campaign: Campaign; entry: OwnEntryOf; withdrawn: boolean; child: Child | undefined }) {
  const now = useNow().getTime();
  if (withdrawn) {
    return (
      <Notice kind="warning">
        <p>
          <strong>{m.campaign_withdrawn()}</strong>
        </p>
        <p>{m.campaign_withdrawn_text()}</p>
      </Notice>
    );
  }
  return (
    <p className="own-state tone-jade">
      <CircleCheck size={26} aria-hidden="true" />
      <span>
        <strong>{campaign.manner === "draw" ? m.campaign_is_registered() : child ? m.campaign_is_childs({ name: nameOf(child) }) : m.campaign_is_yours()}</strong>
        <span>{campaign.draw ? m.campaign_draw_follows({ when: whenText(campaign.draw.at, now) }) : m.campaign_number_is({ number: countText(entry.number) })}</span>
      </span>
    </p>
  );
}

function Result({ campaign, result, child }: { campaign: Campaign; result: OwnResult; child: Child | undefined }) {
  const { state, tier, amountFen, confirmBy, confirmedAt, reason } = result;
  const what = [tier ? say(tier.names) : "", amountFen === undefined || (tier && say(tier.names).includes(String(amountFen / 100))) ? "" : yuanText(amountFen)].filter(Boolean).join(" · ");
  switch (state) {
    case "won":
      return (
        <>
          <p className="own-state own-won tone-gold">
            <Gift size={28} aria-hidden="true" />
            <span>
              <strong>{m.campaign_won()}</strong>
              <span>{what}</span>
            </span>
          </p>
          {confirmBy ? <Confirm campaign={campaign} confirmBy={confirmBy} child={child} /> : null}
        </>
      );
    case "confirmed":
      return (
        <p className="own-state tone-jade">
          <BadgeCheck size={28} aria-hidden="true" />
          <span>
            <strong>{m.campaign_confirmed()}</strong>
            <span>{[what, confirmedAt ? exactText(confirmedAt) : ""].filter(Boolean).join(" · ")}</span>
          </span>
        </p>
      );
    case "returned":
      return (
        <p className="own-state tone-ink">
          <Undo2 size={26} aria-hidden="true" />
          <span>
            <strong>{m.campaign_returned()}</strong>
            <span>{campaign.unclaimed === "next" ? m.campaign_returned_next() : m.campaign_returned_budget()}</span>
          </span>
        </p>
      );
    case "not-won":
      return (
        <p className="own-state tone-ink">
          <AlarmClock size={26} aria-hidden="true" />
          <span>
            <strong>{m.campaign_not_won()}</strong>
            <span>{m.campaign_not_won_text()}</span>
          </span>
        </p>
      );
    case "excluded":
      return (
        <p className="own-state tone-cinnabar">
          <OctagonX size={26} aria-hidden="true" />
          <span>
            <strong>{m.campaign_excluded()}</strong>
            <span>{m.campaign_excluded_text({ reason: reasonText(reason ?? "") })}</span>
          </span>
        </p>
      );
    default:
      return null;
  }
}

function useChange(slug: string, child: Child | undefined) {
  const asker = useAsker();
  const queries = useQueryClient();
  const act = useAct();
  const { busy, failure, run } = useTask(campaignProblemText);
  const given = { path: { city: asker.city, slug }, ...(child === undefined ? {} : { actingFor: child.actingFor }) };
  const again = () => queries.invalidateQueries({ queryKey: OWN_PARTS });
  return { busy, failure, run, act, given, again };
}

function Confirm({ campaign, confirmBy, child }: { campaign: Campaign; confirmBy: string; child: Child | undefined }) {
  const now = useNow().getTime();
  const { busy, failure, run, act, given, again } = useChange(campaign.id, child);
  const confirm = () =>
    run(async () => {
      await act("post", "/api/v1/me/campaigns/{city}/{slug}/confirmation", given);
      await again();
    });
  return (
    <div className="campaign-check">
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      <Button large wide disabled={busy} aria-busy={busy} onClick={() => void confirm()}>
        <BadgeCheck size={20} aria-hidden="true" />
        {busy ? m.account_one_moment() : m.campaign_confirm()}
      </Button>
      <p className="account-small">{m.campaign_confirm_until({ when: whenText(confirmBy, now) })}</p>
    </div>
  );
}

/** Two taps and no dialog: what it means stands between them. */
function Withdraw({ campaign, givesBack, child }: { campaign: Campaign; givesBack: boolean; child: Child | undefined }) {
  const { busy, failure, run, act, given, again } = useChange(campaign.id, child);
  const [sure, setSure] = useState(false);
  const heading = useId();
  const question = useRef<HTMLHeadingElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    if (sure) question.current?.focus();
    else if (asked.current) opener.current?.focus();
    asked.current = sure;
  }, [sure]);
  const withdraw = () =>
    run(async () => {
      await act("delete", "/api/v1/me/campaigns/{city}/{slug}/entry", given);
      await again();
    });
  if (!sure) {
    return (
      <div>
        <button ref={opener} type="button" className={`${buttonClass({ variant: "quiet" })} quiet-danger`} onClick={() => setSure(true)}>
          <Undo2 size={18} aria-hidden="true" />
          {givesBack ? m.campaign_give_back() : m.campaign_withdraw()}
        </button>
      </div>
    );
  }
  return (
    <section className="own-withdraw" aria-labelledby={heading}>
      <h3 id={heading} ref={question} tabIndex={-1}>
        {givesBack ? m.campaign_give_back_sure() : m.campaign_withdraw_sure()}
      </h3>
      <p>{givesBack ? m.campaign_withdraw_turn() : m.campaign_withdraw_draw()}</p>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      <div className="account-actions">
        <Button variant="danger" disabled={busy} onClick={() => void withdraw()}>
          {givesBack ? m.campaign_give_back() : m.campaign_withdraw_do()}
        </Button>
        <Button variant="secondary" onClick={() => setSure(false)}>
          {givesBack ? m.campaign_give_back_not() : m.campaign_withdraw_keep()}
        </Button>
      </div>
    </section>
  );
}

const SAID_FOR_MS = 4_000;

/** What stands for the person in the public list of a draw. */
function Commitment({ campaign, commitment, child }: { campaign: Campaign; commitment: string; child: Child | undefined }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard?.writeText(commitment).then(() => setCopied(true), () => undefined);
  return (
    <div className="own-commitment">
      <Disclosure summary={child ? m.campaign_commitment_of({ name: nameOf(child) }) : m.campaign_commitment()}>
        <p>{m.campaign_commitment_text()}</p>
        <p className="commitment-code">{groupedCode(commitment)}</p>
        <div className="account-actions">
          <Button variant="secondary" onClick={copy}>
            <ClipboardCopy size={18} aria-hidden="true" />
            {copied ? m.campaign_copied() : m.campaign_copy()}
            <span className="visually-hidden" role="status">
              {copied ? m.campaign_copied() : ""}
            </span>
          </Button>
          <Link to={`/campaigns/${campaign.id}/draw`} className={buttonClass({ variant: "quiet" })}>
            <SearchCheck size={18} aria-hidden="true" />
            {m.campaign_draw_link()}
          </Link>
        </div>
      </Disclosure>
    </div>
  );
}
