import { Fingerprint, IdCard, KeyRound, MessageSquareText, TimerReset, UserCheck } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Steps } from "@citizen-cloud/ui/components/steps.tsx";
import { type Answer, askPersonal, type Body } from "../../account/api.ts";
import { SendAgain, useCountdown } from "../../account/code-step.tsx";
import { Done } from "../../account/done.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { idNumberFault } from "../../account/id-number.ts";
import { isDeclined, passkeysWork, showPasskey } from "../../account/passkey.ts";
import { PasswordField } from "../../account/password-field.tsx";
import { Row, RowButton, Rows } from "../../account/rows.tsx";
import { useForm } from "../../account/use-form.ts";
import { useTask } from "../../account/use-task.ts";
import { momentText } from "../../account/words.ts";
import { ApiProblem } from "../../api/problem.ts";
import { ScreenHead } from "../../components/screen-head.tsx";
import { spokenLocale } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { usePlace } from "../../routing/place.tsx";
import "../../account/account.css";

type Status = Answer<"post", "/api/v1/recovery/{id}">;
type Proof = Body<"post", "/api/v1/recovery/{id}/proofs">["proof"];
type Means = Status["proofs"][number];
interface Begun {
  id: string;
  secret: string;
}

/** Kept on the device for as long as it waits: three days later somebody comes back and looks. */
const STORE = "cc-recovery";

export function Screen() {
  const { search } = usePlace();
  useHead({ title: m.account_recovery(), description: m.account_recovery_intro() });
  return (
    <div className="screen account-screen">
      <ScreenHead title={m.account_recovery()} intro={m.account_recovery_intro()} />
      {search.get("locked") === "1" ? <Notice kind="calm">{m.account_recovery_locked()}</Notice> : null}
      <Recovery />
    </div>
  );
}

function Recovery() {
  const [begun, setBegun] = useState<Begun>();
  const [status, setStatus] = useState<Status>();
  const forget = () => {
    keep(undefined);
    setBegun(undefined);
    setStatus(undefined);
  };
  useEffect(() => {
    const kept = readKept();
    if (!kept) return;
    const look = async () => {
      try {
        setStatus(await askPersonal("post", "/api/v1/recovery/{id}", { path: { id: kept.id }, body: { secret: kept.secret } }));
        setBegun(kept);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) keep(undefined);
      }
    };
    void look();
  }, []);

  if (!begun) {
    return (
      <Begin
        onBegun={(started) => {
          keep(started);
          setBegun(started);
        }}
      />
    );
  }
  if (status?.state === "waiting") {
    return (
      <Done title={m.account_recovery_waiting()} actions={<OtherRecovery onClick={forget} />}>
        <p>{m.account_recovery_waiting_text({ when: status.waitsUntil ? momentText(status.waitsUntil) : "" })}</p>
      </Done>
    );
  }
  if (status?.state === "done") {
    return (
      <Done
        title={m.account_recovery_done()}
        actions={
          <Link to="/sign-in" className={buttonClass({ large: true })} onClick={() => keep(undefined)}>
            {m.account_sign_in()}
          </Link>
        }
      >
        <p>{m.account_recovery_done_text()}</p>
      </Done>
    );
  }
  if (status && status.state !== "open") {
    return (
      <div className="account-form">
        <Notice kind="warning" live>
          {status.state === "stopped" ? m.account_recovery_was_stopped() : m.account_recovery_ended()}
        </Notice>
        <OtherRecovery onClick={forget} />
      </div>
    );
  }
  if (!status?.numberProven) return <NewNumber begun={begun} onStatus={setStatus} onForget={forget} />;
  return <Proofs begun={begun} status={status} onStatus={setStatus} />;
}

function OtherRecovery({ onClick }: { onClick(): void }) {
  return (
    <Button variant="secondary" large onClick={onClick}>
      {m.account_recovery_anew()}
    </Button>
  );
}

function Begin({ onBegun }: { onBegun(begun: Begun): void }) {
  const { city } = usePlace();
  const form = useForm({ id: "recovery", initial: { newPhone: "" }, check: ({ newPhone }) => ({ newPhone: newPhone.trim() === "" ? m.account_problem_phone() : undefined }) });
  return (
    <AccountForm
      form={form}
      narrow
      onSend={() =>
        form.submit(async ({ newPhone }) => {
          const { id, secret } = await askPersonal("post", "/api/v1/recovery", { body: { newPhone, city, locale: spokenLocale() } });
          onBegun({ id, secret });
        })
      }
    >
      <ol className="account-list account-steps-list">
        <li>{m.account_recovery_step_number()}</li>
        <li>{m.account_recovery_step_proofs()}</li>
        <li>{m.account_recovery_step_wait()}</li>
      </ol>
      <TextField {...form.bind("newPhone")} label={m.account_recovery_new_number()} hint={m.account_recovery_new_number_hint()} type="tel" inputMode="tel" autoComplete="tel-national" className="text-input-long" maxLength={20} required />
      <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
        {m.account_get_code()}
      </Button>
      <p className="account-small">{m.account_recovery_hall()}</p>
    </AccountForm>
  );
}

