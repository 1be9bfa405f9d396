import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Tag } from "lucide-react";
import { useMemo, useState } from "react";
import { useLocation } from "wouter";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { settleSearchMiss } from "../../api/commands.ts";
import { searchMissesQuery } from "../../api/queries.ts";
import type { SearchMiss } from "../../api/types.ts";
import { type Column, DataTable, type Sort } from "../../components/data-table.tsx";
import { DocumentPicker } from "../../components/document-picker.tsx";
import { GatedButton } from "../../components/gated-button.tsx";
import { Modal } from "../../components/modal.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, focusRoomHeading, Room, TableSkeleton } from "../../components/room.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { useNames } from "../../documents/names.ts";
import { showMoment, showNumber } from "../../i18n/dates.ts";
import { m } from "../../i18n/m.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity, useHindrance, useStaff } from "../../staff/staff-context.tsx";

/** What people asked for and did not find: the words our guides lack, or services the city lacks. */
export function SearchMissesRoom() {
  const city = useCity();
  const misses = useQuery(searchMissesQuery(city));
  const queries = useQueryClient();
  const [sort, setSort] = useState<Sort>({ by: "asked", descending: true });
  const [naming, setNaming] = useState<string>();
  const { mutate } = useMutation({
    mutationFn: (query: string) => settleSearchMiss(city, query),
    onSuccess: async () => {
      notify(w.settled_done());
      await queries.invalidateQueries({ queryKey: [city, "search-misses"] });
      focusRoomHeading();
    },
    onError: notifyProblem,
  });
  const { department } = useStaff();
  const hindrance = useHindrance();
  const mayNotEdit = hindrance("editor", department);
  const mayNotSettle = mayNotEdit && hindrance("operator", department) ? mayNotEdit : undefined;
  const columns = useMemo(() => missColumns({ mayNotEdit, mayNotSettle, onName: setNaming, onSettle: mutate }), [mayNotEdit, mayNotSettle, mutate]);
  return (
    <Room title={m.room_search_misses()} lead={w.search_misses_lead()}>
      {misses.isPending ? <TableSkeleton rows={5} /> : null}
      {misses.error ? <ProblemNote error={misses.error} retry={() => void misses.refetch()} /> : null}
      {misses.data?.items.length === 0 ? <EmptyNote title={w.search_misses_none()} /> : null}
      {misses.data && misses.data.items.length > 0 ? <DataTable label={m.room_search_misses()} columns={columns} rows={misses.data.items} rowKey={(row) => row.query} sort={sort} onSort={setSort} /> : null}
      {naming === undefined ? null : <AliasDialog query={naming} onClose={() => setNaming(undefined)} />}
    </Room>
  );
}

interface MissActions {
  mayNotEdit: string | undefined;
  mayNotSettle: string | undefined;
  onName(query: string): void;
  onSettle(query: string): void;
}

function missColumns({ mayNotEdit, mayNotSettle, onName, onSettle }: MissActions): Column<SearchMiss>[] {
  return [
    { id: "query", header: w.column_query(), look: "wide", sortValue: (row) => row.query, cell: (row) => <strong>{row.query}</strong> },
    { id: "asked", header: w.column_asked(), look: "number", descendingFirst: true, sortValue: (row) => row.asked, cell: (row) => showNumber(row.asked) },
    { id: "first", header: w.column_first(), look: "id", sortValue: (row) => row.firstAt, cell: (row) => showMoment(row.firstAt) },
    { id: "last", header: w.column_last(), look: "id", descendingFirst: true, sortValue: (row) => row.lastAt, cell: (row) => showMoment(row.lastAt) },
    {
      id: "actions",
      header: w.column_actions(),
      look: "end",
      cell: (row) => (
        <span className="row">
          <GatedButton variant="secondary" hindrance={mayNotEdit} aria-label={w.add_as_alias_named({ query: row.query })} onClick={() => onName(row.query)}>
            <Tag size={14} aria-hidden="true" />
            {w.add_as_alias()}
          </GatedButton>
          <GatedButton variant="quiet" hindrance={mayNotSettle} data-row-link="" aria-label={w.mark_settled_named({ query: row.query })} onClick={() => onSettle(row.query)}>
            <Check size={14} aria-hidden="true" />
            {w.mark_settled()}
          </GatedButton>
        </span>
      ),
    },
  ];
}

function AliasDialog({ query, onClose }: { query: string; onClose(): void }) {
  const names = useNames();
  const [, navigate] = useLocation();
  const [item, setItem] = useState<string>();
  return (
    <Modal open onOpenChange={(open) => (open ? undefined : onClose())} title={w.alias_title({ query })}>
      <p>{w.alias_text()}</p>
      <div className="note-field">
        <label htmlFor="alias-item">{w.alias_item()}</label>
        <DocumentPicker id="alias-item" documents={names.list("service").filter((each) => !each.retired)} value={item} onChoose={setItem} />
      </div>
      <div className="modal-actions">
        <Button variant="secondary" onClick={onClose}>
          {w.cancel()}
        </Button>
        <Button disabled={item === undefined} onClick={() => navigate(`/documents/service/${item}?alias=${encodeURIComponent(query)}`)}>
          {w.open_draft()}
        </Button>
      </div>
    </Modal>
  );
}
