import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { useAct } from "../../account/account-page.tsx";
import { useForgetPerson } from "../../account/me.ts";
import { useTask } from "../../account/use-task.ts";
import { Unfolded } from "../../account/unfolded.tsx";
import { m } from "../../paraglide/messages.js";
import { useNavigator } from "../../routing/navigator.tsx";
import { useHref } from "../../routing/place.tsx";

/** The emergency brake, with what it does told before it is pulled. */
export function NotMe() {
  const act = useAct();
  const forget = useForgetPerson();
  const navigator = useNavigator();
  const href = useHref();
  const { busy, failure, run } = useTask();
  const [asking, setAsking] = useState(false);
  const lock = () =>
    run(async () => {
      await act("post", "/api/v1/me/lock", {});
      forget();
      await navigator.visit(href("/recovery?locked=1"), { replace: true });
    });
  return (
    <Section id="not-me" title={m.account_not_me()}>
      <Card padded>
        <div className="account-form">
          <p>{m.account_not_me_text()}</p>
          <ul className="account-list">
            <li>{m.account_not_me_ends()}</li>
            <li>{m.account_not_me_locks()}</li>
            <li>{m.account_not_me_back()}</li>
          </ul>
          {failure ? (
            <Notice kind="danger" live>
              {failure}
            </Notice>
          ) : null}
          {asking ? (
            <Unfolded label={m.account_not_me()}>
              <p>
                <strong>{m.account_not_me_sure()}</strong>
              </p>
              <div className="account-actions">
                <Button variant="danger" large disabled={busy} onClick={() => void lock()}>
                  {m.account_not_me_yes()}
                </Button>
                <Button variant="secondary" large disabled={busy} onClick={() => setAsking(false)}>
                  {m.account_keep()}
                </Button>
              </div>
            </Unfolded>
          ) : (
            <div>
              <Button variant="secondary" className="quiet-danger" large onClick={() => setAsking(true)}>
                <ShieldAlert size={20} aria-hidden="true" />
                {m.account_not_me_do()}
              </Button>
            </div>
          )}
        </div>
      </Card>
    </Section>
  );
}