interface ProofProps {
  begun: Begun;
  onStatus(status: Status): void;
}

const give = ({ id, secret }: Begun, proof: Proof) => askPersonal("post", "/api/v1/recovery/{id}/proofs", { path: { id }, body: { secret, proof } });

function NewNumber({ begun, onStatus, onForget }: ProofProps & { onForget(): void }) {
  const [wait, startWaiting] = useCountdown();
  const again = useTask();
  const form = useForm({ id: "recovery", initial: { code: "" }, check: ({ code }) => ({ code: code.length === 6 ? undefined : m.account_code_six() }), pointers: { code: "/proof/code" } });
  const submit = (code: string) => form.submit(async () => onStatus(await give(begun, { means: "new-number", code })), { code });
  const send = () =>
    again.run(async () => {
      const { resendInSeconds } = await askPersonal("post", "/api/v1/recovery/{id}/codes", { path: { id: begun.id }, body: { secret: begun.secret, locale: spokenLocale() } });
      startWaiting(resendInSeconds);
    });
  return (
    <AccountForm form={form} narrow above={<Steps step={1} of={3} label={m.account_step_of({ step: 1, of: 3 })} />} onSend={() => submit(form.values.code)}>
      <CodeField {...form.bind("code")} label={m.account_recovery_code_new()} hint={m.account_confirm_sent()} disabled={form.busy} onComplete={(code) => void submit(code)} />
      {again.failure ? (
        <p className="field-error" role="alert">
          {again.failure}
        </p>
      ) : null}
      <div className="account-actions">
        <SendAgain seconds={wait} busy={again.busy} onSend={() => void send()} />
        <Button variant="quiet" onClick={onForget}>
          {m.account_other_number()}
        </Button>
      </div>
      <Button type="submit" large wide disabled={form.busy}>
        {m.account_next()}
      </Button>
    </AccountForm>
  );
}

const MEANS: Record<Means, { icon: typeof IdCard; name(): string; note(): string }> = {
  "real-name": { icon: IdCard, name: m.account_proof_real_name, note: m.account_proof_real_name_note },
  "old-number": { icon: MessageSquareText, name: m.account_proof_old_number, note: m.account_proof_old_number_note },
  passkey: { icon: Fingerprint, name: m.account_means_passkey, note: m.account_passkey_use_note },
  password: { icon: KeyRound, name: m.account_password, note: m.account_proof_password_note },
  totp: { icon: TimerReset, name: m.account_totp, note: m.account_totp_code_hint },
  "in-person": { icon: UserCheck, name: m.account_proof_in_person, note: m.account_proof_in_person_note },
};
const OFFERED: readonly Means[] = ["real-name", "old-number", "passkey", "password", "totp", "in-person"];

function Proofs({ begun, status, onStatus }: ProofProps & { status: Status }) {
  const [means, setMeans] = useState<Means>();
  const task = useTask();
  const done = (next: Status) => {
    setMeans(undefined);
    onStatus(next);
  };
  const byPasskey = () =>
    task.run(async () => {
      try {
        const { id, options } = await askPersonal("post", "/api/v1/recovery/{id}/passkey-options", { path: { id: begun.id }, body: { secret: begun.secret } });
        done(await give(begun, { means: "passkey", id, response: (await showPasskey(options)) as never }));
      } catch (error) {
        if (!isDeclined(error)) throw error;
      }
    });
  const left = status.proofsNeeded - status.proofs.length;
  return (
    <div className="account-form account-narrow">
      <Steps step={2} of={3} label={m.account_step_of({ step: 2, of: 3 })} />
      <h2 className="account-step-title">{m.account_recovery_choose({ count: left })}</h2>
      {task.failure ? (
        <p className="field-error" role="alert">
          {task.failure}
        </p>
      ) : null}
      {means ? (
        <ProofForm begun={begun} means={means} onStatus={done} onBack={() => setMeans(undefined)} />
      ) : (
        <Rows>
          {OFFERED.map((each) => {
            const { icon, name, note } = MEANS[each];
            if (status.proofs.includes(each)) return <Row key={each} icon={icon} title={name()} note={m.account_proof_given()} />;
            if (each === "passkey" && !passkeysWork()) return null;
            return <RowButton key={each} icon={icon} title={name()} note={note()} disabled={task.busy} onClick={() => (each === "passkey" ? void byPasskey() : setMeans(each))} />;
          })}
        </Rows>
      )}
      <p className="account-small">{m.account_recovery_hall()}</p>
    </div>
  );
}

