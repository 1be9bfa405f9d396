/** A field's value as it is printed, for readers of Chinese and of English at once. Pure. */
import type { CheckedField } from "../../contract.ts";

export function printValue({ type, unit, codes }: Omit<CheckedField, "fields" | "names">, value: unknown): string {
  if (value === undefined || value === null) return "—";
  if (typeof value === "boolean") return value ? "是 Yes" : "否 No";
  if (typeof value === "number") return type === "money" ? `¥${inYuan(value)}` : type === "percent" ? `${value} %` : unit ? `${value} ${unit.zh}` : String(value);
  if (typeof value !== "string") return JSON.stringify(value);
  const code = type === "code" ? codes?.find((each) => each.value === value) : undefined;
  if (code) return `${code.names.zh} ${code.names.en}`;
  return type === "time" ? printTime(value) : unit ? `${value} ${unit.zh}` : value;
}

/** `1,234.50`; whole numbers alone are exact. */
function inYuan(fen: number): string {
  const [sign, whole] = [fen < 0 ? "-" : "", Math.abs(Math.round(fen))];
  return `${sign}${String(Math.floor(whole / 100)).replaceAll(/\B(?=(\d{3})+$)/g, ",")}.${String(whole % 100).padStart(2, "0")}`;
}

/** `2026-11-22 08:30`, in the one time that China keeps. */
export function printTime(instant: string): string {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? instant : new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");
}
