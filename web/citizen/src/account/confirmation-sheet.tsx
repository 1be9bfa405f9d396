import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { Sheet } from "@citizen-cloud/ui/components/sheet.tsx";
import { askPersonal } from "./api.ts";
import { SendAgain, useCountdown } from "./code-step.tsx";
import { FormSummary } from "./form-summary.tsx";
import { useForm } from "./use-form.ts";
import { useTask } from "./use-task.ts";
import { m } from "../paraglide/messages.js";
import "./confirmation-sheet.css";

/** Asks once more who is there, before something that opens or closes doors; then what was wanted goes on by itself. */
export default function ConfirmationSheet({ onDone }: { onDone(confirmed: boolean): void }) {
  return (
    <Sheet open onOpenChange={(open) => open || onDone(false)} title={m.account_confirm()} closeLabel={m.close()}>
      <div className="account-form">
        <p className="account-text">{m.account_confirm_text()}</p>
        <ByCode onDone={() => onDone(true)} />
      </div>
    </Sheet>
  );
}

function ByCode({ onDone }: { onDone(): void }) {
  const [sentTo, setSentTo] = useState<string>();
  const [wait, startWaiting] = useCountdown();
  const sending = useTask();
  const form = useForm({ id: "confirmation", initial: { code: "" }, check: ({ code }) => ({ code: code.length === 6 ? undefined : m.account_code_six() }) });
  const send = () =>
    sending.run(async () => {
      const { resendInSeconds } = (await askPersonal("post", "/api/v1/me/confirmation/codes" as never, {} as never)) as unknown as { resendInSeconds: number };
      startWaiting(resendInSeconds);
      setSentTo("");
    });
  const redeem = (code: string) =>
    form.submit(async () => {
      await askPersonal("post", "/api/v1/me/confirmation" as never, { body: { means: "code", code } } as never);
      onDone();
    }, { code });
  if (sentTo === undefined) {
    return (
      <>
        {sending.failure ? <p className="field-error" role="alert">{sending.failure}</p> : null}
        <Button large wide disabled={sending.busy} onClick={() => void send()}>
          {m.account_confirm_by_code()}
        </Button>
      </>
    );
  }
  return (
    <form
      className="account-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void redeem(form.values.code);
      }}
    >
      {form.failure ? <FormSummary form={form} /> : null}
      <CodeField {...form.bind("code")} label={m.account_code()} hint={m.account_confirm_sent()} disabled={form.busy} onComplete={(code) => void redeem(code)} />
      {sending.failure ? <p className="field-error" role="alert">{sending.failure}</p> : null}
      <div className="account-actions">
        <Button type="submit" large disabled={form.busy}>
          {m.account_confirm_do()}
        </Button>
        <SendAgain seconds={wait} busy={sending.busy} onSend={() => void send()} />
      </div>
    </form>
  );
}
