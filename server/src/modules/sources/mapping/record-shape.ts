/** The fields of a kind of record as a check of what a department said: all of it right, or a list of what is not. */
import type { RecordField, RecordKind, RecordListField } from "../../catalogue/index.ts";

/** It names the place and what is due there. It never repeats what was there, which is about a person. */
export interface RecordFault {
  /** RFC 6901. */
  pointer: string;
  message: string;
}

export interface RecordShape {
  /** Empty: it is a record of this kind. At most {@link MOST_FAULTS}. */
  findFaults(record: unknown): RecordFault[];
}

export const MOST_FAULTS = 20;
const LONGEST_LIST = 1000;
const LONGEST_TEXT = 4000;
const LARGEST_NUMBER = 1e15;

type Report = (pointer: string, message: string) => void;
type Check = (value: unknown, pointer: string, report: Report) => void;
type Fields = readonly (RecordField | RecordListField)[];

export function compileRecordShape(fields: RecordKind["fields"]): RecordShape {
  const check = compileMembers(fields);
  return {
    findFaults(record) {
      const faults: RecordFault[] = [];
      check(record, "", (pointer, message) => {
        if (faults.length < MOST_FAULTS) faults.push({ pointer, message });
      });
      return faults;
    },
  };
}

function compileMembers(fields: Fields): Check {
  const members = fields.map((field) => ({ name: field.name, isOptional: field.optional === true, check: compileField(field) }));
  const names = new Set(fields.map(({ name }) => name));
  return (value, pointer, report) => {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return report(pointer, "must be an object");
    const object = value as Record<string, unknown>;
    // Unknown names are the mapping's own, but could be made from data: they are counted, not repeated.
    const unknown = Object.keys(object).filter((name) => !names.has(name)).length;
    if (unknown > 0) report(pointer, `has ${unknown} members that the kind of record does not know`);
    for (const { name, isOptional, check } of members) {
      const member = Object.hasOwn(object, name) ? object[name] : undefined;
      if (member !== undefined) check(member, `${pointer}/${name}`, report);
      else if (!isOptional) report(`${pointer}/${name}`, "is missing");
    }
    return undefined;
  };
}

function compileField(field: RecordField | RecordListField): Check {
  if (field.type === "list") return compileList(compileMembers(field.fields));
  if (field.type === "code") {
    const values = new Set((field.codes ?? []).map(({ value }) => value));
    return (value, pointer, report) => {
      if (typeof value !== "string" || !values.has(value)) report(pointer, "is none of the declared codes");
    };
  }
  const { isRight, due } = SCALARS[field.type];
  return (value, pointer, report) => {
    if (!isRight(value)) report(pointer, due);
  };
}

function compileList(checkEntry: Check): Check {
  return (value, pointer, report) => {
    // JSONata gives a list of one as the one: the mapping has to say that it is a list.
    if (!Array.isArray(value)) return report(pointer, "must be a list: write [ … ] around it in the mapping");
    if (value.length > LONGEST_LIST) return report(pointer, `has more than ${LONGEST_LIST} entries`);
    for (const [index, entry] of value.entries()) checkEntry(entry, `${pointer}/${index}`, report);
    return undefined;
  };
}

const SCALARS: Record<Exclude<RecordField["type"], "code">, { isRight: (value: unknown) => boolean; due: string }> = {
  text: { isRight: isText, due: `must be a text of 1 to ${LONGEST_TEXT} characters, without control characters` },
  date: { isRight: (value) => typeof value === "string" && isDate(value), due: "must be a day that exists, as 2026-11-22" },
  month: { isRight: (value) => typeof value === "string" && isDate(`${value}-01`), due: "must be a month, as 2026-11" },
  time: { isRight: (value) => typeof value === "string" && isTime(value), due: "must be a time with its zone, as 2026-11-22T08:30:00+08:00" },
  money: { isRight: Number.isSafeInteger, due: "must be a whole number of fen" },
  number: { isRight: isNumber, due: "must be a number" },
  percent: { isRight: isNumber, due: "must be a number: 3.1 is 3.1 %" },
  truth: { isRight: (value) => typeof value === "boolean", due: "must be true or false" },
};

/** Neither control characters nor those that turn the direction of what stands around them. */
function isText(value: unknown): boolean {
  return typeof value === "string" && value.length > 0 && value.length <= LONGEST_TEXT && value.isWellFormed() && !/[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFFFD]/u.test(value);
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) <= LARGEST_NUMBER;
}

function isDate(text: string): boolean {
  const parts = text.match(/^(\d{4})-(\d{2})-(\d{2})$/);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year >= 1850 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isTime(text: string): boolean {
  const parts = text.match(/^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/);
  return parts?.[1] !== undefined && isDate(parts[1]);
}
