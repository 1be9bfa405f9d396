import { useQuery } from "@tanstack/react-query";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { AccountPage } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { PERSONAL } from "../../account/me.ts";
import { ceilingText, dayText, useScopeText } from "../../account/words.ts";
import { m } from "../../paraglide/messages.js";
import { useParam } from "../../routing/place.tsx";
import { stateChip } from "./family.tsx";

/** Where the code on a printed mandate leads: whether it still holds. */
export function Screen() {
  return (
    <AccountPage title={m.account_paper_checked()}>
      {(me) => (
        <LevelTwo me={me} why={m.account_family_level()}>
          <Check />
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function Check() {
  const code = useParam("code");
  const scopeText = useScopeText();
  const { data, isPending } = useQuery({ queryKey: [PERSONAL, "paper-check", code], queryFn: ({ signal }) => askPersonal("post", "/api/v1/me/mandate-checks", { body: { code } }, signal), retry: false });
  if (isPending) return <SkeletonScreen label={m.loading()} />;
  if (!data) {
    return (
      <Notice kind="danger" live>
        {m.account_paper_unknown()}
      </Notice>
    );
  }
  const facts: Fact[] = [
    [m.account_mandate_grantor(), data.grantorName],
    [m.account_mandate_holder(), data.holderName],
    [m.account_terms_scope(), scopeText(data.scope)],
    [m.account_terms_ceiling(), ceilingText(data.paymentCeilingFen)],
    [m.account_terms_last_day(), dayText(data.expiresAt)],
  ];
  return (
    <div className="account-form">
      {data.state === "active" ? <Notice kind="calm">{m.account_paper_holds()}</Notice> : <Notice kind="danger">{m.account_paper_holds_not()}</Notice>}
      <Card padded>
        <p className="mandate-state">{stateChip(data.state, "grantor")}</p>
        <FactList facts={facts} />
      </Card>
    </div>
  );
}
