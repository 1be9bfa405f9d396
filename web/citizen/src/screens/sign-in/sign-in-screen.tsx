import { Eye, HeartHandshake, ShieldCheck } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Tick } from "@citizen-cloud/ui/components/choice.tsx";
import { CodeField, readDigits } from "@citizen-cloud/ui/components/code-field.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Tile } from "@citizen-cloud/ui/components/tone.tsx";
import { askPersonal } from "../../account/api.ts";
import { SendAgain, useCountdown } from "../../account/code-step.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { useForm } from "../../account/use-form.ts";
import { useTask } from "../../account/use-task.ts";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { Link } from "../../routing/link.tsx";
import { usePlace } from "../../routing/place.tsx";
import { useSayCity } from "../../account/use-city.ts";
import { OtherWays } from "./other-ways.tsx";
import { PasswordForm } from "./password-form.tsx";
import { ScanCode } from "./scan-code.tsx";
import { useArrive } from "./use-arrive.ts";
import "../../account/account.css";
import "./sign-in.css";

const PHONE_DIGITS = 11;

export function Screen() {
  const city = useSayCity();
  useHead({ title: m.account_sign_in(), description: m.account_sign_in_intro() });
  return (
    <div className="sign-in">
      <div className="sign-in-form">
        <ScreenHead title={m.account_sign_in_title({ app: city ? say(city.appNames) : m.platform_name() })} intro={m.account_sign_in_intro()} />
        <Way />
      </div>
      <aside className="sign-in-promises" aria-label={m.account_promises()}>
        <Promise icon={<HeartHandshake size={22} />} title={m.account_promise_one()} text={m.account_promise_one_text()} />
        <Promise icon={<ShieldCheck size={22} />} title={m.account_promise_safe()} text={m.account_promise_safe_text()} />
        <Promise icon={<Eye size={22} />} title={m.account_promise_seen()} text={m.account_promise_seen_text()} />
      </aside>
    </div>
  );
}

/** The way of signing in that the address names: a message to the telephone unless it says otherwise. */
function Way() {
  const { search } = usePlace();
  const arrive = useArrive();
  const way = search.get("way");
  if (way !== "scan" && way !== "password") return <SignInForm />;
  const next = search.get("next");
  return (
    <>
      {way === "scan" ? <ScanCode onArrive={arrive} /> : <PasswordForm onArrive={arrive} />}
      <Link to={`/sign-in${next ? `?next=${encodeURIComponent(next)}` : ""}`} className={buttonClass({ variant: "secondary", large: true })}>
        {m.account_by_code_instead()}
      </Link>
    </>
  );
}

function Promise({ icon, title, text }: { icon: React.ReactNode; title: string; text: string }) {
  return (
    <div className="sign-in-promise">
      <Tile tone="jade" small>
        {icon}
      </Tile>
      <div>
        <p className="row-title">{title}</p>
        <p className="account-small">{text}</p>
      </div>
    </div>
  );
}

function SignInForm() {
  const { city, locale } = usePlace();
  const [sentTo, setSentTo] = useState<string>();
  const [shared, setShared] = useState(false);
  const [wait, startWaiting] = useCountdown();
  const arrive = useArrive();
  const again = useTask();
  const codeInput = useRef<HTMLInputElement>(null);
  const form = useForm({
    id: "sign-in",
    initial: { phone: "", code: "" },
    draft: { key: "sign-in", fields: ["phone"] },
    check: ({ phone, code }) =>
      sentTo === undefined
        ? { phone: readDigits(phone, 14).replace(/^(00)?86(?=1\d{10})/, "").length === PHONE_DIGITS ? undefined : m.account_problem_phone() }
        : { code: code.length === 6 ? undefined : m.account_code_six() },
  });

  useEffect(() => {
    if (sentTo !== undefined) codeInput.current?.focus();
  }, [sentTo]);

  const send = async (phone: string) => {
    const { resendInSeconds } = await askPersonal("post", "/api/v1/sign-in/codes", { body: { phone, city, locale } });
    startWaiting(resendInSeconds);
    setSentTo(phone);
  };
  const redeem = (code: string) =>
    form.submit(async ({ phone }) => {
      const signedIn = await askPersonal("post", "/api/v1/sign-in/code", { body: { phone, code, city, sharedDevice: shared } });
      form.forgetDraft();
      arrive(signedIn);
    }, { ...form.values, code });

  return (
    <>
      <AccountForm
        form={form}
        onSend={() => {
          if (sentTo === undefined) void form.submit(({ phone }) => send(phone));
          else void redeem(form.values.code);
        }}
      >
        {sentTo === undefined ? (
          <>
            <TextField {...form.bind("phone")} label={m.account_phone()} hint={m.account_phone_hint()} type="tel" inputMode="tel" autoComplete="tel-national" className="text-input-long" maxLength={20} required />
            <Tick checked={shared} onChange={setShared}>
              {m.account_shared_device()}
              <span className="choice-note">{m.account_shared_device_note()}</span>
            </Tick>
          </>
        ) : (
          <>
            <p role="status">{m.account_code_sent({ phone: sentTo })}</p>
            <CodeField {...form.bind("code")} inputRef={codeInput} label={m.account_code()} disabled={form.busy} onComplete={(code) => void redeem(code)} />
            {again.failure ? <p className="field-error" role="alert">{again.failure}</p> : null}
            <div className="account-actions">
              <SendAgain seconds={wait} busy={again.busy || form.busy} onSend={() => void again.run(() => send(sentTo))} />
              <Button
                variant="quiet"
                onClick={() => {
                  form.set("code", "");
                  setSentTo(undefined);
                }}
              >
                {m.account_other_number()}
              </Button>
            </div>
          </>
        )}
        <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
          {sentTo === undefined ? m.account_get_code() : form.busy ? m.account_one_moment() : m.account_sign_in()}
        </Button>
        <p className="account-small">
          {m.account_notice_before()}
          <Link to="/privacy">{m.account_privacy_title()}</Link>
          {m.account_notice_after()}
        </p>
      </AccountForm>
      {sentTo === undefined ? <OtherWays shared={shared} onArrive={arrive} /> : <p className="account-small">{m.account_code_help()}</p>}
    </>
  );
}
