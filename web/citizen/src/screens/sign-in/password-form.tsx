import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { CodeField } from "@citizen-cloud/ui/components/code-field.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { askPersonal } from "../../account/api.ts";
import { AccountForm } from "../../account/account-form.tsx";
import { PasswordField } from "../../account/password-field.tsx";
import { useForm } from "../../account/use-form.ts";
import { ApiProblem } from "../../api/problem.ts";
import { spokenLocale } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import type { Arrive } from "./use-arrive.ts";

type Factor = "totp" | "sms";

/** Password, then the second proof that the answer asks for. */
export function PasswordForm({ onArrive }: { onArrive: Arrive }) {
  const [factor, setFactor] = useState<Factor>();
  const form = useForm({
    id: "sign-in",
    initial: { phone: "", password: "", code: "" },
    draft: { key: "sign-in", fields: ["phone"] },
    check: ({ phone, password, code }) => ({
      phone: phone.trim() === "" ? m.account_problem_phone() : undefined,
      password: password === "" ? m.account_password_missing() : undefined,
      code: factor !== undefined && code.length !== 6 ? m.account_code_six() : undefined,
    }),
    pointers: { code: factor === "totp" ? "/totp" : "/code" },
  });
  const submit = (given = form.values) =>
    form.submit(async ({ phone, password, code }) => {
      const second = factor === undefined ? {} : factor === "totp" ? { totp: code } : { code };
      try {
        onArrive(await askPersonal("post", "/api/v1/sign-in/password", { body: { phone, password, ...second, locale: spokenLocale() } }));
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.code !== "second-factor-needed") throw error;
        setFactor(error.members.factor === "totp" ? "totp" : "sms");
      }
    }, given);
  return (
    <AccountForm form={form} onSend={() => submit()}>
      {factor === undefined ? (
        <>
          <TextField {...form.bind("phone")} label={m.account_phone()} type="tel" inputMode="tel" autoComplete="username" className="text-input-long" maxLength={20} required />
          <PasswordField {...form.bind("password")} label={m.account_password()} autoComplete="current-password" />
        </>
      ) : (
        <CodeField
          {...form.bind("code")}
          label={factor === "totp" ? m.account_totp_code() : m.account_code()}
          hint={factor === "totp" ? m.account_totp_code_hint() : m.account_second_code_hint()}
          disabled={form.busy}
          onComplete={(code) => void submit({ ...form.values, code })}
        />
      )}
      <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
        {factor === undefined ? m.account_next() : m.account_sign_in()}
      </Button>
    </AccountForm>
  );
}
