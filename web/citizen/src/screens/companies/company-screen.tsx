import { UserPlus, UserRound } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { RowAskedTwice } from "../../account/asked-twice.tsx";
import { FactList } from "../../account/fact-list.tsx";
import { PERSONAL } from "../../account/me.ts";
import { Rows } from "../../account/rows.tsx";
import { useTask } from "../../account/use-task.ts";
import { ceilingText, dayText, momentText, useScopeText } from "../../account/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { actFor, readActing, useActing } from "../../device/acting.ts";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { useNavigator } from "../../routing/navigator.tsx";
import { useHref, useParam } from "../../routing/place.tsx";
import { type Agency, agencyStateText, agentsQuery, type Enterprise, enterpriseQuery, roleText } from "./companies.ts";

export function Screen() {
  return <AccountPage title={m.account_company()}>{() => <Company />}</AccountPage>;
}

function Company() {
  const question = useQuery(enterpriseQuery(useParam("id")));
  return (
    <Loaded question={question}>
      {(company) => (
        <div className="account-stack">
          <About company={company} />
          {company.role === "invited" && company.agency ? <Invitation company={company} agency={company.agency} /> : <Agents company={company} />}
        </div>
      )}
    </Loaded>
  );
}

function About({ company }: { company: Enterprise }) {
  const { id, name, creditCode, role, state, checkedAt } = company;
  const acting = useActing();
  const actingId = `enterprise:${id}`;
  const mayAct = state === "active" && role !== "invited";
  return (
    <Card padded>
      <div className="account-form">
        <h2>{name}</h2>
        <p className="mandate-state">
          <Chip tone={state === "active" ? "jade" : "cinnabar"}>{{ active: m.account_company_active(), revoked: m.account_company_revoked(), cancelled: m.account_company_cancelled() }[state]}</Chip> <Chip tone="ink">{roleText(role)}</Chip>
        </p>
        <FactList
          facts={[
            [m.account_credit_code(), creditCode],
            [m.account_company_checked(), momentText(checkedAt)],
          ]}
        />
        {mayAct ? (
          <div>
            {acting?.id === actingId ? (
              <Button variant="secondary" large onClick={() => actFor(undefined)}>
                {m.account_acting_end()}
              </Button>
            ) : (
              <Button large onClick={() => actFor({ id: actingId, name })}>
                {m.account_act_as_company()}
              </Button>
            )}
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function Invitation({ company, agency }: { company: Enterprise; agency: Agency }) {
  const act = useAct();
  const queries = useQueryClient();
  const navigator = useNavigator();
  const href = useHref();
  const scopeText = useScopeText();
  const { busy, failure, run } = useTask();
  const path = { id: company.id, agent: agency.id };
  const refresh = () => queries.invalidateQueries({ queryKey: [PERSONAL] });
  const accept = () =>
    run(async () => {
      await act("post", "/api/v1/me/enterprises/{id}/agents/{agent}/acceptance", { path });
      await refresh();
    });
  const decline = () =>
    run(async () => {
      await act("delete", "/api/v1/me/enterprises/{id}/agents/{agent}", { path });
      await navigator.visit(href("/me/companies"), { replace: true });
      await refresh();
    });
  return (
    <Section id="invitation" title={m.account_agent_invited()}>
      <div className="account-form">
        <p>{m.account_agent_invited_text({ scope: scopeText(agency.scope), ceiling: ceilingText(agency.paymentCeilingFen), date: dayText(agency.expiresAt) })}</p>
        {failure ? (
          <Notice kind="danger" live>
            {failure}
          </Notice>
        ) : null}
        <div className="account-actions">
          <Button large disabled={busy} onClick={() => void accept()}>
            {m.account_mandate_accept()}
          </Button>
          <Button large variant="secondary" disabled={busy} onClick={() => void decline()}>
            {m.account_mandate_decline()}
          </Button>
        </div>
      </div>
    </Section>
  );
}

function Agents({ company }: { company: Enterprise }) {
  const question = useQuery(agentsQuery(company.id));
  const representative = company.role === "representative";
  return (
    <Section id="agents" title={m.account_agents()} note={representative ? m.account_agents_note() : undefined}>
      <Loaded question={question}>
        {({ items }) => (
          <div className="account-form">
            {items.length > 0 ? (
              <Rows>
                {items.map((agency) => (
                  <AgentRow key={agency.id} company={company} agency={agency} />
                ))}
              </Rows>
            ) : null}
            {representative && company.state === "active" ? (
              <div>
                <Link to={`/me/companies/${company.id}/new-agent`} className={buttonClass({ variant: "secondary", large: true })}>
                  <UserPlus size={20} aria-hidden="true" />
                  {m.account_agent_new()}
                </Link>
              </div>
            ) : null}
          </div>
        )}
      </Loaded>
    </Section>
  );
}

function AgentRow({ company, agency }: { company: Enterprise; agency: Agency }) {
  const act = useAct();
  const queries = useQueryClient();
  const scopeText = useScopeText();
  const name = agency.name ?? agency.phone ?? m.account_somebody();
  const open = agency.state === "active" || agency.state === "invited";
  const words = company.role === "representative" ? m.account_mandate_revoke() : m.account_agent_resign();
  return (
    <RowAskedTwice
      icon={UserRound}
      tone={open ? "jade" : "ink"}
      title={
        <>
          {name} <Chip tone={agency.state === "active" ? "jade" : agency.state === "invited" ? "gold" : "ink"}>{agencyStateText(agency.state)}</Chip>
        </>
      }
      note={[scopeText(agency.scope), ceilingText(agency.paymentCeilingFen), m.account_until({ date: dayText(agency.expiresAt) })].join(" · ")}
      asked={
        open
          ? {
              label: `${words}: ${name}`,
              button: words,
              question: m.account_mandate_end_sure(),
              yes: words,
              onYes: async () => {
                await act("delete", "/api/v1/me/enterprises/{id}/agents/{agent}", { path: { id: company.id, agent: agency.id } });
                if (company.role === "agent" && readActing()?.id === `enterprise:${company.id}`) actFor(undefined);
                await queries.invalidateQueries({ queryKey: [PERSONAL] });
              },
            }
          : undefined
      }
    />
  );
}
