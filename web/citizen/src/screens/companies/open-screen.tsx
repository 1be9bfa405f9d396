import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { Done } from "../../account/done.tsx";
import { AccountForm } from "../../account/account-form.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { PERSONAL } from "../../account/me.ts";
import { useForm } from "../../account/use-form.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";

export function Screen() {
  return (
    <AccountPage title={m.account_company_open()} intro={m.account_company_open_intro()}>
      {(me) => (
        <LevelTwo me={me} why={m.account_companies_level()}>
          <OpenCompany />
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function OpenCompany() {
  const act = useAct();
  const queries = useQueryClient();
  const [opened, setOpened] = useState<{ id: string; warnings: readonly string[] }>();
  const form = useForm({
    id: "company",
    initial: { creditCode: "" },
    draft: { key: "company", fields: ["creditCode"] },
    check: ({ creditCode }) => ({ creditCode: creditCode.normalize("NFKC").replace(/[\s-]/g, "").length === 18 ? undefined : m.account_credit_code_length() }),
  });
  if (opened) {
    return (
      <Done
        title={m.account_company_opened()}
        actions={
          <Link to={`/me/companies/${opened.id}`} className={buttonClass({ large: true })}>
            {m.account_company_see()}
          </Link>
        }
      >
        <p>{m.account_company_opened_text()}</p>
        {opened.warnings.length > 0 ? <Notice kind="warning">{m.account_company_warning()}</Notice> : null}
      </Done>
    );
  }
  return (
    <AccountForm
      form={form}
      narrow
      onSend={() =>
        form.submit(async ({ creditCode }) => {
          const answer = await act("post", "/api/v1/me/enterprises", { body: { creditCode } });
          form.forgetDraft();
          await queries.invalidateQueries({ queryKey: [PERSONAL] });
          setOpened(answer);
        })
      }
    >
      <TextField {...form.bind("creditCode")} label={m.account_credit_code()} hint={m.account_credit_code_hint()} className="text-input-long" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} required />
      <Button type="submit" large wide disabled={form.busy} aria-busy={form.busy}>
        {form.busy ? m.account_checking() : m.account_company_do()}
      </Button>
      <p className="account-small">{m.account_company_who()}</p>
    </AccountForm>
  );
}
