import { type ColumnDef, createSortedRowModel, rowSortingFeature, sortFn_alphanumeric, sortFn_basic, sortFn_text, tableFeatures, useTable } from "@tanstack/react-table";
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import { type ReactNode, useMemo, useRef } from "react";
import { Link } from "wouter";
import { useShortcut } from "../shell/use-shortcut.ts";
import "./data-table.css";

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic, text: sortFn_text },
});

export interface Column<Row> {
  id: string;
  header: string;
  /** What it is sorted by; without it, it cannot be. */
  sortValue?(row: Row): string | number;
  /** Numbers and dates are asked for from the top. */
  descendingFirst?: boolean;
  cell(row: Row): ReactNode;
  /** Set apart by the style sheet: numbers to the right, ids narrow. */
  look?: "number" | "id" | "wide" | "end";
}

export interface Sort {
  by: string;
  descending: boolean;
}

interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: Row[];
  rowKey(row: Row): string;
  sort: Sort;
  onSort(sort: Sort): void;
}

export function DataTable<Row extends object>({ label, columns, rows, rowKey, sort, onSort }: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const definitions = useMemo(
    () =>
      columns.map(
        ({ id, sortValue, descendingFirst = false }): ColumnDef<typeof features, Row> =>
          sortValue ? { id, accessorFn: sortValue, sortDescFirst: descendingFirst } : { id },
      ),
    [columns],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    getRowId: rowKey,
    enableSortingRemoval: false,
    state: { sorting: [{ id: sort.by, desc: sort.descending }] },
  });

  const step = (by: 1 | -1) => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>("[data-row-link]") ?? [])];
    const at = links.findIndex((link) => link.closest("tr")?.contains(document.activeElement));
    const next = links[Math.min(links.length - 1, Math.max(0, at === -1 ? (by === 1 ? 0 : links.length - 1) : at + by))];
    next?.focus();
    next?.closest("tr")?.scrollIntoView({ block: "nearest" });
  };
  useShortcut("j", () => step(1));
  useShortcut("k", () => step(-1));

  return (
    <div className="data-table-frame">
      <table className="data-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {table.getRowModel().rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => (
                <td key={column.id} data-look={column.look}>
                  {column.cell(row.original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HeadCell<Row>({ column, sort, onSort }: { column: Column<Row>; sort: Sort; onSort(sort: Sort): void }) {
  if (!column.sortValue) {
    return (
      <th scope="col" data-look={column.look}>
        {column.header}
      </th>
    );
  }
  const sorted = sort.by === column.id;
  const Arrow = !sorted ? ArrowUpDown : sort.descending ? ArrowDown : ArrowUp;
  return (
    <th scope="col" data-look={column.look} aria-sort={sorted ? (sort.descending ? "descending" : "ascending") : undefined}>
      <button type="button" className="data-table-sort" onClick={() => onSort({ by: column.id, descending: sorted ? !sort.descending : column.descendingFirst === true })}>
        {column.header}
        <Arrow size={14} aria-hidden="true" />
      </button>
    </th>
  );
}

/** The row's way in: where `j` and `k` step, and Enter opens. */
export function RowLink({ href, children, lang }: { href: string; children: ReactNode; lang?: string }) {
  return (
    <Link href={href} className="row-link" data-row-link="" lang={lang}>
      {children}
    </Link>
  );
}
