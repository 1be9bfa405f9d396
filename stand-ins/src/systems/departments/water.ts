/** The waterworks' billing: a file of lines of the same length, whose places are counted in bytes of GB18030. */
import iconv from "iconv-lite";
import { createDropDepartment } from "../../drop/department.ts";
import { waterAccountOf } from "../../lives/index.ts";
import { type Department, type Surroundings, timeOf, todayIn } from "../department.ts";
import { compactMonth, compactTime, yuan } from "./writing.ts";

/** Bytes: ID number, account, address, month, cubic metres, yuan, paid, as of. */
const WIDTHS = [18, 16, 100, 6, 6, 10, 1, 14] as const;
const AMOUNT = 5;
const ENCODING = "gb18030";

export function createWater(surroundings: Surroundings): Department {
  const { world } = surroundings;
  return createDropDepartment(surroundings, { id: "water", title: "供水营业收费系统 Water" }, {
    prefix: "SW", extension: "txt", encoding: ENCODING,
    write(person) {
      const today = todayIn(surroundings);
      const account = waterAccountOf(world, person, today);
      return (account?.bills ?? []).map(({ month, quantity, amount, status }) =>
        writeLine([person.idNumber, account?.accountNumber ?? "", person.address, compactMonth(month), String(quantity).padStart(6, "0"), yuan(amount).padStart(10, "0"), status === "paid" ? "Y" : "N", compactTime(timeOf(surroundings))]));
    },
    widen: (line) => `${line}00`,
    confuse: (line) => line.replace(/\d{7}\.\d\d/, pad("不详", WIDTHS[AMOUNT])),
  });
}

function writeLine(cells: string[]): string {
  return cells.map((cell, index) => pad(cell, WIDTHS[index] ?? 0)).join("");
}

function pad(text: string, width: number): string {
  const bytes = iconv.encode(text, ENCODING).length;
  if (bytes > width) throw new RangeError(`"${text}" takes ${bytes} bytes instead of ${width}.`);
  return text + " ".repeat(width - bytes);
}
