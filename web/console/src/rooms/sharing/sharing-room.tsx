import { buttonClass } from "@citizen-cloud/ui/components/button.tsx";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight, CalendarX2, CircleCheck, Search } from "lucide-react";
import { Link } from "wouter";
import { agreementsQuery } from "../../api/source-queries.ts";
import type { Agreement } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { useNames } from "../../documents/names.ts";
import { showNumber } from "../../i18n/dates.ts";
import { say } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity, useStaff } from "../../staff/staff-context.tsx";
import { mayAskBy, today } from "./may-ask.ts";
import "../people/people.css";
import "./sharing.css";

/** What the own department may ask others, and what others may ask it: with the law, the purpose and the fields beside. */
export function SharingRoom() {
  const staff = useStaff();
  const names = useNames();
  const agreements = useQuery(agreementsQuery(useCity()));
  const items = agreements.data?.items ?? [];
  const { department } = staff;
  const own = department === undefined ? "" : names.of("department", department);
  const groups: { id: string; title: string; list: Agreement[] }[] =
    department === undefined
      ? [{ id: "all", title: w.sharing_all(), list: items }]
      : [
          { id: "asks", title: w.sharing_we_ask({ department: own }), list: items.filter(({ consumer }) => consumer === department) },
          { id: "asked", title: w.sharing_we_give({ department: own }), list: items.filter(({ provider }) => provider === department) },
        ];
  return (
    <Room title={m.room_sharing()} lead={w.sharing_lead()}>
      {agreements.isPending ? <TableSkeleton rows={5} /> : null}
      {agreements.error ? <ProblemNote error={agreements.error} retry={() => void agreements.refetch()} /> : null}
      {agreements.data
        ? groups.map(({ id, title, list }) => (
            <section key={id} className="stack" aria-labelledby={`sharing-${id}`}>
              <h2 id={`sharing-${id}`}>{title}</h2>
              {list.length === 0 ? <EmptyNote title={w.sharing_none()} /> : null}
              <ul className="agreements">
                {list.map((agreement) => (
                  <AgreementCard key={agreement.id} agreement={agreement} />
                ))}
              </ul>
            </section>
          ))
        : null}
    </Room>
  );
}

function AgreementCard({ agreement }: { agreement: Agreement }) {
  const names = useNames();
  const staff = useStaff();
  const name = say(agreement.names);
  return (
    <li className="panel agreement">
      <div className="agreement-head">
        <h3>{name}</h3>
        <ValidityChip agreement={agreement} />
        {mayAskBy(agreement, staff) ? (
          <Link href={`/sharing/${agreement.id}`} className={buttonClass()} aria-label={w.sharing_ask_by({ name })}>
            <Search size={16} aria-hidden="true" />
            {w.sharing_ask()}
          </Link>
        ) : null}
      </div>
      <p className="row agreement-way">
        {names.of("department", agreement.consumer)}
        <ArrowRight size={14} aria-hidden="true" />
        <span className="visually-hidden">{w.sharing_asks()}</span>
        {names.of("department", agreement.provider)}
      </p>
      <AgreementFacts agreement={agreement} />
    </li>
  );
}

export function ValidityChip({ agreement: { validFrom, validUntil } }: { agreement: Agreement }) {
  const day = today();
  const valid = day >= validFrom && day <= validUntil;
  return (
    <Chip tone={valid ? "jade" : "ink"}>
      {valid ? <CircleCheck size={12} aria-hidden="true" /> : <CalendarX2 size={12} aria-hidden="true" />}
      {valid ? w.agreement_valid() : day < validFrom ? w.agreement_not_yet() : w.agreement_over()}
    </Chip>
  );
}

export function AgreementFacts({ agreement }: { agreement: Agreement }) {
  const names = useNames();
  const { purpose, ground, grants, services, validFrom, validUntil, requestsPerDay } = agreement;
  return (
    <dl className="facts">
      <dt>{w.agreement_purpose()}</dt>
      <dd>{say(purpose)}</dd>
      <dt>{w.agreement_ground()}</dt>
      <dd>{say(ground)}</dd>
      <dt>{w.agreement_fields()}</dt>
      <dd>
        <ul className="grants">
          {grants.map(({ kind, kindNames, fields }) => (
            <li key={kind}>
              {say(kindNames)}
              {w.colon()}
              {fields.map((field) => say(field.names)).join(m.list_separator())}
            </li>
          ))}
        </ul>
      </dd>
      <dt>{w.agreement_services()}</dt>
      <dd>{services.map((id) => `${names.of("service", id)} ${id}`).join(m.list_separator())}</dd>
      <dt>{w.agreement_term()}</dt>
      <dd>
        {w.from_to({ from: validFrom.replaceAll("-", "/"), to: validUntil.replaceAll("-", "/") })} · {w.agreement_per_day({ count: showNumber(requestsPerDay) })}
      </dd>
    </dl>
  );
}
