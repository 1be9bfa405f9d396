import { Fingerprint, KeyRound, MessageSquareText, TimerReset } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { Sheet } from "@citizen-cloud/ui/components/sheet.tsx";
import { askPersonal, type Body } from "./api.ts";
import { SendAgain, useCountdown } from "./code-step.tsx";
import { AccountForm } from "./account-form.tsx";
import { methodsQuery } from "./methods.ts";
import { isDeclined, passkeysWork, showPasskey } from "./passkey.ts";
import { PasswordField } from "./password-field.tsx";
import { RowButton, Rows } from "./rows.tsx";
import { useForm } from "./use-form.ts";
import { useTask } from "./use-task.ts";
import { spokenLocale } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";

type Proof = Body<"post", "/api/v1/me/confirmation">;
type Way = "choose" | "code" | "password" | "totp";

/** Asks once more who is there, before something that opens or closes doors; then what was wanted goes on by itself. */
export default function ConfirmationSheet({ onDone }: { onDone(confirmed: boolean): void }) {
  const { data: methods } = useQuery(methodsQuery);
  const [way, setWay] = useState<Way>("choose");
  const [wait, startWaiting] = useCountdown();
  const task = useTask();
  const confirm = async (proof: Proof) => {
    await askPersonal("post", "/api/v1/me/confirmation", { body: proof });
    onDone(true);
  };
  const sendCode = () =>
    task.run(async () => {
      const { resendInSeconds } = await askPersonal("post", "/api/v1/me/confirmation/codes", { body: { locale: spokenLocale() } });
      startWaiting(resendInSeconds);
      setWay("code");
    });
  const byPasskey = () =>
    task.run(async () => {
      try {
        const { id, options } = await askPersonal("post", "/api/v1/me/confirmation/passkey-options", {});
        await confirm({ means: "passkey", id, response: (await showPasskey(options)) as never });
      } catch (error) {
        if (!isDeclined(error)) throw error;
      }
    });
  return (
    <Sheet open onOpenChange={(open) => open || onDone(false)} title={m.account_confirm()} closeLabel={m.close()}>
      <div className="account-form">
        <p className="account-text">{m.account_confirm_text()}</p>
        {task.failure ? (
          <p className="field-error" role="alert">
            {task.failure}
          </p>
        ) : null}
        {way === "choose" ? (
          <Rows label={m.account_confirm()}>
            {methods && methods.passkeys.total > 0 && passkeysWork() ? <RowButton icon={Fingerprint} title={m.account_passkey_use()} note={m.account_passkey_use_note()} disabled={task.busy} onClick={() => void byPasskey()} /> : null}
            <RowButton icon={MessageSquareText} title={m.account_confirm_by_code()} note={methods?.phone} disabled={task.busy} onClick={() => void sendCode()} />
            {methods?.totp.active ? <RowButton icon={TimerReset} tone="sky" title={m.account_confirm_by_totp()} disabled={task.busy} onClick={() => setWay("totp")} /> : null}
            {methods?.password ? <RowButton icon={KeyRound} tone="gold" title={m.account_confirm_by_password()} disabled={task.busy} onClick={() => setWay("password")} /> : null}
          </Rows>
        ) : null}
        {way === "code" ? (
          <CodeForm label={m.account_code()} hint={m.account_confirm_sent()} onCode={(code) => confirm({ means: "code", code })}>
            <SendAgain seconds={wait} busy={task.busy} onSend={() => void sendCode()} />
          </CodeForm>
        ) : null}
        {way === "totp" ? <CodeForm label={m.account_totp_code()} hint={m.account_totp_code_hint()} onCode={(code) => confirm({ means: "totp", code })} /> : null}
        {way === "password" ? <PasswordForm onPassword={(password) => confirm({ means: "password", password })} /> : null}
        {way === "choose" ? null : (
          <Button variant="quiet" onClick={() => setWay("choose")}>
            {m.account_confirm_other()}
          </Button>
        )}
      </div>
    </Sheet>
  );
}

function CodeForm({ label, hint, onCode, children }: { label: string; hint: string; onCode(code: string): Promise<void>; children?: React.ReactNode }) {
  const form = useForm({ id: "confirmation", initial: { code: "" }, check: ({ code }) => ({ code: code.length === 6 ? undefined : m.account_code_six() }) });
  const redeem = (code: string) => form.submit(() => onCode(code), { code });
  return (
    <AccountForm form={form} brief onSend={() => redeem(form.values.code)}>
      <CodeField {...form.bind("code")} label={label} hint={hint} disabled={form.busy} onComplete={(code) => void redeem(code)} />
      <div className="account-actions">
        <Button type="submit" large disabled={form.busy}>
          {m.account_confirm_do()}
        </Button>
        {children}
      </div>
    </AccountForm>
  );
}

function PasswordForm({ onPassword }: { onPassword(password: string): Promise<void> }) {
  const form = useForm({ id: "confirmation", initial: { password: "" }, check: ({ password }) => ({ password: password === "" ? m.account_password_missing() : undefined }) });
  return (
    <AccountForm form={form} brief onSend={() => form.submit(({ password }) => onPassword(password))}>
      <PasswordField {...form.bind("password")} label={m.account_password()} autoComplete="current-password" />
      <Button type="submit" large disabled={form.busy}>
        {m.account_confirm_do()}
      </Button>
    </AccountForm>
  );
}
