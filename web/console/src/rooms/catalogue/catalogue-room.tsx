import { useQuery } from "@tanstack/react-query";
import { FilePlus2, X } from "lucide-react";
import { useMemo } from "react";
import { useLocation, useSearchParams } from "wouter";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { documentsQuery } from "../../api/queries.ts";
import type { DocumentSummary } from "../../api/types.ts";
import { type Column, DataTable, RowLink, type Sort } from "../../components/data-table.tsx";
import { GatedButton } from "../../components/gated-button.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { EmptyNote, Room, TableSkeleton } from "../../components/room.tsx";
import { FilterSelect } from "../../components/select.tsx";
import { StateChip, stateName } from "../../components/state-chips.tsx";
import { useNames } from "../../documents/names.ts";
import { serviceKindName, serviceLevelName } from "../../documents/kind-names.ts";
import { showDay, showNumber } from "../../i18n/dates.ts";
import { say, spokenLocale } from "../../i18n/locale.ts";
import { m } from "../../i18n/m.ts";
import { useCity, useHindrance, useStaff } from "../../staff/staff-context.tsx";
import { FILTER_NAMES, filterItems, readFilter, STATES, statesOf, totalViews } from "./catalogue-filter.ts";
import "./catalogue-room.css";

const KINDS = ["query", "book", "handle", "pay"];
const LEVELS = ["city", "district", "community"] as const;

export function CatalogueRoom() {
  const city = useCity();
  const staff = useStaff();
  const hindrance = useHindrance();
  const [, navigate] = useLocation();
  const names = useNames();
  const documents = useQuery(documentsQuery(city));
  const [parameters, setParameters] = useSearchParams();
  const filter = useMemo(() => readFilter(parameters), [parameters]);
  const sort: Sort = { by: parameters.get("sort") ?? "views", descending: parameters.get("order") !== "up" };

  const set = (name: string, value: string) =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      if (value === "") next.delete(name);
      else next.set(name, value);
      return next;
    });
  const setSort = ({ by, descending }: Sort) =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      next.set("sort", by);
      next.set("order", descending ? "down" : "up");
      return next;
    }, { replace: true });

  const items = useMemo(() => documents.data?.items.filter((each) => each.kind === "service") ?? [], [documents.data]);
  const total = totalViews(items);
  const shown = useMemo(() => filterItems(items, filter), [items, filter]);
  const columns = useMemo(() => catalogueColumns(names.of, total), [names, total]);
  const filtered = FILTER_NAMES.some((name) => filter[name] !== "");

  return (
    <Room
      title={m.room_catalogue()}
      beside={<span className="meta">{documents.data ? m.count_of({ shown: showNumber(shown.length), total: showNumber(items.length) }) : null}</span>}
      actions={
        <GatedButton hindrance={hindrance("editor", staff.department)} onClick={() => navigate("/documents/service/new")}>
          <FilePlus2 size={16} aria-hidden="true" />
          {m.new_item()}
        </GatedButton>
      }
    >
      <div className="catalogue-filters" role="group" aria-label={m.filters()}>
        <FilterSelect label={m.filter_topic()} empty={m.all()} value={filter.topic} onChoose={(value) => set("topic", value)} options={names.list("topic").map(toOption)} />
        <FilterSelect label={m.filter_department()} empty={m.all()} value={filter.department} onChoose={(value) => set("department", value)} options={names.list("department").map(toOption)} />
        <FilterSelect label={m.filter_level()} empty={m.all()} value={filter.level} onChoose={(value) => set("level", value)} options={LEVELS.map((level) => ({ value: level, label: serviceLevelName({ level }) }))} />
        <FilterSelect label={m.filter_kind()} empty={m.all()} value={filter.kind} onChoose={(value) => set("kind", value)} options={KINDS.map((serviceKind) => ({ value: serviceKind, label: serviceKindName({ serviceKind }) }))} />
        <FilterSelect label={m.filter_state()} empty={m.all()} value={filter.state} onChoose={(value) => set("state", value)} options={STATES.map((value) => ({ value, label: stateName(value) }))} />
        {filtered ? (
          <Button variant="quiet" onClick={() => setParameters((before) => clearFilters(before))}>
            <X size={14} aria-hidden="true" />
            {m.clear_filters()}
          </Button>
        ) : null}
      </div>
      {documents.isPending ? <TableSkeleton /> : null}
      {documents.error ? <ProblemNote error={documents.error} retry={() => void documents.refetch()} /> : null}
      {documents.data && shown.length === 0 ? (
        <EmptyNote title={m.nothing_matches()}>
          <Button variant="secondary" onClick={() => setParameters((before) => clearFilters(before))}>
            {m.clear_filters()}
          </Button>
        </EmptyNote>
      ) : null}
      {shown.length > 0 ? <DataTable label={m.room_catalogue()} columns={columns} rows={shown} rowKey={(row) => row.id} sort={sort} onSort={setSort} /> : null}
    </Room>
  );
}

function clearFilters(before: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(before);
  for (const name of FILTER_NAMES) next.delete(name);
  return next;
}

function toOption({ id, names }: DocumentSummary): { value: string; label: string } {
  return { value: id, label: say(names) };
}

function catalogueColumns(nameOf: ReturnType<typeof useNames>["of"], total: number): Column<DocumentSummary>[] {
  return [
    { id: "id", header: m.column_id(), look: "id", sortValue: (row) => row.id, cell: (row) => <code>{row.id}</code> },
    {
      id: "name",
      header: m.column_item(),
      look: "wide",
      sortValue: (row) => say(row.names),
      cell: (row) => (
        <>
          <RowLink href={`/documents/service/${row.id}`}>{say(row.names)}</RowLink>
          <span className="row-sub" lang={spokenLocale() === "en" ? "zh-Hans" : "en"}>
            {spokenLocale() === "en" ? row.names.zh : row.names.en}
          </span>
        </>
      ),
    },
    {
      id: "state",
      header: m.filter_state(),
      cell: (row) => (
        <span className="row">
          {statesOf(row, total).map((state) => (
            <StateChip key={state} state={state} version={row.version} />
          ))}
        </span>
      ),
    },
    { id: "kind", header: m.filter_kind(), cell: serviceKindName },
    { id: "topic", header: m.filter_topic(), cell: (row) => (row.topic ? nameOf("topic", row.topic) : "—") },
    { id: "department", header: m.filter_department(), cell: (row) => (row.department ? nameOf("department", row.department) : "—") },
    { id: "level", header: m.filter_level(), cell: serviceLevelName },
    { id: "views", header: m.column_views(), look: "number", descendingFirst: true, sortValue: (row) => row.views ?? 0, cell: (row) => showNumber(row.views ?? 0) },
    { id: "changed", header: m.column_changed(), look: "id", descendingFirst: true, sortValue: (row) => row.changedAt ?? "9999", cell: (row) => (row.changedAt ? showDay(row.changedAt) : m.not_yet()) },
  ];
}
