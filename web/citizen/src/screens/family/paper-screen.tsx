import { Printer } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { AccountPage } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { PERSONAL } from "../../account/me.ts";
import { QrCode } from "../../account/qr-code.tsx";
import { useSayCity } from "../../account/use-city.ts";
import { ceilingText, dayText, useScopeText } from "../../account/words.ts";
import { Loaded } from "../../components/loaded.tsx";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useParam } from "../../routing/place.tsx";
import "./paper.css";

/** For whoever has no telephone: a sheet with a code that a clerk can check. */
export function Screen() {
  return <AccountPage title={m.account_mandate_paper()} intro={m.account_paper_intro()}>{() => <Paper />}</AccountPage>;
}

function Paper() {
  const id = useParam("id");
  const city = useSayCity();
  const scopeText = useScopeText();
  // Each sheet has a code of its own, so it is asked for once a visit.
  const question = useQuery({ queryKey: [PERSONAL, "paper", id], queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/mandates/{id}/paper", { path: { id } }, signal), staleTime: Number.POSITIVE_INFINITY, gcTime: 0 });
  return (
    <Loaded question={question}>
      {({ address, grantor, holder, scope, paymentCeilingFen, purpose, createdAt, expiresAt }) => {
        const facts: Fact[] = [
          [m.account_mandate_grantor(), `${grantor.name} ${grantor.idNumber}`],
          [m.account_mandate_holder(), `${holder.name} ${holder.idNumber ?? ""}`],
          [m.account_terms_purpose(), purpose],
          [m.account_terms_scope(), scopeText(scope)],
          [m.account_terms_ceiling(), ceilingText(paymentCeilingFen)],
          [m.account_paper_term(), `${dayText(createdAt)} — ${dayText(expiresAt)}`],
        ];
        return (
          <div className="account-form">
            <article className="paper" aria-label={m.account_paper_title()}>
              <h2>{m.account_paper_title()}</h2>
              <FactList facts={facts} />
              <div className="paper-foot">
                <QrCode text={address} label={m.account_paper_code()} />
                <div>
                  <p>{m.account_paper_check()}</p>
                  <p>{m.account_paper_sign()}</p>
                  <p className="account-small">{city ? say(city.appNames) : m.platform_name()}</p>
                </div>
              </div>
            </article>
            <Button large className="paper-print" onClick={() => print()}>
              <Printer size={20} aria-hidden="true" />
              {m.account_paper_print()}
            </Button>
          </div>
        );
      }}
    </Loaded>
  );
}
