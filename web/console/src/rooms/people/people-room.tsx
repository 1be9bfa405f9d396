import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, UserPlus, X } from "lucide-react";
import { useMemo, useState } from "react";
import { decideProposal } from "../../api/people-commands.ts";
import { peopleQuery, proposalsQuery } from "../../api/people-queries.ts";
import type { Proposal, Staff, StaffRecord } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { GatedButton } from "../../components/gated-button.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { focusRoomHeading, Room, TableSkeleton } from "../../components/room.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { useNames } from "../../documents/names.ts";
import { showDay, showMoment } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { roleName, useCity, useHindrance, useStaff, useStaffNames } from "../../staff/staff-context.tsx";
import { ActivationCodeDialog } from "./activation-code-dialog.tsx";
import { JoinDialog } from "./staff-dialogs.tsx";
import "./people.css";

/** Who works here with which rights, and what waits for a second officer. */
export function PeopleRoom() {
  const city = useCity();
  const people = useQuery(peopleQuery(city));
  const columns = usePeopleColumns();
  const [sort, setSort] = useState<Sort>({ by: "name", descending: false });
  const [joining, setJoining] = useState(false);
  const [shownCode, setShownCode] = useState<string>();
  const hindrance = useHindrance();
  const { department } = useStaff();
  return (
    <Room
      title={m.room_people()}
      lead={w.people_lead()}
      actions={
        <GatedButton hindrance={hindrance("personnel-officer", department)} onClick={() => setJoining(true)}>
          <UserPlus size={16} aria-hidden="true" />
          {w.people_join()}
        </GatedButton>
      }
    >
      <Proposals onCode={setShownCode} />
      {people.isPending ? <TableSkeleton rows={6} /> : null}
      {people.error ? <ProblemNote error={people.error} retry={() => void people.refetch()} /> : null}
      {people.data ? <DataTable label={m.room_people()} columns={columns} rows={people.data.items} rowKey={(row) => row.id} sort={sort} onSort={setSort} /> : null}
      {joining ? <JoinDialog onClose={() => setJoining(false)} onJoined={setShownCode} /> : null}
      {shownCode === undefined ? null : <ActivationCodeDialog code={shownCode} onClose={() => setShownCode(undefined)} />}
    </Room>
  );
}

/** Four eyes: whoever proposed sees why the approval is somebody else's. */
function Proposals({ onCode }: { onCode(code: string): void }) {
  const city = useCity();
  const me = useStaff();
  const queries = useQueryClient();
  const nameOf = useStaffNames();
  const hindrance = useHindrance();
  const proposals = useQuery(proposalsQuery(city));
  const decide = useMutation({
    mutationFn: ({ id, approve }: { id: string; approve: boolean }) => decideProposal(id, approve),
    onSuccess: async ({ activationCode }, { approve }) => {
      notify(approve ? w.proposal_approved() : w.proposal_refused());
      if (activationCode !== undefined) onCode(activationCode);
      await queries.invalidateQueries({ queryKey: [city, "people"] });
      focusRoomHeading();
    },
    onError: notifyProblem,
  });
  const mayNot = hindrance("personnel-officer", me.department);
  if (!proposals.data || proposals.data.total === 0) return null;
  return (
    <section className="stack" aria-labelledby="proposals">
      <h2 id="proposals">{w.proposals_title()}</h2>
      <ul className="proposals">
        {proposals.data.items.map((proposal) => (
          <li key={proposal.id} className="proposal">
            <div>
              <strong>{proposal.name}</strong> <code>{proposal.staff}</code>
              <p>{proposal.kind === "activation" ? w.proposal_reset() : <RoleChange proposal={proposal} />}</p>
              <p className="meta">
                {w.proposal_by({ name: nameOf(proposal.proposedBy), when: showMoment(proposal.proposedAt) })} · {proposal.reason}
              </p>
            </div>
            <span className="row">
              <GatedButton hindrance={mayNot ?? whyNot(me, proposal)} busy={decide.isPending} aria-label={w.approve_named({ name: proposal.name })} onClick={() => decide.mutate({ id: proposal.id, approve: true })}>
                <Check size={14} aria-hidden="true" />
                {w.approve()}
              </GatedButton>
              <GatedButton variant="secondary" hindrance={mayNot ?? (proposal.staff === me.id ? w.own_rights() : undefined)} busy={decide.isPending} aria-label={w.refuse_named({ name: proposal.name })} onClick={() => decide.mutate({ id: proposal.id, approve: false })}>
                <X size={14} aria-hidden="true" />
                {w.refuse()}
              </GatedButton>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RoleChange({ proposal }: { proposal: Proposal }) {
  const words = (roles: readonly Staff["roles"][number][]) => (roles.length === 0 ? w.no_roles() : roles.map(roleName).join(m.list_separator()));
  return <>{w.proposal_roles({ before: words(proposal.current), after: words(proposal.roles ?? []) })}</>;
}

function whyNot(me: Staff, proposal: Proposal): string | undefined {
  if (proposal.staff === me.id) return w.own_rights();
  return proposal.proposedBy === me.id ? w.four_eyes() : undefined;
}

function usePeopleColumns(): Column<StaffRecord>[] {
  const names = useNames();
  return useMemo(
    () => [
      {
        id: "name", header: w.column_name(), look: "wide", sortValue: (row) => row.name,
        cell: (row) => (
          <>
            <RowLink href={`/people/${row.id}`}>{row.name}</RowLink>
            <span className="row-sub">
              <code>{row.id}</code>
            </span>
          </>
        ),
      },
      { id: "place", header: w.column_place(), sortValue: (row) => row.department ?? "", cell: (row) => [row.department ? names.of("department", row.department) : m.all_departments(), row.division].filter(Boolean).join(" · ") },
      { id: "roles", header: w.column_roles(), cell: (row) => <RoleChips roles={row.roles} /> },
      { id: "state", header: w.column_state(), look: "id", sortValue: (row) => row.state, cell: (row) => <StaffState record={row} /> },
      { id: "joined", header: w.column_joined(), look: "id", descendingFirst: true, sortValue: (row) => row.joinedAt, cell: (row) => showDay(row.joinedAt) },
    ],
    [names],
  );
}

export function RoleChips({ roles }: { roles: StaffRecord["roles"] }) {
  if (roles.length === 0) return <span className="meta">{w.no_roles()}</span>;
  return (
    <span className="row">
      {roles.map((role) => (
        <Chip key={role} tone="jade">
          {roleName(role)}
        </Chip>
      ))}
    </span>
  );
}

export function StaffState({ record }: { record: StaffRecord }) {
  if (record.state === "invited") return <Chip tone="gold">{w.staff_invited()}</Chip>;
  if (record.state === "active") return <Chip tone="jade">{w.staff_active()}</Chip>;
  return (
    <span className="row">
      <Chip tone="ink">{w.staff_left()}</Chip>
      {record.handOverTo === undefined ? <Chip tone="rose">{w.hand_over_open()}</Chip> : null}
    </span>
  );
}

