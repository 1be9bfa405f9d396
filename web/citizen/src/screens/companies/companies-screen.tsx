import { Building2 } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { AccountPage } from "../../account/account-page.tsx";
import { ActingChoice } from "../../account/acting-choice.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { RowLink, Rows } from "../../account/rows.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { m } from "../../paraglide/messages.js";
import { Link } from "../../routing/link.tsx";
import { enterprisesQuery, roleText } from "./companies.ts";

export function Screen() {
  return (
    <AccountPage title={m.account_companies()} intro={m.account_companies_intro()}>
      {(me) => (
        <LevelTwo me={me} why={m.account_companies_level()}>
          <div className="account-stack">
            <Section id="acting" title={m.account_acting_choose()} note={m.account_acting_note()}>
              <ActingChoice kinds={["enterprise"]} />
            </Section>
            <Companies />
          </div>
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function Companies() {
  const question = useQuery(enterprisesQuery);
  return (
    <Section id="companies" title={m.account_companies_manage()}>
      <Loaded question={question}>
        {({ items }) => (
          <div className="account-form">
            {items.length > 0 ? (
              <Rows>
                {items.map(({ id, name, creditCode, role, state }) => (
                  <RowLink
                    key={id}
                    to={`/me/companies/${id}`}
                    icon={Building2}
                    tone="gold"
                    title={name}
                    note={creditCode}
                    state={state === "active" ? <Chip tone={role === "invited" ? "gold" : "jade"}>{roleText(role)}</Chip> : <Chip tone="cinnabar">{state === "revoked" ? m.account_company_revoked() : m.account_company_cancelled()}</Chip>}
                  />
                ))}
              </Rows>
            ) : null}
            <div>
              <Link to="/me/companies/open" className={buttonClass({ variant: "secondary", large: true })}>
                <Building2 size={20} aria-hidden="true" />
                {m.account_company_open()}
              </Link>
            </div>
          </div>
        )}
      </Loaded>
    </Section>
  );
}
