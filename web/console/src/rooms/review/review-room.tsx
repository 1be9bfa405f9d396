import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Chip } from "@citizen-cloud/ui/components/tone.tsx";
import { Lock } from "lucide-react";
import { draftsQuery } from "../../api/queries.ts";
import type { Draft } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { StateChip } from "../../components/state-chips.tsx";
import { kindName } from "../../documents/kind-names.ts";
import { useNames } from "../../documents/names.ts";
import { showMoment } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { departmentOf } from "../../staff/permissions.ts";
import { useCity, useHindrance, useStaff, useStaffNames } from "../../staff/staff-context.tsx";

/** What waits for a second pair of eyes, and what is still being written. */
export function ReviewRoom() {
  const drafts = useQuery(draftsQuery(useCity()));
  const columns = useReviewColumns();
  const [sort, setSort] = useState<Sort>({ by: "changed", descending: false });
  const submitted = useMemo(() => drafts.data?.items.filter((each) => each.state === "submitted") ?? [], [drafts.data]);
  const open = useMemo(() => drafts.data?.items.filter((each) => each.state === "open") ?? [], [drafts.data]);
  const key = ({ kind, id }: Draft) => `${kind} ${id}`;
  return (
    <Room title={m.room_review()} lead={w.review_lead()}>
      {drafts.isPending ? <TableSkeleton rows={5} /> : null}
      {drafts.error ? <ProblemNote error={drafts.error} retry={() => void drafts.refetch()} /> : null}
      {drafts.data && submitted.length === 0 ? <EmptyNote title={w.review_none()} /> : null}
      {submitted.length > 0 ? <DataTable label={m.room_review()} columns={columns} rows={submitted} rowKey={key} sort={sort} onSort={setSort} /> : null}
      {open.length > 0 ? (
        <section className="stack" aria-labelledby="open-drafts">
          <h2 id="open-drafts">{w.drafts_open()}</h2>
          <DataTable label={w.drafts_open()} columns={columns} rows={open} rowKey={key} sort={sort} onSort={setSort} />
        </section>
      ) : null}
    </Room>
  );
}

function useReviewColumns(): Column<Draft>[] {
  const names = useNames();
  const staff = useStaff();
  const nameOf = useStaffNames();
  const hindrance = useHindrance();
  return [
    {
      id: "name",
      header: w.column_document(),
      look: "wide",
      sortValue: ({ kind, id }) => names.of(kind, id),
      cell: ({ kind, id, state }) => (
        <>
          <RowLink href={state === "submitted" ? `/review/${kind}/${id}` : `/documents/${kind}/${id}`}>{names.of(kind, id)}</RowLink>
          <span className="row-sub">
            {kindName(kind)} · <code>{id}</code>
          </span>
        </>
      ),
    },
    {
      id: "state",
      header: m.filter_state(),
      cell: (draft) => (
        <span className="row">
          <StateChip state={draft.state === "submitted" ? "review" : "draft"} />
          {draft.baseVersion === undefined ? <Chip tone="jade">{w.brand_new()}</Chip> : null}
          {draft.remark ? <Chip tone="gold">{w.sent_back_short()}</Chip> : null}
        </span>
      ),
    },
    { id: "editors", header: w.column_editors(), cell: ({ editors }) => editors.map(nameOf).join(m.list_separator()) },
    { id: "note", header: w.column_note(), cell: ({ note, remark }) => remark ?? note ?? "—" },
    {
      id: "mine",
      header: w.column_for_you(),
      cell: (draft) => {
        if (draft.state !== "submitted") return "—";
        const reason = hindrance("reviewer", departmentOf(draft.kind, draft.body)) ?? (draft.editors.includes(staff.id) ? w.own_draft_short() : undefined);
        return reason === undefined ? (
          <strong>{w.can_review()}</strong>
        ) : (
          <span className="meta row">
            <Lock size={14} aria-hidden="true" />
            {reason}
          </span>
        );
      },
    },
    { id: "changed", header: w.column_saved(), look: "id", sortValue: (draft) => draft.updatedAt, cell: (draft) => showMoment(draft.updatedAt) },
  ];
}
