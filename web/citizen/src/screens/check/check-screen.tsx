import { FileSearch } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { TextField } from "@citizen-cloud/ui/components/field.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { AccountForm } from "../../account/account-form.tsx";
import { useForm } from "../../account/use-form.ts";
import { ScreenHead } from "../../components/screen-head.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useParam } from "../../routing/place.tsx";
import { ProofSheet } from "../../records/proof-sheet.tsx";
import { recordProblemText } from "../../records/record-problem.ts";
import { dayOf, timeOf } from "../../records/values.ts";
import "../../account/account.css";
import "../../records/records.css";

type Check = Answer<"post", "/api/v1/proof-checks">;

/** For whoever was shown a proof: no account, and no more than the sheet says. */
export function Screen() {
  const given = useParam("code");
  useHead({ title: m.record_check(), description: m.record_check_intro() });
  const [check, setCheck] = useState<Check>();
  const result = useRef<HTMLDivElement>(null);
  const form = useForm({
    id: "check",
    initial: { code: decodeURIComponent(given), checker: "" },
    check: ({ code }) => ({ code: code.trim() === "" ? m.record_check_code_missing() : undefined }),
    words: recordProblemText,
  });
  const ask = () => {
    setCheck(undefined);
    return form.submit(async ({ code, checker }) => {
      setCheck(await askPersonal("post", "/api/v1/proof-checks", { body: { code: code.trim(), ...(checker.trim() ? { checker: checker.trim() } : {}) } }));
    });
  };
  useEffect(() => {
    if (check) result.current?.focus();
  }, [check]);
  return (
    <div className="screen account-screen">
      <ScreenHead title={m.record_check()} intro={m.record_check_intro()} />
      <Card padded>
        <AccountForm form={form} onSend={() => ask()}>
          <TextField {...form.bind("code")} label={m.record_check_code()} hint={m.record_check_code_hint()} className="text-input-long" autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={60} required />
          <TextField {...form.bind("checker")} label={m.record_check_checker()} optional={m.record_optional()} hint={m.record_check_checker_hint()} autoComplete="organization" maxLength={60} />
          <Button type="submit" large disabled={form.busy} aria-busy={form.busy}>
            <FileSearch size={20} aria-hidden="true" />
            {form.busy ? m.account_one_moment() : m.record_check_do()}
          </Button>
        </AccountForm>
      </Card>
      <noscript>
        <p>{m.record_needs_script()}</p>
      </noscript>
      {check ? (
        <div ref={result} tabIndex={-1} className="check-result" role="group" aria-label={m.record_check_result()}>
          <Result check={check} />
        </div>
      ) : null}
    </div>
  );
}

function Result({ check }: { check: Check }) {
  const { state, title, statement, department, name, idNumber, fields, record, asOf, issuedAt, validUntil, revokedAt } = check;
  const facts: [string, string][] = [
    [m.account_name(), name],
    [m.account_id_number(), idNumber],
    [m.record_department(), say(department)],
    ...(asOf ? ([[m.record_as_of_name(), timeOf(asOf)]] as [string, string][]) : []),
    [m.record_proof_issued(), timeOf(issuedAt)],
    [m.record_proof_valid_until(), dayOf(validUntil)],
  ];
  return (
    <>
      {state === "valid" ? <Notice kind="calm">{m.record_check_valid({ date: dayOf(validUntil) })}</Notice> : null}
      {state === "expired" ? <Notice kind="warning">{m.record_check_expired({ date: dayOf(validUntil) })}</Notice> : null}
      {state === "revoked" ? <Notice kind="danger">{m.record_check_revoked({ date: revokedAt ? dayOf(revokedAt) : "" })}</Notice> : null}
      <ProofSheet title={title} statement={statement} facts={facts} fields={fields} record={record} />
      <p className="account-small">{m.record_check_compare()}</p>
    </>
  );
}
