import type { ReactNode } from "react";
import "./data-table.css";

interface PlainTableProps {
  label: string;
  columns: readonly string[];
  rows: readonly (readonly ReactNode[])[];
  /** From this column on there are numbers. */
  numbersFrom?: number;
}

/** Rows that nobody sorts. */
export function PlainTable({ label, columns, rows, numbersFrom = Number.POSITIVE_INFINITY }: PlainTableProps) {
  const look = (index: number) => (index >= numbersFrom ? "number" : undefined);
  return (
    <div className="data-table-frame">
      <table className="data-table data-table-narrow" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column} scope="col" data-look={look(index)}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {/* Rows and cells have no identity but their place. */}
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} data-look={look(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
