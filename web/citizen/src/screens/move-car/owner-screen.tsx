import { Flag } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { SkeletonScreen } from "@citizen-cloud/ui/components/skeleton.tsx";
import { type Answer, askPersonal } from "../../account/api.ts";
import { AskedTwice } from "../../account/asked-twice.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { useTask } from "../../account/use-task.ts";
import { ApiProblem } from "../../api/problem.ts";
import { ScreenHead } from "../../components/screen-head.tsx";
import { m } from "../../paraglide/messages.js";
import { useHead } from "../../routing/head.tsx";
import { useParam } from "../../routing/place.tsx";
import { recordProblemText } from "../../records/record-problem.ts";
import { timeOf } from "../../records/values.ts";
import { ANSWERS, type MoveAnswer, ownAnswerText, reasonText } from "./move-words.ts";
import "../../account/account.css";
import "../../records/records.css";
import "./move-car.css";

type Asked = Answer<"get", "/api/v1/move-requests/{token}">;

const requestKey = (token: string) => ["move-request", token] as const;

/** Where the message leads a car's owner: no account, one tap. */
export function Screen() {
  const token = useParam("token");
  useHead({ title: m.record_owner_title() });
  const question = useQuery({
    queryKey: requestKey(token),
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/move-requests/{token}", { path: { token } }, signal),
    // Never asked by the server: what it draws for one address it may show again.
    enabled: typeof document !== "undefined",
    retry: (count, error) => count < 1 && !(error instanceof ApiProblem),
  });
  return (
    <div className="screen account-screen">
      <ScreenHead title={m.record_owner_title()} intro={m.record_owner_intro()} />
      <noscript>
        <p>{m.record_needs_script()}</p>
      </noscript>
      {question.data ? (
        <Request token={token} asked={question.data} />
      ) : question.isError ? (
        <Notice kind="warning" live>
          <p>{recordProblemText(question.error)}</p>
          {question.error instanceof ApiProblem ? null : (
            <Button variant="quiet" onClick={() => void question.refetch()}>
              {m.try_again()}
            </Button>
          )}
        </Notice>
      ) : (
        <SkeletonScreen label={m.loading()} />
      )}
    </div>
  );
}

function Request({ token, asked }: { token: string; asked: Asked }) {
  const { plate, place, reason, state, askedAt, answer } = asked;
  const queries = useQueryClient();
  const { busy, failure, run } = useTask(recordProblemText);
  const [changing, setChanging] = useState(false);
  const open = state === "sent" || state === "sending" || state === "answered";
  const send = (chosen: MoveAnswer) =>
    run(async () => {
      await askPersonal("post", "/api/v1/move-requests/{token}/answer", { path: { token }, body: { answer: chosen } });
      setChanging(false);
      await queries.invalidateQueries({ queryKey: requestKey(token) });
    });
  const facts: Fact[] = [
    [m.record_plate(), plate],
    [m.record_move_place(), place],
    [m.record_move_reason(), reasonText(reason)],
    [m.record_move_when(), timeOf(askedAt)],
  ];
  return (
    <div className="account-stack">
      <Card padded>
        <FactList facts={facts} />
      </Card>
      {failure ? (
        <Notice kind="danger" live>
          {failure}
        </Notice>
      ) : null}
      {!open ? <Notice live>{m.record_move_over()}</Notice> : null}
      {open && answer && !changing ? (
        <div className="move-told">
          <Notice kind="calm" live>
            {m.record_owner_told({ answer: ownAnswerText(answer) })}
          </Notice>
          <Button variant="secondary" onClick={() => setChanging(true)}>
            {m.record_owner_change()}
          </Button>
        </div>
      ) : null}
      {open && (!answer || changing) ? (
        <section aria-labelledby="answers" className="move-answers">
          <h2 id="answers">{m.record_owner_answer()}</h2>
          {ANSWERS.map((each) => (
            <Button key={each} large wide variant={each === "coming-5" ? "primary" : "secondary"} disabled={busy} onClick={() => void send(each)}>
              {ownAnswerText(each)}
            </Button>
          ))}
        </section>
      ) : null}
      <Misuse token={token} reported={asked.misuseReported} />
      <p className="account-small">{m.record_owner_private()}</p>
    </div>
  );
}

/** Somebody may be stopped for it. */
function Misuse({ token, reported }: { token: string; reported: boolean }) {
  const queries = useQueryClient();
  if (reported) return <Notice>{m.record_misuse_done()}</Notice>;
  return (
    <AskedTwice
      label={m.record_misuse()}
      button={
        <>
          <Flag size={18} aria-hidden="true" />
          {m.record_misuse()}
        </>
      }
      question={m.record_misuse_note()}
      yes={m.record_misuse_do()}
      no={m.account_cancel()}
      words={recordProblemText}
      onYes={async () => {
        await askPersonal("post", "/api/v1/move-requests/{token}/misuse", { path: { token } });
        await queries.invalidateQueries({ queryKey: requestKey(token) });
      }}
    />
  );
}
