/** From a record's rows to what a chart draws. */
import type { Content, PlainField, RecordKind } from "./kinds.ts";
import { isList, rowsOf, textOf } from "./kinds.ts";

interface ChartData {
  x: PlainField;
  y: PlainField[];
  labels: string[];
  rows: Content[];
}

const IN_TIME = new Set(["date", "month", "time"]);

/** Oldest first, whatever the order in which the department tells. */
export function chartData(kind: Pick<RecordKind, "fields">, chart: RecordKind["charts"][number], record: Content): ChartData | undefined {
  const list = kind.fields.find((field) => field.name === chart.list);
  if (!list || !isList(list)) return undefined;
  const x = list.fields.find(({ name }) => name === chart.x);
  const y = chart.y.flatMap((name) => list.fields.find((field) => field.name === name) ?? []);
  if (!x || y.length === 0) return undefined;
  const rows = [...rowsOf(record, list)];
  if (IN_TIME.has(x.type)) rows.sort((one, other) => textOf(one[x.name]).localeCompare(textOf(other[x.name])));
  else if (x.type === "number") rows.sort((one, other) => Number(one[x.name]) - Number(other[x.name]));
  return { x, y, labels: rows.map((row) => shortLabel(x, row[x.name], { years: spansYears(rows, x.name) })), rows };
}

function spansYears(rows: readonly Content[], name: string): boolean {
  return textOf(rows[0]?.[name]).slice(0, 4) !== textOf(rows.at(-1)?.[name]).slice(0, 4);
}

/** The last that has come already: of a schedule, what lies ahead is no news. */
export function newestOf({ x, rows }: Pick<ChartData, "x" | "rows">, today: string): number | undefined {
  if (!IN_TIME.has(x.type)) return rows.length - 1;
  const last = textOf(rows.at(-1)?.[x.name]);
  return last.slice(0, 10) <= today.slice(0, last.length) ? rows.length - 1 : undefined;
}

/** Along the bottom there is room for 2026.11 or 14:00, no more. */
export function shortLabel({ type }: Pick<PlainField, "type">, value: unknown, { years = false }: { years?: boolean } = {}): string {
  const text = textOf(value);
  if (type === "month") return text.replace("-", ".");
  if (type === "date") return (years ? text.slice(0, 7) : text.slice(5)).replace("-", ".");
  if (type === "time") {
    const moment = new Date(text);
    return Number.isNaN(moment.getTime()) ? text : new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false }).format(moment);
  }
  return text;
}

export function isOverTime({ x }: Pick<ChartData, "x">): boolean {
  return IN_TIME.has(x.type) || x.type === "number";
}
