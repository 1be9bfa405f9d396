import { Baby, Building2, UserRound, Users } from "lucide-react";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { actFor, useActing } from "../device/acting.ts";
import { m } from "../paraglide/messages.js";
import { type Answer, askPersonal } from "./api.ts";
import { PERSONAL } from "./me.ts";
import { Row, Rows } from "./rows.tsx";
import { ceilingText, dayText, useScopeText } from "./words.ts";
import { Loaded } from "../components/loaded.tsx";

type Option = Answer<"get", "/api/v1/me/acting">["items"][number];

const actingQuery = queryOptions({
  queryKey: [PERSONAL, "acting"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/acting", {}, signal),
  staleTime: 10_000,
});

const ICONS = { child: Baby, mandate: Users, enterprise: Building2 } as const;
const TONES = { child: "rose", mandate: "sky", enterprise: "gold" } as const;

/** For whom one acts in this window: oneself, or one of those one may act for. */
export function ActingChoice({ kinds }: { kinds: readonly Option["kind"][] }) {
  const question = useQuery(actingQuery);
  const acting = useActing();
  return (
    <Loaded question={question}>
      {({ items }) => {
        const offered = items.filter(({ kind }) => kinds.includes(kind));
        if (offered.length === 0) return <p className="screen-intro">{m.account_acting_nobody()}</p>;
        return (
          <Rows label={m.account_acting_choose()}>
            <Row icon={UserRound} title={m.account_acting_self()} actions={acting ? <Button variant="secondary" onClick={() => actFor(undefined)}>{m.account_acting_end()}</Button> : <Chip tone="jade">{m.account_acting_now()}</Chip>} />
            {offered.map((option) => (
              <ActingRow key={option.actingFor} option={option} current={acting?.id === option.actingFor} />
            ))}
          </Rows>
        );
      }}
    </Loaded>
  );
}

function ActingRow({ option, current }: { option: Option; current: boolean }) {
  const { actingFor, kind, name, role, scope, paymentCeilingFen, expiresAt } = option;
  const scopeText = useScopeText()(scope);
  const notes = [
    kind === "child" ? m.account_acting_child() : role === "representative" ? m.account_role_representative() : scopeText,
    paymentCeilingFen === undefined ? undefined : ceilingText(paymentCeilingFen),
    expiresAt ? m.account_until({ date: dayText(expiresAt) }) : undefined,
  ];
  const shown = name || m.account_somebody();
  return (
    <Row
      icon={ICONS[kind]}
      tone={TONES[kind]}
      title={shown}
      note={notes.filter(Boolean).join(" · ")}
      actions={
        current ? (
          <Chip tone="gold">{m.account_acting_now()}</Chip>
        ) : (
          <Button variant="secondary" aria-label={m.account_act_for_name({ name: shown })} onClick={() => actFor({ id: actingFor, name: shown })}>
            {m.account_act_for()}
          </Button>
        )
      }
    />
  );
}
