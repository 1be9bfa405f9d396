import { useQuery } from "@tanstack/react-query";
import { FilePlus2 } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { Redirect, useLocation, useParams, useSearchParams } from "wouter";
import { documentsQuery } from "../../api/queries.ts";
import type { DocumentKind, DocumentSummary } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { GatedButton } from "../../components/gated-button.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { StateChip } from "../../components/state-chips.tsx";
import { kindName, kindsName } from "../../documents/kind-names.ts";
import { LAYOUTS } from "../../documents/layouts.ts";
import { showDay, showNumber } from "../../i18n/dates.ts";
import { say, spokenLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";
import { useCity, useHindrance } from "../../staff/staff-context.tsx";
import { statesOf } from "../catalogue/catalogue-filter.ts";
import { MissingRoom } from "../missing-room.tsx";
import "../catalogue/catalogue-room.css";

export function DocumentListRoom() {
  const { kind } = useParams<{ kind: string }>();
  if (kind === "service") return <Redirect to="/catalogue" replace />;
  return kind in LAYOUTS ? <DocumentList key={kind} kind={kind as DocumentKind} /> : <MissingRoom />;
}

function DocumentList({ kind }: { kind: DocumentKind }) {
  const city = useCity();
  const documents = useQuery(documentsQuery(city));
  const hindrance = useHindrance();
  const [, navigate] = useLocation();
  const [parameters, setParameters] = useSearchParams();
  const [sort, setSort] = useState<Sort>({ by: "id", descending: false });
  const field = useId();
  const words = parameters.get("q") ?? "";
  const items = useMemo(() => documents.data?.items.filter((each) => each.kind === kind) ?? [], [documents.data, kind]);
  const shown = useMemo(() => {
    const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
    return items.filter(({ id, names }) => asked.every((word) => `${id} ${names.zh} ${names.en}`.toLowerCase().includes(word)));
  }, [items, words]);
  const columns = useMemo(() => listColumns(kind), [kind]);

  return (
    <Room
      title={kindsName(kind)}
      lead={findRoomWord(`lead_${kind.replaceAll("-", "_")}`)}
      beside={<span className="meta">{documents.data ? m.count_of({ shown: showNumber(shown.length), total: showNumber(items.length) }) : null}</span>}
      actions={
        kind === "city" ? null : (
          <GatedButton hindrance={hindrance("editor")} onClick={() => navigate(`/documents/${kind}/new`)}>
            <FilePlus2 size={16} aria-hidden="true" />
            {w.new_document({ kind: kindName(kind) })}
          </GatedButton>
        )
      }
    >
      <div className="catalogue-filters">
        <span className="filter-select">
          <label htmlFor={field}>{w.filter_words()}</label>
          <input id={field} type="search" className="control" value={words} onChange={({ currentTarget }) => setParameters(currentTarget.value === "" ? {} : { q: currentTarget.value }, { replace: true })} />
        </span>
      </div>
      {documents.isPending ? <TableSkeleton /> : null}
      {documents.error ? <ProblemNote error={documents.error} retry={() => void documents.refetch()} /> : null}
      {documents.data && shown.length === 0 ? <EmptyNote title={m.nothing_matches()} /> : null}
      {shown.length > 0 ? <DataTable label={kindsName(kind)} columns={columns} rows={shown} rowKey={(row) => row.id} sort={sort} onSort={setSort} /> : null}
    </Room>
  );
}

function listColumns(kind: DocumentKind): Column<DocumentSummary>[] {
  return [
    {
      id: "name",
      header: w.column_name(),
      look: "wide",
      sortValue: (row) => say(row.names),
      cell: (row) => (
        <>
          <RowLink href={`/documents/${kind}/${row.id}`}>{say(row.names)}</RowLink>
          <span className="row-sub" lang={spokenLocale() === "en" ? "zh-Hans" : "en"}>
            {spokenLocale() === "en" ? row.names.zh : row.names.en}
          </span>
        </>
      ),
    },
    { id: "id", header: m.column_id(), look: "id", sortValue: (row) => row.id, cell: (row) => <code>{row.id}</code> },
    {
      id: "state",
      header: m.filter_state(),
      cell: (row) => (
        <span className="row">
          {statesOf(row, 0).map((state) => (
            <StateChip key={state} state={state} version={row.version} />
          ))}
        </span>
      ),
    },
    { id: "changed", header: m.column_changed(), look: "id", descendingFirst: true, sortValue: (row) => row.changedAt ?? "9999", cell: (row) => (row.changedAt ? showDay(row.changedAt) : m.not_yet()) },
  ];
}
