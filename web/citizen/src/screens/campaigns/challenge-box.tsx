import { MessageSquareText, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { askPersonal } from "../../account/api.ts";
import { SendAgain, useCountdown } from "../../account/code-step.tsx";
import { useTask } from "../../account/use-task.ts";
import type { Campaign } from "../../campaigns/campaigns.ts";
import type { useChallenge } from "../../campaigns/use-challenge.ts";
import { spokenLocale } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import "../../campaigns/campaigns.css";
import "./challenge-box.css";

/** Under attack the device has to work a little; a code by message does as well, for whoever cannot or will not wait. */
export function ChallengeBox({ campaign, challenge }: { campaign: Campaign; challenge: ReturnType<typeof useChallenge> }) {
  const [code, setCode] = useState("");
  const [wait, startWaiting] = useCountdown();
  const { busy, failure, run } = useTask();
  const sendCode = () =>
    run(async () => {
      const { resendInSeconds } = await askPersonal("post", "/api/v1/me/confirmation/codes", { body: { locale: spokenLocale() } });
      startWaiting(resendInSeconds);
      challenge.showCode();
    });
  return (
    <div className="challenge">
      <p className="challenge-title" role="status">
        <ShieldCheck size={22} aria-hidden="true" />
        {m.campaign_challenge()}
      </p>
      <p className="account-small">{m.campaign_challenge_text()}</p>
      {failure ? (
        <Notice kind="warning" live>
          {failure}
        </Notice>
      ) : null}
      {challenge.view === "code" ? (
        <>
          <CodeField id={`challenge-${campaign.id}`} label={m.campaign_challenge_code()} hint={m.campaign_challenge_code_hint()} value={code} onChange={setCode} onComplete={challenge.giveCode} />
          <SendAgain seconds={wait} busy={busy} onSend={() => void sendCode()} />
        </>
      ) : (
        <Button variant="secondary" disabled={busy} onClick={() => void sendCode()}>
          <MessageSquareText size={18} aria-hidden="true" />
          {m.campaign_challenge_by_code()}
        </Button>
      )}
    </div>
  );
}
