/** An office with what is queued for there, and who may call it. */
import { mayAct, notAllowed, type Staff } from "../../identity/index.ts";
import type { CityDocuments, PublishedCities } from "../../catalogue/index.ts";
import { noSuchLine, noSuchOffice } from "./errors.ts";
import { type Line, linesOf } from "./lines.ts";
import type { OfficeKey } from "./store.ts";

export interface CountedOffice extends OfficeKey {
  names: CityDocuments["offices"][number]["names"];
  location: { latitude: number; longitude: number };
  division: string;
  departments: string[];
  lines: Line[];
  documents: CityDocuments;
}

/** @throws no-such-city, no-such-office */
export function getOffice(cities: PublishedCities, { city, office: id }: OfficeKey): CountedOffice {
  const { documents, offices } = cities.get(city);
  const office = offices.get(id);
  if (!office) throw noSuchOffice("There is no such office in this city.");
  const { names, location, division, departments } = office;
  return { city, office: id, names, location, division, departments, lines: linesOf(documents, id), documents };
}

/** @throws no-such-line */
export function getLine({ lines }: CountedOffice, id: string): Line {
  const line = lines.find((each) => each.id === id);
  if (!line) throw noSuchLine("Nothing of that name is queued for here.");
  return line;
}

export type DeskRole = "clerk" | "department-head" | "operator";

/** A line belongs to its calendar's department; what has no calendar, to every department of the office. */
export function covers(staff: Staff, roles: readonly DeskRole[], office: CountedOffice, line: Line): boolean {
  const departments = line.calendar ? [line.department] : office.departments;
  return departments.some((department) => roles.some((role) => mayAct(staff, role, { city: office.city, department, division: office.division })));
}

/** @throws not-allowed */
export function refuseWithoutLine(staff: Staff, roles: readonly DeskRole[], office: CountedOffice, line: Line): void {
  if (!covers(staff, roles, office, line)) throw notAllowed(`This needs the role ${roles.join(" or ")} for a department of this office.`);
}

/** @throws not-allowed when they have nothing to do with any of the office's lines */
export function refuseAtOffice(staff: Staff, roles: readonly DeskRole[], office: CountedOffice): void {
  if (!office.lines.some((line) => covers(staff, roles, office, line))) throw notAllowed(`This needs the role ${roles.join(" or ")} for a department of this office.`);
}
