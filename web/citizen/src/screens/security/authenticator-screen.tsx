import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import type { Answer } from "../../account/api.ts";
import { Done } from "../../account/done.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { methodsQuery } from "../../account/methods.ts";
import { QrCode } from "../../account/qr-code.tsx";
import { useForm } from "../../account/use-form.ts";
import { useTask } from "../../account/use-task.ts";
import { dayText } from "../../account/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";

type Offer = Answer<"post", "/api/v1/me/totp">;

export function Screen() {
  return (
    <AccountPage title={m.account_totp()} intro={m.account_totp_intro()}>
      {() => <Authenticator />}
    </AccountPage>
  );
}

function Authenticator() {
  const question = useQuery(methodsQuery);
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask();
  const [offer, setOffer] = useState<Offer>();
  const [done, setDone] = useState<"added" | "removed">();
  if (done) {
    return (
      <Done
        title={done === "added" ? m.account_totp_added() : m.account_totp_removed()}
        actions={
          <Link to="/me/security" className={buttonClass({ large: true })}>
            {m.account_security()}
          </Link>
        }
      />
    );
  }
  if (offer) {
    return (
      <NewSecret
        offer={offer}
        onDone={async () => {
          await queries.invalidateQueries(methodsQuery);
          setDone("added");
        }}
      />
    );
  }
  return (
    <Loaded question={question}>
      {({ totp }) => (
        <div className="account-form account-narrow">
          {failure ? (
            <Notice kind="danger" live>
              {failure}
            </Notice>
          ) : null}
          {totp.active && totp.since ? <Notice kind="calm">{m.account_totp_since({ date: dayText(totp.since) })}</Notice> : null}
          <Button large disabled={busy} onClick={() => void run(async () => setOffer(await act("post", "/api/v1/me/totp", {})))}>
            {totp.active ? m.account_totp_another() : m.account_totp_add()}
          </Button>
          {totp.active ? (
            <Button
              variant="quiet"
              className="quiet-danger"
              disabled={busy}
              onClick={() =>
                void run(async () => {
                  await act("delete", "/api/v1/me/totp", {});
                  await queries.invalidateQueries(methodsQuery);
                  setDone("removed");
                })
              }
            >
              {m.account_totp_remove()}
            </Button>
          ) : null}
        </div>
      )}
    </Loaded>
  );
}

function NewSecret({ offer, onDone }: { offer: Offer; onDone(): Promise<void> }) {
  const act = useAct();
  const form = useForm({ id: "totp", initial: { code: "" }, check: ({ code }) => ({ code: code.length === 6 ? undefined : m.account_totp_code_hint() }) });
  const submit = (code: string) =>
    form.submit(async () => {
      await act("post", "/api/v1/me/totp/confirmation", { body: { code } });
      await onDone();
    }, { code });
  return (
    <AccountForm form={form} narrow onSend={() => submit(form.values.code)}>
      <div className="qr-box">
        <p>{m.account_totp_scan()}</p>
        <QrCode text={offer.uri} label={m.account_totp_picture()} />
        <p className="account-small">{m.account_totp_by_hand()}</p>
        <p className="secret-text">{offer.secret.replace(/(.{4})(?=.)/g, "$1 ")}</p>
      </div>
      <CodeField {...form.bind("code")} label={m.account_totp_code()} hint={m.account_totp_code_hint()} disabled={form.busy} onComplete={(code) => void submit(code)} />
      <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
        {m.account_totp_use()}
      </Button>
    </AccountForm>
  );
}
