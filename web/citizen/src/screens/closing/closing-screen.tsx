import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Tick } from "@citizen-cloud/ui/components/choice.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { Done } from "../../account/done.tsx";
import { PERSONAL } from "../../account/me.ts";
import { useTask } from "../../account/use-task.ts";
import { dayText } from "../../account/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";

const closingQuery = queryOptions({
  queryKey: [PERSONAL, "closing"],
  queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/closing", {}, signal),
  staleTime: 0,
});

const CONSEQUENCES: Record<string, () => string> = {
  "sign-in-ends": m.account_closing_sign_in,
  "mandates-end": m.account_closing_mandates,
  "companies-need-another": m.account_closing_companies,
  "data-unreadable": m.account_closing_data,
  "duties-remain": m.account_closing_duties,
  "register-anew": m.account_closing_anew,
};

export function Screen() {
  return (
    <AccountPage title={m.account_closing()} intro={m.account_closing_intro()}>
      {() => <Closing />}
    </AccountPage>
  );
}

function Closing() {
  const question = useQuery(closingQuery);
  const queries = useQueryClient();
  const act = useAct();
  const { busy, failure, run } = useTask();
  const [understood, setUnderstood] = useState(false);
  const [kept, setKept] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: [PERSONAL] });
  const close = () =>
    run(async () => {
      await act("post", "/api/v1/me/closing", {});
      await refresh();
    });
  const keep = () =>
    run(async () => {
      await act("delete", "/api/v1/me/closing", {});
      setKept(true);
      setUnderstood(false);
      await refresh();
    });
  return (
    <Loaded question={question}>
      {({ coolingOffDays, consequences, closesAt }) => (
        <div className="account-stack">
          {failure ? (
            <Notice kind="danger" live>
              {failure}
            </Notice>
          ) : null}
          {closesAt ? (
            <Done
              title={m.account_closing_on({ date: dayText(closesAt) })}
              actions={
                <>
                  <Button large disabled={busy} onClick={() => void keep()}>
                    {m.account_closing_stop()}
                  </Button>
                  <Link to="/me/account-data" className={buttonClass({ variant: "secondary", large: true })}>
                    {m.account_export()}
                  </Link>
                </>
              }
            >
              <p>{m.account_closing_until()}</p>
            </Done>
          ) : (
            <>
              {kept ? (
                <Notice kind="calm" live>
                  {m.account_closing_stopped()}
                </Notice>
              ) : null}
              <Section id="consequences" title={m.account_closing_what()}>
                <Card padded>
                  <ul className="account-list">
                    {consequences.map((code) => (
                      <li key={code}>{CONSEQUENCES[code]?.() ?? code}</li>
                    ))}
                  </ul>
                </Card>
              </Section>
              <Notice kind="info">{m.account_closing_cooling({ count: coolingOffDays })}</Notice>
              <p>
                <Link to="/me/account-data" className={buttonClass({ variant: "secondary" })}>
                  {m.account_closing_export_first()}
                </Link>
              </p>
              <Tick checked={understood} onChange={setUnderstood}>
                {m.account_closing_understood()}
              </Tick>
              <Button variant="danger" large disabled={!understood || busy} aria-busy={busy} onClick={() => void close()}>
                {m.account_closing_do()}
              </Button>
            </>
          )}
        </div>
      )}
    </Loaded>
  );
}
