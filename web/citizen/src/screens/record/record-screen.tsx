import { BadgeCheck, Eye, Landmark, PenLine, RefreshCw, Stamp } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import type { Me } from "../../account/me.ts";
import { RowLink, Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import { ApiProblem, isMissing } from "../../api/problem.ts";
import { Missing } from "../../components/missing.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useAsker, useParam, usePlace } from "../../routing/place.tsx";
import { type RecordKind, recordKindQuery } from "../../records/kinds.ts";
import { type FullRecord, myRecordQuery, recordQuestion } from "../../records/my-records.ts";
import { byTone, NoticeBox } from "../../records/notices.tsx";
import { areComplete, ParametersForm, parametersOf } from "../../records/parameters-form.tsx";
import { useLevelUp } from "../../records/record-card.tsx";
import { RecordContent } from "../../records/record-content.tsx";
import { StandingNotice } from "../../records/standing-notice.tsx";
import { dayOf, timeOf } from "../../records/values.ts";
import { recordProblemText } from "../../records/record-problem.ts";
import "../../records/records.css";

export function Screen() {
  const kind = useQuery(recordKindQuery(useAsker(), useParam("kind")));
  if (kind.error && isMissing(kind.error)) return <Missing />;
  return (
    <AccountPage title={kind.data ? say(kind.data.names) : m.record_my_data()} intro={kind.data ? say(kind.data.summary) : undefined}>
      {(me) =>
        kind.data ? (
          <LevelTwo me={me} why={m.record_level_first()}>
            <OneRecord kind={kind.data} me={me} />
          </LevelTwo>
        ) : (
          <SkeletonScreen label={m.loading()} />
        )
      }
    </AccountPage>
  );
}

function OneRecord({ kind, me }: { kind: RecordKind; me: Me }) {
  const asker = useAsker();
  const whose = useWhose();
  const { search } = usePlace();
  const complete = areComplete(kind, search);
  const levelUp = useLevelUp(kind, me.level);
  const question = useQuery({ ...myRecordQuery(asker, whose, kind.id, parametersOf(kind, search)), enabled: complete && kind.subject === "person" });
  if (kind.subject === "public") {
    return (
      <Link to={`/data/${kind.id}`} className={buttonClass({ large: true })}>
        {m.record_to_public()}
      </Link>
    );
  }
  return (
    <div className="account-stack">
      {whose ? <Notice>{m.record_whose({ name: whose.name })}</Notice> : null}
      {kind.parameters.length > 0 ? (
        <Card padded>
          <ParametersForm key={search.toString()} kind={kind} />
        </Card>
      ) : null}
      {!complete ? null : question.data ? (
        <Answered kind={kind} full={question.data} />
      ) : question.isError ? (
        <Refused error={question.error} levelUp={levelUp} onRetry={() => void question.refetch()} />
      ) : (
        <SkeletonScreen label={m.record_asking_departments()} />
      )}
    </div>
  );
}

function Refused({ error, levelUp, onRetry }: { error: Error; levelUp: string; onRetry(): void }) {
  const code = error instanceof ApiProblem ? error.code : "";
  if (code === "level-needed") {
    return (
      <div className="sign-in-invitation">
        <p>{m.record_level_needed()}</p>
        <Link to={levelUp} className={buttonClass({ large: true })}>
          <BadgeCheck size={20} aria-hidden="true" />
          {m.record_level_raise()}
        </Link>
      </div>
    );
  }
  return (
    <Notice kind="warning" live>
      <p>{recordProblemText(error)}</p>
      {code === "not-covered" ? null : (
        <Button variant="quiet" onClick={onRetry}>
          {m.try_again()}
        </Button>
      )}
    </Notice>
  );
}

function Answered({ kind, full }: { kind: RecordKind; full: FullRecord }) {
  return (
    <>
      <StandingNotice standing={full} department={say(kind.department.names)} />
      {[...full.notices].sort(byTone).map((notice) => (
        <NoticeBox key={notice.text.zh} notice={notice} />
      ))}
      {full.record ? <RecordContent kind={kind} record={full.record} /> : null}
      {full.provable && kind.proof ? (
        <Link to={`/me/proofs/new/${kind.id}`} className={buttonClass({ large: true })}>
          <Stamp size={20} aria-hidden="true" />
          {m.record_make_proof()}
        </Link>
      ) : null}
      <Origin kind={kind} full={full} />
      <Section id="correction" title={m.record_correction()}>
        <Card padded className="record-correction">
          <p>{say(kind.correction.text)}</p>
          {kind.correction.service ? (
            <Link to={`/services/${kind.correction.service.id}`} className={buttonClass({ variant: "secondary" })}>
              <PenLine size={18} aria-hidden="true" />
              {say(kind.correction.service.names)}
            </Link>
          ) : null}
        </Card>
      </Section>
      <Rows label={m.record_more()}>
        <RowLink to={`/me/accesses?record=${kind.id}`} icon={Eye} tone="sky" title={m.record_who_looked()} note={m.record_who_looked_note()} />
        {kind.services.map(({ id, names }) => (
          <RowLink key={id} to={`/services/${id}`} icon={Landmark} tone="ink" title={say(names)} note={m.record_guide_note()} />
        ))}
      </Rows>
    </>
  );
}

/** Where it comes from, as of when, by what right; and the way to ask again. */
function Origin({ kind, full }: { kind: RecordKind; full: FullRecord }) {
  const asker = useAsker();
  const whose = useWhose();
  const { search } = usePlace();
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask(recordProblemText);
  const parameter = parametersOf(kind, search);
  const askAgain = () =>
    run(async () => {
      const answer = await act("get", "/api/v1/me/records/{kind}", { path: { kind: kind.id }, query: recordQuestion(asker, parameter, true) });
      queries.setQueryData(myRecordQuery(asker, whose, kind.id, parameter).queryKey, answer);
    });
  const { asOf, obtainedAt, dueAt, state } = full;
  const facts: Fact[] = [
    [
      m.record_department(),
      <Link key="department" to={`/departments/${kind.department.id}`}>
        {say(kind.department.names)}
      </Link>,
    ],
    [m.record_as_of_name(), asOf && timeOf(asOf)],
    [m.record_asked_name(), obtainedAt && timeOf(obtainedAt)],
    [m.record_due_name(), state === "asked" && dueAt ? dayOf(dueAt) : undefined],
    [m.record_ground(), say(kind.ground)],
  ];
  return (
    <Section id="origin" title={m.record_origin()}>
      <Card padded className="record-origin">
        <FactList facts={facts} />
        <p role="status" className={failure ? "field-error" : "visually-hidden"}>
          {failure ?? (busy ? m.record_asking() : "")}
        </p>
        <Button variant="secondary" disabled={busy} aria-busy={busy} onClick={() => void askAgain()}>
          <RefreshCw size={18} aria-hidden="true" />
          {busy ? m.record_asking() : m.record_ask_again()}
        </Button>
      </Card>
    </Section>
  );
}
