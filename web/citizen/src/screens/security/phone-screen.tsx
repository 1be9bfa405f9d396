import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { SendAgain, useCountdown } from "../../account/code-step.tsx";
import { Done } from "../../account/done.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { PERSONAL } from "../../account/me.ts";
import { useForm } from "../../account/use-form.ts";
import { useTask } from "../../account/use-task.ts";
import { spokenLocale } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";

export function Screen() {
  return (
    <AccountPage title={m.account_phone_change()} intro={m.account_phone_change_intro()}>
      {(me) => <ChangePhone known={me.phone} />}
    </AccountPage>
  );
}

function ChangePhone({ known }: { known: string }) {
  const act = useAct();
  const queries = useQueryClient();
  const [sentTo, setSentTo] = useState<string>();
  const [done, setDone] = useState(false);
  const [wait, startWaiting] = useCountdown();
  const again = useTask();
  const form = useForm({
    id: "phone",
    initial: { phone: "", code: "" },
    check: ({ phone, code }) => (sentTo === undefined ? { phone: phone.trim() === "" ? m.account_problem_phone() : undefined } : { code: code.length === 6 ? undefined : m.account_code_six() }),
  });
  const send = async (phone: string) => {
    const { resendInSeconds } = await act("post", "/api/v1/me/phone/codes", { body: { phone, locale: spokenLocale() } });
    startWaiting(resendInSeconds);
    setSentTo(phone);
  };
  const redeem = (code: string) =>
    form.submit(async ({ phone }) => {
      await act("put", "/api/v1/me/phone", { body: { phone, code } });
      await queries.invalidateQueries({ queryKey: [PERSONAL] });
      setDone(true);
    }, { ...form.values, code });
  if (done) {
    return (
      <Done
        title={m.account_phone_changed()}
        actions={
          <Link to="/me/security" className={buttonClass({ large: true })}>
            {m.account_security()}
          </Link>
        }
      >
        <p>{m.account_phone_changed_text()}</p>
      </Done>
    );
  }
  return (
    <AccountForm
      form={form}
      narrow
      onSend={() => {
        if (sentTo === undefined) void form.submit(({ phone }) => send(phone));
        else void redeem(form.values.code);
      }}
    >
      {sentTo === undefined ? (
        <>
          <p>{m.account_phone_now({ phone: known })}</p>
          <TextField {...form.bind("phone")} label={m.account_phone_new()} hint={m.account_phone_hint()} type="tel" inputMode="tel" autoComplete="tel-national" className="text-input-long" maxLength={20} required />
        </>
      ) : (
        <>
          <p role="status">{m.account_code_sent({ phone: sentTo })}</p>
          <CodeField {...form.bind("code")} label={m.account_code()} disabled={form.busy} onComplete={(code) => void redeem(code)} />
          {again.failure ? (
            <p className="field-error" role="alert">
              {again.failure}
            </p>
          ) : null}
          <div className="account-actions">
            <SendAgain seconds={wait} busy={again.busy} onSend={() => void again.run(() => send(sentTo))} />
            <Button variant="quiet" onClick={() => setSentTo(undefined)}>
              {m.account_other_number()}
            </Button>
          </div>
        </>
      )}
      <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
        {sentTo === undefined ? m.account_get_code() : m.account_phone_change()}
      </Button>
    </AccountForm>
  );
}
