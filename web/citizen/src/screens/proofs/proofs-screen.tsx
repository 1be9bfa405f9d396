import { Stamp } from "lucide-react";
import { useQuery } from "@tanstack/react-query";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { Section } from "@citizen-cloud/ui/components/section.tsx";
import { AccountPage } from "../../account/account-page.tsx";
import { LevelTwo } from "../../account/level-two.tsx";
import { RowLink, Rows } from "../../account/rows.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { useWhose } from "../../device/acting.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../paraglide/messages.js";
import { useAsker } from "../../routing/place.tsx";
import { recordKindsQuery } from "../../records/kinds.ts";
import { ProofChip } from "../../records/proof-chip.tsx";
import { type Proof, proofsQuery } from "../../records/proofs.ts";
import { dayOf } from "../../records/values.ts";
import "../../records/records.css";

export function Screen() {
  return (
    <AccountPage title={m.record_proofs()} intro={m.record_proofs_intro()}>
      {(me) => (
        <LevelTwo me={me} why={m.record_level_first()}>
          <div className="account-stack">
            <Proofs />
            <Makeable />
            <Rows label={m.record_more()}>
              <RowLink to="/check" icon={Stamp} tone="ink" title={m.record_check()} note={m.record_check_note()} />
            </Rows>
          </div>
        </LevelTwo>
      )}
    </AccountPage>
  );
}

function Proofs() {
  const whose = useWhose();
  const question = useQuery(proofsQuery(whose));
  return (
    <>
      {whose ? <Notice>{m.record_whose({ name: whose.name })}</Notice> : null}
      <Loaded question={question}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice kind="calm">{m.record_proofs_none()}</Notice>
          ) : (
            <Rows label={m.record_proofs()}>
              {items.map((proof) => (
                <RowLink key={proof.id} to={`/me/proofs/${proof.id}`} icon={Stamp} tone={proof.state === "valid" ? "jade" : "ink"} title={say(proof.title)} note={noteOf(proof)} state={<ProofChip state={proof.state} />} />
              ))}
            </Rows>
          )
        }
      </Loaded>
    </>
  );
}

function noteOf({ state, validUntil, revokedAt, checks }: Proof): string {
  const until = state === "revoked" && revokedAt ? m.record_proof_revoked_on({ date: dayOf(revokedAt) }) : m.record_proof_until({ date: dayOf(validUntil) });
  return checks > 0 ? `${until} · ${m.record_proof_checks({ count: checks })}` : until;
}

/** What a proof can be made of; whether there is a record is said on the way. */
function Makeable() {
  const question = useQuery(recordKindsQuery(useAsker()));
  return (
    <Section id="make" title={m.record_proof_new()}>
      <Loaded question={question}>
        {({ items }) => (
          <Rows>
            {items.map(({ id, subject, proof, department }) => (proof && subject === "person" ? <RowLink key={id} to={`/me/proofs/new/${id}`} title={say(proof.title)} note={say(department.names)} /> : null))}
          </Rows>
        )}
      </Loaded>
    </Section>
  );
}
