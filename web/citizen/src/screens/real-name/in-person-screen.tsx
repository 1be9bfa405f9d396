import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import type { Answer } from "../../account/api.ts";
import { useTask } from "../../account/use-task.ts";
import { momentText } from "../../account/words.ts";
import { m } from "../../paraglide/messages.js";

type Code = Answer<"get", "/api/v1/me/in-person-code">;

/** Digits for the clerk who sees one's card: the way to the surest level, and for whoever can use no other. */
export function Screen() {
  return (
    <AccountPage title={m.account_in_person()} intro={m.account_in_person_intro()}>
      {() => <InPerson />}
    </AccountPage>
  );
}

function InPerson() {
  const act = useAct();
  const { busy, failure, run } = useTask();
  const [code, setCode] = useState<Code>();
  return (
    <div className="account-form account-narrow">
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      {code ? (
        <div className="qr-box" role="status">
          <p className="in-person-code">{code.code.replace(/(.{4})(?=.)/g, "$1 ")}</p>
          <p className="account-small">{m.account_in_person_until({ when: momentText(code.expiresAt) })}</p>
        </div>
      ) : (
        <Button large wide disabled={busy} onClick={() => void run(async () => setCode(await act("get", "/api/v1/me/in-person-code", {})))}>
          {m.account_in_person_show()}
        </Button>
      )}
    </div>
  );
}
