import { Baby } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Choices } from "@citizen-cloud/ui/components/choice.tsx";
import { dayText } from "../../account/words.ts";
import type { Campaign } from "../../campaigns/campaigns.ts";
import { isChildWaiting, isWaiting } from "../../campaigns/use-registration.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useAsker, usePlace } from "../../routing/place.tsx";
import { type Child, childOf, nameOf, useChildren } from "./own-children.ts";

const SELF = "self";

interface ForWhomProps {
  campaign: Campaign;
  /** The part of a child, or one's own. */
  children: (child: Child | undefined) => ReactNode;
}

/** Parents take part for their children too; by turn, where a crowd comes at once, the family is asked for only when somebody wants it. Whoever waits goes on waiting while another's part is looked at. */
export function ForWhom({ campaign, children: partOf }: ForWhomProps) {
  const { city } = useAsker();
  const asked = usePlace().search.get("child");
  const [wanted, want] = useState(() => campaign.manner === "draw" || asked !== null || isChildWaiting(city, campaign.id));
  const { children, pending } = useChildren({ enabled: wanted });
  const [chosen, choose] = useState(asked === null ? SELF : childOf(asked));
  const [seen, see] = useState<readonly string[]>([chosen]);
  const question = useRef<HTMLDivElement>(null);
  const none = wanted && !pending && children.length === 0 && campaign.manner !== "draw";
  if (pending && chosen !== SELF) return <p role="status">{m.loading()}</p>;
  const child = children.find(({ actingFor }) => actingFor === chosen);
  const isKept = (each: Child) => each === child || seen.includes(each.actingFor) || isWaiting(city, campaign.id, each);
  return (
    <>
      <div ref={question} tabIndex={-1}>
        {wanted ? null : (
          <Button
            variant="quiet"
            onClick={() => {
              // The button is gone once it was pressed: whoever had the focus on it goes on here.
              question.current?.focus();
              want(true);
            }}
          >
            <Baby size={18} aria-hidden="true" />
            {m.campaign_for_child()}
          </Button>
        )}
        {none ? (
          <p role="status">
            {m.campaign_no_child()} <Link to="/me/family">{m.account_family()}</Link>
          </p>
        ) : null}
        {children.length === 0 ? null : (
          <Choices
            legend={m.campaign_for_whom()}
            name="campaign-for-whom"
            value={child ? chosen : SELF}
            options={[{ value: SELF, label: m.campaign_for_self() }, ...children.map((each) => ({ value: each.actingFor, label: nameOf(each), note: each.birthDate === undefined ? undefined : m.account_born({ date: dayText(each.birthDate) }) }))]}
            onChoose={(value) => {
              choose(value);
              see((before) => [...before, value]);
            }}
          />
        )}
      </div>
      {[undefined, ...children.filter(isKept)].map((each) => (
        <div key={each?.actingFor ?? SELF} className="campaign-check" hidden={each !== child}>
          {partOf(each)}
        </div>
      ))}
    </>
  );
}
