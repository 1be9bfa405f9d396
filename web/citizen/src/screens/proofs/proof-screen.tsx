import { Copy, Eye, FileDown } from "lucide-react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Card } from "@citizen-cloud/ui/components/card.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage, useAct } from "../../account/account-page.tsx";
import { askPersonal } from "../../account/api.ts";
import { AskedTwice } from "../../account/asked-twice.tsx";
import { type Fact, FactList } from "../../account/fact-list.tsx";
import { PERSONAL } from "../../account/me.ts";
import { OwnFile } from "../../account/own-file.tsx";
import { QrCode } from "../../account/qr-code.tsx";
import { Row, Rows } from "../../account/rows.tsx";
import { fillIn } from "../../api/client.ts";
import { Loaded } from "../../components/loaded.tsx";
import { Missing } from "../../components/missing.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useParam } from "../../routing/place.tsx";
import { ProofChip } from "../../records/proof-chip.tsx";
import { type Proof, proofsKey, proofsQuery, spacedCode } from "../../records/proofs.ts";
import { dayOf, timeOf } from "../../records/values.ts";
import { recordProblemText } from "../../records/record-problem.ts";
import "../../records/records.css";

const SAID_FOR_MS = 4_000;

export function Screen() {
  return <AccountPage title={m.record_proof()}>{() => <OneProof />}</AccountPage>;
}

function OneProof() {
  const id = useParam("id");
  const question = useQuery(proofsQuery(useWhose()));
  return (
    <Loaded question={question}>
      {({ items }) => {
        const proof = items.find((each) => each.id === id);
        return proof ? <Details proof={proof} /> : <Missing />;
      }}
    </Loaded>
  );
}

function Details({ proof }: { proof: Proof }) {
  const { id, title, state, code, checkAddress, issuedAt, validUntil, revokedAt, asOf } = proof;
  const facts: Fact[] = [
    [m.record_as_of_name(), asOf && timeOf(asOf)],
    [m.record_proof_issued(), timeOf(issuedAt)],
    [m.record_proof_valid_until(), dayOf(validUntil)],
    [m.record_proof_revoked_at(), revokedAt && timeOf(revokedAt)],
  ];
  return (
    <div className="account-stack">
      <Card padded className="proof-card">
        <div className="proof-card-head">
          <h2>{say(title)}</h2>
          <ProofChip state={state} />
        </div>
        <FactList facts={facts} />
      </Card>
      {state === "valid" ? (
        <>
          <section className="qr-box" aria-labelledby="proof-code">
            <h2 id="proof-code">{m.record_proof_code()}</h2>
            <p className="proof-code">{spacedCode(code)}</p>
            <CopyCode code={code} />
            <QrCode text={checkAddress} label={m.record_proof_qr()} />
            <p className="account-small">{m.record_proof_show()}</p>
          </section>
          <OwnFile address={fillIn("/api/v1/me/proofs/{id}/pdf", { path: { id } })} name={`${id}.pdf`} words={recordProblemText}>
            <FileDown size={20} aria-hidden="true" />
            {m.record_proof_pdf()}
          </OwnFile>
        </>
      ) : null}
      <Checks id={id} />
      {state === "valid" ? <Revoke id={id} /> : null}
    </div>
  );
}

function CopyCode({ code }: { code: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  // Only secure addresses have a clipboard; the code can be selected in any case.
  const copy = () => void navigator.clipboard?.writeText(code).then(() => setCopied(true), () => undefined);
  return (
    <Button variant="secondary" onClick={copy}>
      <Copy size={18} aria-hidden="true" />
      {copied ? m.record_copied() : m.record_copy_code()}
      <span className="visually-hidden" role="status">
        {copied ? m.record_copied() : ""}
      </span>
    </Button>
  );
}

function Checks({ id }: { id: string }) {
  const whose = useWhose();
  const question = useQuery({
    queryKey: [...proofsKey(whose), id, "checks"],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/proofs/{id}/checks", { path: { id } }, signal),
    staleTime: 5_000,
  });
  return (
    <Section id="checks" title={m.record_proof_checked()} note={m.record_proof_checked_note()}>
      <Loaded question={question}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice kind="calm">{m.record_proof_unchecked()}</Notice>
          ) : (
            <Rows label={m.record_proof_checked()}>
              {items.map(({ at, state, checker }) => (
                <Row key={at} icon={Eye} tone="sky" title={checker ?? m.record_proof_checker_unknown()} note={timeOf(at)} actions={state === "valid" ? undefined : <ProofChip state={state} />} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </Section>
  );
}

/** It cannot be made valid again. */
function Revoke({ id }: { id: string }) {
  const act = useAct();
  const queries = useQueryClient();
  return (
    <Section id="revoke" title={m.record_proof_revoke()} note={m.record_proof_revoke_note()}>
      <AskedTwice
        label={m.record_proof_revoke()}
        button={m.record_proof_revoke()}
        yes={m.record_proof_revoke_sure()}
        no={m.account_cancel()}
        words={recordProblemText}
        onYes={async () => {
          await act("delete", "/api/v1/me/proofs/{id}", { path: { id } });
          await queries.invalidateQueries({ queryKey: [PERSONAL, "proofs"] });
        }}
      />
    </Section>
  );
}
