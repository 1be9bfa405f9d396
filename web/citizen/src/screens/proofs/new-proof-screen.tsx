import { Stamp } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import type { Me } from "../../account/me.ts";
import { useTask } from "../../account/use-task.ts";
import { isMissing } from "../../api/problem.ts";
import { Missing } from "../../components/missing.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useAsker, useHref, useParam } from "../../routing/place.tsx";
import { type RecordKind, recordKindQuery } from "../../records/kinds.ts";
import { myRecordQuery } from "../../records/my-records.ts";
import { ProofSheet } from "../../records/proof-sheet.tsx";
import { proofsKey } from "../../records/proofs.ts";
import { StandingNotice } from "../../records/standing-notice.tsx";
import { timeOf } from "../../records/values.ts";
import { recordProblemText } from "../../records/record-problem.ts";
import "../../records/records.css";

export function Screen() {
  const kind = useQuery(recordKindQuery(useAsker(), useParam("kind")));
  if ((kind.error && isMissing(kind.error)) || (kind.data && !kind.data.proof)) return <Missing />;
  return (
    <AccountPage title={kind.data?.proof ? say(kind.data.proof.title) : m.record_make_proof()} intro={m.record_proof_preview()}>
      {(me) =>
        kind.data ? (
          <LevelTwo me={me} why={m.record_level_first()}>
            <Preview kind={kind.data} me={me} />
          </LevelTwo>
        ) : (
          <SkeletonScreen label={m.loading()} />
        )
      }
    </AccountPage>
  );
}

/** Exactly what whoever is shown the proof will read, before it exists. */
function Preview({ kind, me }: { kind: RecordKind; me: Me }) {
  const asker = useAsker();
  const whose = useWhose();
  const question = useQuery(myRecordQuery(asker, whose, kind.id));
  const act = useAct();
  const queries = useQueryClient();
  const navigator = useNavigator();
  const href = useHref();
  const { busy, failure, run } = useTask(recordProblemText);
  if (question.isPending) return <SkeletonScreen label={m.record_asking_departments()} />;
  if (!question.data) {
    return (
      <Notice kind="warning" live>
        <p>{recordProblemText(question.error)}</p>
        <Button variant="quiet" onClick={() => void question.refetch()}>
          {m.try_again()}
        </Button>
      </Notice>
    );
  }
  const { record, provable } = question.data;
  const department = say(kind.department.names);
  const { proof } = kind;
  if (!record || !proof) {
    return (
      <div className="account-stack">
        <StandingNotice standing={question.data} department={department} />
        <div>
          <Link to={`/me/data/${kind.id}`} className={buttonClass({ variant: "secondary", large: true })}>
            {say(kind.names)}
          </Link>
        </div>
      </div>
    );
  }
  const make = () =>
    run(async () => {
      const made = await act("post", "/api/v1/me/proofs", { body: { kind: kind.id, city: asker.city } });
      await queries.invalidateQueries({ queryKey: proofsKey(whose) });
      await navigator.visit(href(`/me/proofs/${made.id}`), { replace: true });
    });
  const asOf = question.data.asOf ?? question.data.obtainedAt;
  const facts: [string, string][] = [
    [m.account_name(), m.record_proof_full_name({ name: whose?.name ?? me.name ?? "" })],
    ...(me.idNumber && !whose ? ([[m.account_id_number(), me.idNumber]] as [string, string][]) : []),
    [m.record_department(), department],
    ...(asOf ? ([[m.record_as_of_name(), timeOf(asOf)]] as [string, string][]) : []),
  ];
  return (
    <div className="account-stack">
      <StandingNotice standing={question.data} department={department} />
      <ProofSheet title={proof.title} statement={proof.statement} facts={facts} fields={kind.fields.filter(({ name }) => proof.fields.includes(name))} record={record} />
      <Notice kind="calm">{m.record_proof_what_happens({ count: proof.validDays })}</Notice>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      {provable ? (
        <Button large disabled={busy} aria-busy={busy} onClick={() => void make()}>
          <Stamp size={20} aria-hidden="true" />
          {busy ? m.account_one_moment() : m.record_proof_do()}
        </Button>
      ) : (
        <Notice kind="warning">{m.record_proof_not_now({ department })}</Notice>
      )}
    </div>
  );
}

