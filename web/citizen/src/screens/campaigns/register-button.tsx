import { DoorOpen, RotateCcw, Ticket } from "lucide-react";
import { useEffect, useRef } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { SignInInvitation } from "../../account/account-page.tsx";
import { Done } from "../../account/done.tsx";
import type { Campaign } from "../../campaigns/campaigns.ts";
import type { Standing } from "../../campaigns/register.ts";
import { serverNow } from "../../campaigns/server-time.ts";
import { useRegistration } from "../../campaigns/use-registration.ts";
import { countText, whenText } from "../../campaigns/words.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { ChallengeBox } from "./challenge-box.tsx";
import { nameOf } from "./own-children.ts";
import type { PartProps } from "./take-part.tsx";
import { WaitingRoom } from "./waiting-room.tsx";
import "../../campaigns/campaigns.css";
import "./register-button.css";

/** One tap; everything else comes by itself and is said as it comes. */
export function Register({ campaign, me, child }: Omit<PartProps, "state">) {
  const { standing, start, challenge } = useRegistration(campaign, child ?? me);
  const box = useRef<HTMLDivElement>(null);
  const tapped = useRef(false);
  const began = standing !== undefined;
  useEffect(() => {
    // The button is gone once it was pressed: whoever had the focus on it goes on here.
    if (began && tapped.current) box.current?.focus({ preventScroll: true });
  }, [began]);
  const begin = () => {
    tapped.current = true;
    start();
  };
  if (!standing) {
    const early = serverNow() < Date.parse(campaign.opensAt);
    return (
      <div className="campaign-check">
        <Button large wide onClick={begin}>
          {early ? <DoorOpen size={20} aria-hidden="true" /> : <Ticket size={20} aria-hidden="true" />}
          {child ? (early ? m.campaign_enter_room_child : m.campaign_register_child)({ name: nameOf(child) }) : early ? m.campaign_enter_room() : m.campaign_register()}
        </Button>
        {child ? <p className="account-small">{m.campaign_register_child_note()}</p> : null}
        <p className="account-small">{early ? m.campaign_enter_room_note() : campaign.manner === "draw" ? m.campaign_register_note_draw() : m.campaign_register_note_turn()}</p>
        {!early && campaign.records.length > 0 ? <p className="account-small">{m.campaign_check_note({ records: campaign.records.map(({ names }) => say(names)).join(m.list_separator()) })}</p> : null}
      </div>
    );
  }
  return (
    <div ref={box} tabIndex={-1} className="campaign-progress">
      <Progress campaign={campaign} standing={standing} />
      {standing.at === "solving" ? <ChallengeBox campaign={campaign} challenge={challenge} /> : null}
      {standing.at === "stopped" ? <Stopped campaign={campaign} child={child} standing={standing} onAgain={begin} /> : null}
    </div>
  );
}

function Progress({ campaign, standing }: { campaign: Campaign; standing: Standing }) {
  switch (standing.at) {
    case "checking":
      return <Busy text={m.campaign_checking()} />;
    case "sending":
      return <Busy text={m.campaign_sending()} more={standing.again > 0 ? m.campaign_sending_again({ count: standing.again }) : undefined} />;
    case "waiting":
      return <WaitingRoom campaign={campaign} place={standing.place} trouble={standing.trouble} />;
    case "resting":
      return <WaitingRoom campaign={campaign} place={standing.place} trouble={false} paused />;
    case "registered":
      return (
        <Done title={m.campaign_registered()}>
          <p>{m.campaign_registered_number({ number: countText(standing.entry.number) })}</p>
        </Done>
      );
    default:
      return null;
  }
}

function Busy({ text, more }: { text: string; more?: string }) {
  return (
    <div className="campaign-busy" role="status">
      <svg className="campaign-spin" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
        <circle cx="14" cy="14" r="11" className="campaign-spin-ground" />
        <path d="M14 3a11 11 0 0 1 11 11" className="campaign-spin-arc" />
      </svg>
      <div>
        <p>{text}</p>
        {more ? <p className="account-small">{more}</p> : null}
      </div>
    </div>
  );
}

function Stopped({ campaign, child, standing, onAgain }: Pick<PartProps, "campaign" | "child"> & { standing: Extract<Standing, { at: "stopped" }>; onAgain(): void }) {
  const { why, refusal } = standing;
  if (why === "sign-in-needed") return <SignInInvitation text={m.campaign_sign_in_again()} />;
  const words = {
    "sold-out": m.campaign_sold_out_text,
    closed: () => (campaign.draw ? m.campaign_closed_draw({ when: whenText(campaign.draw.at, serverNow()) }) : m.campaign_closed_text()),
    ended: m.campaign_ended_text,
    "not-eligible": () => (child ? m.campaign_not_eligible_child({ name: nameOf(child) }) : m.campaign_not_eligible()),
    "level-needed": m.campaign_level_two,
    refused: m.campaign_refused,
  }[why]();
  return (
    <>
      <Notice kind={why === "refused" || why === "ended" ? "danger" : "warning"} live>
        <p>
          <strong>{words}</strong>
        </p>
        {refusal ? <p>{say(refusal)}</p> : null}
        {why === "not-eligible" ? <p>{m.campaign_not_eligible_help()}</p> : null}
      </Notice>
      {why === "refused" || why === "not-eligible" ? (
        <Button variant="secondary" onClick={onAgain}>
          <RotateCcw size={18} aria-hidden="true" />
          {m.try_again()}
        </Button>
      ) : null}
    </>
  );
}
