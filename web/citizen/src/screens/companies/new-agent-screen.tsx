import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { Done } from "../../account/done.tsx";
import { PERSONAL } from "../../account/me.ts";
import { TermsForm } from "../../account/terms-form.tsx";
import { topicsQuery } from "../../api/queries.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useParam } from "../../routing/place.tsx";
import type { ScreenModule } from "../../routing/routes.ts";

const MOST_DAYS = 365;

export const prepare: ScreenModule["prepare"] = (ask, asker) => ask(topicsQuery(asker));

export function Screen() {
  return (
    <AccountPage title={m.account_agent_new()} intro={m.account_agent_intro()}>
      {() => <NewAgent />}
    </AccountPage>
  );
}

function NewAgent() {
  const id = useParam("id");
  const act = useAct();
  const queries = useQueryClient();
  const [done, setDone] = useState<string>();
  if (done !== undefined) {
    return (
      <Done
        title={m.account_mandate_sent({ name: done })}
        actions={
          <Link to={`/me/companies/${id}`} className={buttonClass({ large: true })}>
            {m.account_company_see()}
          </Link>
        }
      >
        <p>{m.account_mandate_sent_text()}</p>
      </Done>
    );
  }
  return (
    <TermsForm
      id="agent"
      path={`/me/companies/${id}/new-agent`}
      withPurpose={false}
      mostDays={MOST_DAYS}
      sendLabel={m.account_agent_send()}
      onSend={async ({ purpose: _none, ...terms }) => {
        await act("post", "/api/v1/me/enterprises/{id}/agents", { path: { id }, body: terms });
        await queries.invalidateQueries({ queryKey: [PERSONAL] });
        setDone(terms.name);
      }}
    />
  );
}
