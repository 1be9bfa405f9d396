import { Info, Ticket } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Choices } from "@citizen-cloud/ui/components/choice.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useAct } from "../../account/account-page.tsx";
import { dayText } from "../../account/words.ts";
import { useTask } from "../../account/use-task.ts";
import { m } from "../../paraglide/messages.js";
import { ApiProblem } from "../../api/problem.ts";
import type { Text } from "../../api/catalogue.ts";
import { type Campaign, OWN_PARTS, ownPartQuery } from "../../campaigns/campaigns.ts";
import { campaignProblemText } from "../../campaigns/problem-words.ts";
import type { CampaignNow } from "../../campaigns/standing.ts";
import { say } from "../../i18n/locale.ts";
import { useAsker, usePlace } from "../../routing/place.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { type Child, childOf, nameOf, useChildren } from "./own-children.ts";
import { OwnEntry } from "./own-entry.tsx";

const SELF = "self";

interface ForWhomProps {
  campaign: Campaign;
  state: CampaignNow;
  /** One's own part. */
  children: ReactNode;
}

/** In a draw parents take part for their children too; by turn everybody stands in the line themselves. */
export function ForWhom({ campaign, state, children }: ForWhomProps) {
  const { children: offered, pending } = useChildren();
  const asked = usePlace().search.get("child");
  const [chosen, choose] = useState(asked === null ? SELF : childOf(asked));
  if (pending && chosen !== SELF) return <p role="status">{m.loading()}</p>;
  const child = offered.find(({ actingFor }) => actingFor === chosen);
  return (
    <>
      {offered.length === 0 ? null : (
        <Choices
          legend={m.campaign_for_whom()}
          name="campaign-for-whom"
          value={child ? chosen : SELF}
          options={[{ value: SELF, label: m.campaign_for_self() }, ...offered.map((each) => ({ value: each.actingFor, label: nameOf(each), note: each.birthDate === undefined ? undefined : m.account_born({ date: dayText(each.birthDate) }) }))]}
          onChoose={choose}
        />
      )}
      {child ? <ChildsPart key={child.actingFor} campaign={campaign} state={state} child={child} /> : children}
    </>
  );
}

function ChildsPart({ campaign, state, child }: Omit<ForWhomProps, "children"> & { child: Child }) {
  const question = useQuery(ownPartQuery(useAsker(), campaign.id, child.actingFor));
  return (
    <Loaded question={question}>
      {(part) => {
        if (part.entry) return <OwnEntry campaign={campaign} part={part} entry={part.entry} state={state} child={child} />;
        if (state === "open") return <RegisterChild campaign={campaign} child={child} />;
        return (
          <p className="campaign-not-in">
            <Info size={20} aria-hidden="true" />
            {state === "announced" || state === "paused" ? m.campaign_child_later({ name: nameOf(child) }) : m.campaign_child_not_in({ name: nameOf(child) })}
          </p>
        );
      }}
    </Loaded>
  );
}

function RegisterChild({ campaign, child }: { campaign: Campaign; child: Child }) {
  const asker = useAsker();
  const queries = useQueryClient();
  const act = useAct();
  const { busy, failure, run } = useTask(refusalText);
  const register = () =>
    run(async () => {
      await act("post", "/api/v1/me/campaigns/{city}/{slug}/entry", { path: { city: asker.city, slug: campaign.id }, actingFor: child.actingFor });
      await queries.invalidateQueries({ queryKey: OWN_PARTS });
    });
  return (
    <div className="campaign-check">
      {failure ? (
        <Notice kind="warning" live>
          {failure}
        </Notice>
      ) : null}
      <Button large wide disabled={busy} aria-busy={busy} onClick={() => void register()}>
        <Ticket size={20} aria-hidden="true" />
        {busy ? m.account_one_moment() : m.campaign_register_child({ name: nameOf(child) })}
      </Button>
      <p className="account-small">{m.campaign_register_child_note()}</p>
    </div>
  );
}

/** In the campaign's own words, where it is one of its conditions. */
function refusalText(error: unknown): string {
  const refusal = error instanceof ApiProblem && error.code === "not-eligible" ? (error.members.refusal as Text | undefined) : undefined;
  return refusal ? say(refusal) : campaignProblemText(error);
}
