import { Printer } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { PERSONAL } from "../../account/me.ts";
import { Sure } from "../../account/asked-twice.tsx";
import { Unfolded } from "../../account/unfolded.tsx";
import { useTask } from "../../account/use-task.ts";
import { ceilingText, dayText, momentText, useScopeText } from "../../account/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { actFor, readActing } from "../../device/acting.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useParam } from "../../routing/place.tsx";
import { mandateQuery, stateChip } from "./family.tsx";

export function Screen() {
  return <AccountPage title={m.account_mandate()}>{() => <MandateCard />}</AccountPage>;
}

function MandateCard() {
  const id = useParam("id");
  const question = useQuery(mandateQuery(id));
  const scopeText = useScopeText();
  const act = useAct();
  const queries = useQueryClient();
  const { busy, failure, run } = useTask();
  const [asking, setAsking] = useState(false);
  const refresh = () => queries.invalidateQueries({ queryKey: [PERSONAL] });
  const accept = () =>
    run(async () => {
      await act("post", "/api/v1/me/mandates/{id}/acceptance", { path: { id } });
      await refresh();
    });
  const end = () =>
    run(async () => {
      await act("delete", "/api/v1/me/mandates/{id}", { path: { id } });
      if (readActing()?.id === `mandate:${id}`) actFor(undefined);
      setAsking(false);
      await refresh();
    });
  return (
    <Loaded question={question}>
      {({ role, state, name, phone, scope, paymentCeilingFen, purpose, expiresAt, createdAt, acceptedAt, endedAt, history, onPaper }) => {
        const open = state === "offered" || state === "active";
        const endWords = role === "grantor" ? m.account_mandate_revoke() : state === "offered" ? m.account_mandate_decline() : m.account_mandate_give_back();
        const facts: Fact[] = [
          [role === "grantor" ? m.account_mandate_holder() : m.account_mandate_grantor(), name ?? phone],
          [m.account_terms_scope(), scopeText(scope)],
          [m.account_terms_ceiling(), ceilingText(paymentCeilingFen)],
          [m.account_terms_last_day(), dayText(expiresAt)],
          [m.account_terms_purpose(), purpose],
          [m.account_mandate_made(), momentText(createdAt) + (onPaper ? ` · ${m.account_mandate_on_paper()}` : "")],
          [m.account_mandate_accepted(), acceptedAt && momentText(acceptedAt)],
          [m.account_mandate_ended(), endedAt && momentText(endedAt)],
        ];
        return (
          <div className="account-stack">
            <Card padded>
              <p className="mandate-state">{stateChip(state, role)}</p>
              <FactList facts={facts} />
            </Card>
            {failure ? (
              <Notice kind="danger" live>
                {failure}
              </Notice>
            ) : null}
            {role === "holder" && state === "offered" ? <Notice kind="info">{m.account_mandate_before()}</Notice> : null}
            {asking ? (
              <Unfolded label={endWords}>
                <Sure question={m.account_mandate_end_sure()} busy={busy} yes={endWords} large onYes={() => void end()} onNo={() => setAsking(false)} />
              </Unfolded>
            ) : open ? (
              <div className="account-actions">
                {role === "holder" && state === "offered" ? (
                  <Button large disabled={busy} onClick={() => void accept()}>
                    {m.account_mandate_accept()}
                  </Button>
                ) : null}
                {role === "grantor" ? (
                  <Link to={`/me/family/mandates/${id}/paper`} className={buttonClass({ variant: "secondary", large: true })}>
                    <Printer size={20} aria-hidden="true" />
                    {m.account_mandate_paper()}
                  </Link>
                ) : null}
                <Button variant="secondary" className="quiet-danger" large disabled={busy} onClick={() => setAsking(true)}>
                  {endWords}
                </Button>
              </div>
            ) : null}
            <Section id="uses" title={m.account_mandate_uses()}>
              {history.length === 0 ? (
                <p className="screen-intro">{m.account_mandate_unused()}</p>
              ) : (
                <ul className="account-list">
                  {history.map(({ at, act: done, refused }) => (
                    <li key={at + done}>
                      {momentText(at)} · {done}
                      {refused ? ` · ${m.account_mandate_use_refused()}` : ""}
                    </li>
                  ))}
                </ul>
              )}
            </Section>
          </div>
        );
      }}
    </Loaded>
  );
}
