import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { Done } from "../../account/done.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { methodsQuery } from "../../account/methods.ts";
import { PasswordField } from "../../account/password-field.tsx";
import { useForm } from "../../account/use-form.ts";
import { useTask } from "../../account/use-task.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";

const LEAST = 10;

export function Screen() {
  return (
    <AccountPage title={m.account_password()} intro={m.account_password_intro()}>
      {() => <SetPassword />}
    </AccountPage>
  );
}

function SetPassword() {
  const { data: methods } = useQuery(methodsQuery);
  const act = useAct();
  const queries = useQueryClient();
  const removing = useTask();
  const [done, setDone] = useState<"set" | "removed">();
  const form = useForm({
    id: "password",
    initial: { password: "" },
    check: ({ password }) => ({ password: Array.from(password).length < LEAST ? m.account_password_short({ count: LEAST }) : undefined }),
  });
  if (done) {
    return (
      <Done
        title={done === "set" ? m.account_password_done() : m.account_password_gone()}
        actions={
          <Link to="/me/security" className={buttonClass({ large: true })}>
            {m.account_security()}
          </Link>
        }
      />
    );
  }
  return (
    <AccountForm
      form={form}
      narrow
      onSend={() =>
        form.submit(async ({ password }) => {
          await act("put", "/api/v1/me/password", { body: { password } });
          await queries.invalidateQueries(methodsQuery);
          setDone("set");
        })
      }
    >
      <PasswordField {...form.bind("password")} label={methods?.password ? m.account_password_another() : m.account_password_new()} hint={m.account_password_hint({ count: LEAST })} autoComplete="new-password" />
      <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
        {m.account_save()}
      </Button>
      {removing.failure ? (
        <p className="field-error" role="alert">
          {removing.failure}
        </p>
      ) : null}
      {methods?.password ? (
        <Button
          variant="quiet"
          className="quiet-danger"
          disabled={removing.busy}
          onClick={() =>
            void removing.run(async () => {
              await act("delete", "/api/v1/me/password", {});
              await queries.invalidateQueries(methodsQuery);
              setDone("removed");
            })
          }
        >
          {m.account_password_remove()}
        </Button>
      ) : null}
    </AccountForm>
  );
}
