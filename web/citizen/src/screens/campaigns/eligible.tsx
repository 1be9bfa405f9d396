import { CircleCheck, CircleX, UserCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useTask } from "../../account/use-task.ts";
import type { Text } from "../../api/catalogue.ts";
import { campaignProblemText } from "../../campaigns/problem-words.ts";
import { checkEligibility, usePassOf } from "../../campaigns/use-registration.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useAsker } from "../../routing/place.tsx";
import { nameOf } from "./own-children.ts";
import type { PartProps } from "./take-part.tsx";

/** Whether one may take part, found out in peace beforehand rather than in the rush. */
export function Eligible({ campaign, me, child }: Omit<PartProps, "state">) {
  const { city, script } = useAsker();
  const kept = usePassOf(campaign, child ?? me);
  const [found, setFound] = useState<{ eligible: boolean; group?: string; refusal?: Text }>();
  const { busy, failure, run } = useTask(campaignProblemText);
  const known = found ?? (kept ? { eligible: true, group: kept.group } : undefined);
  const check = () => run(async () => setFound(await checkEligibility(city, campaign.id, child ?? me, script)));
  if (known?.eligible) {
    const group = campaign.groups.length > 1 ? campaign.groups.find(({ id }) => id === known.group) : undefined;
    return (
      <p className="campaign-eligible tone-jade" role="status">
        <CircleCheck size={22} aria-hidden="true" />
        <span>
          {child ? m.campaign_eligible_child({ name: nameOf(child) }) : m.campaign_eligible()}
          {group ? ` ${m.campaign_your_group({ group: say(group.names) })}` : ""}
        </span>
      </p>
    );
  }
  return (
    <div className="campaign-check">
      {known ? (
        <p className="campaign-eligible tone-cinnabar" role="status">
          <CircleX size={22} aria-hidden="true" />
          <span>
            <strong>{child ? m.campaign_not_eligible_child({ name: nameOf(child) }) : m.campaign_not_eligible()}</strong> {known.refusal ? say(known.refusal) : ""}
          </span>
        </p>
      ) : null}
      {failure ? (
        <Notice kind="warning" live>
          {failure}
        </Notice>
      ) : null}
      <Button variant="secondary" large wide disabled={busy} aria-busy={busy} onClick={() => void check()}>
        <UserCheck size={20} aria-hidden="true" />
        {busy ? m.account_one_moment() : known ? m.campaign_check_again() : child ? m.campaign_check_child({ name: nameOf(child) }) : m.campaign_check()}
      </Button>
      {campaign.records.length > 0 ? <p className="account-small">{m.campaign_check_note({ records: campaign.records.map(({ names }) => say(names)).join(m.list_separator()) })}</p> : null}
      {known ? <p className="account-small">{m.campaign_not_eligible_help()}</p> : null}
    </div>
  );
}
