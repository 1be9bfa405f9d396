import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { Done } from "../../account/done.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { PERSONAL } from "../../account/me.ts";
import { TermsForm } from "../../account/terms-form.tsx";
import { topicsQuery } from "../../api/queries.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import type { ScreenModule } from "../../routing/routes.ts";

/** Civil Code, article 165: a mandate has a term. The API takes three years at most. */
const MOST_DAYS = 1_095;

export const prepare: ScreenModule["prepare"] = (ask, asker) => ask(topicsQuery(asker));

export function Screen() {
  return (
    <AccountPage title={m.account_mandate_new()} intro={m.account_mandate_intro()}>
      {(me) => (
        <LevelTwo me={me} why={m.account_family_level()}>
          <NewMandate />
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function NewMandate() {
  const act = useAct();
  const queries = useQueryClient();
  const [done, setDone] = useState<{ id: string; name: string }>();
  if (done) {
    return (
      <Done
        title={m.account_mandate_sent({ name: done.name })}
        actions={
          <>
            <Link to={`/me/family/mandates/${done.id}`} className={buttonClass({ large: true })}>
              {m.account_mandate_see()}
            </Link>
            <Link to="/me/family" className={buttonClass({ variant: "secondary", large: true })}>
              {m.account_family()}
            </Link>
          </>
        }
      >
        <p>{m.account_mandate_sent_text()}</p>
      </Done>
    );
  }
  return (
    <TermsForm
      id="mandate"
      path="/me/family/new-mandate"
      withPurpose
      mostDays={MOST_DAYS}
      sendLabel={m.account_mandate_send()}
      onSend={async (terms) => {
        const { id } = await act("post", "/api/v1/me/mandates", { body: terms });
        await queries.invalidateQueries({ queryKey: [PERSONAL] });
        setDone({ id, name: terms.name });
      }}
    />
  );
}