function ProofForm({ begun, means, onStatus, onBack }: ProofProps & { means: Means; onBack(): void }) {
  const [sent, setSent] = useState(false);
  const [wait, startWaiting] = useCountdown();
  const form = useForm({
    id: "proof",
    initial: { phone: "", code: "", password: "", name: "", idNumber: "", voucher: "" },
    check: (values) => ({
      phone: asksPhone(means) && values.phone.trim() === "" ? m.account_problem_phone() : undefined,
      code: (means === "totp" || (means === "old-number" && sent)) && values.code.length !== 6 ? m.account_code_six() : undefined,
      password: means === "password" && values.password === "" ? m.account_password_missing() : undefined,
      name: means === "real-name" && values.name.trim() === "" ? m.account_name_missing() : undefined,
      idNumber: means === "real-name" ? idNumberFault(values.idNumber) : undefined,
      voucher: means === "in-person" && values.voucher.trim().length < 12 ? m.account_proof_voucher_missing() : undefined,
    }),
    pointers: { phone: "/proof/phone", code: "/proof/code", idNumber: "/proof/idNumber", voucher: "/proof/code" },
  });
  const sendCode = async (phone: string) => {
    const { resendInSeconds } = await askPersonal("post", "/api/v1/recovery/{id}/codes", { path: { id: begun.id }, body: { secret: begun.secret, phone, locale: spokenLocale() } });
    startWaiting(resendInSeconds);
    setSent(true);
  };
  const submit = () =>
    form.submit(async (values) => {
      if (means === "old-number" && !sent) return sendCode(values.phone);
      onStatus(await give(begun, proofOf(means, values)));
    });
  return (
    <AccountForm form={form} onSend={() => submit()}>
      {asksPhone(means) && !sent ? <TextField {...form.bind("phone")} label={m.account_proof_phone()} type="tel" inputMode="tel" className="text-input-long" autoComplete="off" maxLength={20} required /> : null}
      {means === "old-number" && sent ? (
        <>
          <CodeField {...form.bind("code")} label={m.account_code()} hint={m.account_code_sent({ phone: form.values.phone })} disabled={form.busy} />
          <div>
            <SendAgain seconds={wait} busy={form.busy} onSend={() => void form.submit(({ phone }) => sendCode(phone), { ...form.values, code: "000000" })} />
          </div>
        </>
      ) : null}
      {means === "totp" ? <CodeField {...form.bind("code")} label={m.account_totp_code()} disabled={form.busy} /> : null}
      {means === "password" ? <PasswordField {...form.bind("password")} label={m.account_password()} autoComplete="current-password" /> : null}
      {means === "real-name" ? (
        <>
          <TextField {...form.bind("name")} label={m.account_name()} hint={m.account_name_hint()} autoComplete="off" maxLength={100} required />
          <TextField {...form.bind("idNumber")} label={m.account_id_number()} hint={m.account_id_hint()} className="text-input-long" autoComplete="off" spellCheck={false} maxLength={30} required />
          <Notice kind="calm">{m.account_proof_carrier()}</Notice>
        </>
      ) : null}
      {means === "in-person" ? <TextField {...form.bind("voucher")} label={m.account_proof_voucher()} hint={m.account_proof_voucher_hint()} className="text-input-long" autoComplete="off" maxLength={20} required /> : null}
      <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
        {means === "old-number" && !sent ? m.account_get_code() : m.account_confirm_do()}
      </Button>
      <Button variant="secondary" large wide onClick={onBack}>
        {m.account_confirm_other()}
      </Button>
    </AccountForm>
  );
}

function asksPhone(means: Means): boolean {
  return means === "old-number" || means === "password" || means === "totp";
}

function proofOf(means: Means, { phone, code, password, name, idNumber, voucher }: Record<"phone" | "code" | "password" | "name" | "idNumber" | "voucher", string>): Proof {
  if (means === "old-number") return { means, phone, code };
  if (means === "totp") return { means, phone, code };
  if (means === "password") return { means, phone, password };
  if (means === "in-person") return { means, code: voucher.trim() };
  return { means: "real-name", name: name.trim(), idNumber: idNumber.trim(), proof: { kind: "number" } };
}

function readKept(): Begun | undefined {
  try {
    const { id, secret } = JSON.parse(localStorage.getItem(STORE) ?? "{}") as Partial<Begun>;
    return typeof id === "string" && typeof secret === "string" ? { id, secret } : undefined;
  } catch {
    return undefined;
  }
}

function keep(begun: Begun | undefined): void {
  try {
    if (begun) localStorage.setItem(STORE, JSON.stringify(begun));
    else localStorage.removeItem(STORE);
  } catch {
    // Without storage it has to be finished in one go.
  }
}

