/**
 * Which vaccinations a child had, and which come when: a pure rule over a schedule that is data. Who began under an
 * earlier edition keeps every dose given then; only what is missing is asked for, by the ages of the present edition.
 */

export interface ImmunisationSchedule {
  version: string;
  issuedOn: string;
  effectiveOn: string;
  document: string;
  /** In the order in which they are given. */
  doses: ScheduledDose[];
  /** Series of another kind of vaccine: who began it goes on with it. */
  alternatives: { instead: string; vaccine: string; doses: ScheduledDose[] }[];
  /** Doses of earlier editions, and what they stand for in this one. */
  equivalents: { given: Dose; counts: Dose }[];
  /** Two of these are given on the same day, or so many days apart. */
  liveInjected: { vaccines: string[]; apartDays: number };
  /** From this age on nothing more is asked. */
  childhoodMonths: number;
}

export interface Dose {
  vaccine: string;
  number: number;
}

export interface ScheduledDose extends Dose {
  /** Smallest age. */
  fromMonths: number;
  /** Recommended completion: before that age, so many days after birth, or so long after the dose before. */
  by?: { months: number } | { days: number } | { monthsAfterPrevious: number };
  /** From this age on it is given no more. */
  untilMonths?: number;
  /** The dose before it, and the shortest time between the two. */
  after?: Dose & ({ days: number } | { months: number });
  only?: { sex: "female" | "male"; bornFrom: string };
}

export interface GivenDose extends Dose {
  givenOn: string;
}

export interface PlannedDose extends Dose {
  dueFrom: string;
  dueBy?: string;
  /** missed-age: it was not given and at this age is given no more. */
  state: "given" | "overdue" | "due" | "upcoming" | "missed-age";
  givenOn?: string;
}

interface Child {
  birthDate: string;
  sex: "female" | "male";
  given: GivenDose[];
  /** YYYY-MM-DD */
  today: string;
  schedule: ImmunisationSchedule;
}

/** @returns the doses in the order of the schedule, then those given that it does not know; and which comes next, or was to come first */
export function planImmunisation({ birthDate, sex, given, today, schedule }: Child): { doses: PlannedDose[]; next?: PlannedDose } {
  const received = new Received(given, schedule);
  const scheduled = seriesFor(birthDate, sex, received, schedule);
  const isGrown = today >= addMonths(birthDate, schedule.childhoodMonths);

  const planned = new Map<ScheduledDose, PlannedDose>();
  const missing = new Set<ScheduledDose>();
  for (const dose of scheduled) {
    const givenOn = received.dateOf(dose);
    const window = windowOf(dose, birthDate);
    if (givenOn !== undefined) planned.set(dose, { ...nameOf(dose), ...window, state: "given", givenOn });
    else if (!isGrown) missing.add(dose);
  }
  planMissing({ birthDate, today, schedule, scheduled, missing, received, planned });

  const known = scheduled.flatMap((dose) => planned.get(dose) ?? []);
  const others = received.others(scheduled).map(({ givenOn, ...dose }): PlannedDose => ({ ...dose, dueFrom: givenOn, state: "given", givenOn }));
  const open = known.filter(({ state }) => state === "overdue" || state === "due" || state === "upcoming");
  const next = open.reduce<PlannedDose | undefined>((first, each) => (first === undefined || each.dueFrom < first.dueFrom ? each : first), undefined);
  return { doses: [...known, ...others], ...(next ? { next } : {}) };
}

interface Planning {
  birthDate: string;
  today: string;
  schedule: ImmunisationSchedule;
  scheduled: ScheduledDose[];
  missing: Set<ScheduledDose>;
  received: Received;
  planned: Map<ScheduledDose, PlannedDose>;
}

/**
 * Dates the missing doses one after another, the soonest first, as if each were given on the first possible day from
 * today on: what follows it, and the live vaccines beside it, are reckoned from that day.
 */
function planMissing({ birthDate, today, schedule, scheduled, missing, received, planned }: Planning): void {
  /** When a dose was or is supposed to be given; a dose that is given no more has none. */
  const onDays = new Map<ScheduledDose, string | undefined>([...planned].map(([dose, { givenOn }]) => [dose, givenOn]));
  const liveOn = received.liveDays(schedule);
  const ofAge = new Map(scheduled.map((dose) => [dose, addMonths(birthDate, dose.fromMonths)]));

  while (missing.size > 0) {
    let soonest: { dose: ScheduledDose; dueFrom: string; on: string; previousOn: string | undefined } | undefined;
    for (const dose of missing) {
      const before = dosesBefore(dose, scheduled);
      if (before.some((each) => missing.has(each))) continue;
      // The newest of all that come before: where one is missing amid the series, it is given late.
      const previousOn = before.flatMap((each) => onDays.get(each) ?? []).toSorted().at(-1);
      const earliest = laterOf(ofAge.get(dose) ?? "", previousOn === undefined || !dose.after ? "" : addInterval(previousOn, dose.after));
      const possible = laterOf(earliest, today);
      const on = schedule.liveInjected.vaccines.includes(dose.vaccine) ? keepApart(possible, liveOn, schedule.liveInjected.apartDays) : possible;
      if (soonest === undefined || on < soonest.on) soonest = { dose, dueFrom: on === possible ? earliest : on, on, previousOn };
    }
    // Every dose follows an earlier one of the list, so one can always be dated.
    const { dose, dueFrom, on, previousOn } = soonest as NonNullable<typeof soonest>;
    missing.delete(dose);

    const end = dose.untilMonths === undefined ? undefined : addMonths(birthDate, dose.untilMonths);
    const window = windowOf(dose, birthDate, previousOn);
    if (end !== undefined && on >= end) {
      onDays.set(dose, undefined);
      planned.set(dose, { ...nameOf(dose), ...window, state: "missed-age" });
      continue;
    }
    onDays.set(dose, on);
    if (schedule.liveInjected.vaccines.includes(dose.vaccine)) liveOn.push(on);
    const limit = window.dueBy ?? limitOfSeries(dose, scheduled, birthDate);
    const late = limit !== undefined && limit < today;
    // A completion that lies before the first possible day would ask for the impossible.
    const dueBy = window.dueBy !== undefined && window.dueBy >= dueFrom ? { dueBy: window.dueBy } : {};
    planned.set(dose, { ...nameOf(dose), dueFrom, ...dueBy, state: dueFrom > today ? "upcoming" : late ? "overdue" : "due" });
  }
}

/** What was given, by vaccine and number; the first date counts where one is told twice. */
class Received {
  readonly #days = new Map<string, GivenDose>();

  constructor(given: GivenDose[], schedule: ImmunisationSchedule) {
    for (const dose of given.toSorted((a, b) => a.givenOn.localeCompare(b.givenOn))) {
      if (!this.#days.has(keyOf(dose))) this.#days.set(keyOf(dose), dose);
    }
    for (const { given: earlier, counts } of schedule.equivalents) {
      const dose = this.#days.get(keyOf(earlier));
      if (!dose || this.#days.has(keyOf(counts))) continue;
      this.#days.delete(keyOf(earlier));
      this.#days.set(keyOf(counts), { ...counts, givenOn: dose.givenOn });
    }
  }

  dateOf(dose: Dose): string | undefined {
    return this.#days.get(keyOf(dose))?.givenOn;
  }

  has(vaccine: string): boolean {
    return [...this.#days.values()].some((each) => each.vaccine === vaccine);
  }

  liveDays({ liveInjected }: ImmunisationSchedule): string[] {
    return [...this.#days.values()].filter(({ vaccine }) => liveInjected.vaccines.includes(vaccine)).map(({ givenOn }) => givenOn);
  }

  others(scheduled: ScheduledDose[]): GivenDose[] {
    return [...this.#days.values()].filter((dose) => !scheduled.some((each) => isSame(each, dose))).map(({ vaccine, number, givenOn }) => ({ vaccine, number, givenOn }));
  }
}

/** The doses that this child is to have, whether given or not. */
function seriesFor(birthDate: string, sex: Child["sex"], received: Received, schedule: ImmunisationSchedule): ScheduledDose[] {
  const replaced = schedule.alternatives.filter(({ instead, vaccine }) => received.has(vaccine) && !received.has(instead));
  const doses = [
    ...schedule.doses.filter(({ vaccine }) => !replaced.some(({ instead }) => instead === vaccine)),
    ...replaced.flatMap((each) => each.doses),
  ];
  return doses.filter(({ only }) => !only || (only.sex === sex && birthDate >= only.bornFrom));
}

function windowOf({ fromMonths, by }: ScheduledDose, birthDate: string, previousOn?: string): { dueFrom: string; dueBy?: string } {
  const dueFrom = addMonths(birthDate, fromMonths);
  if (!by) return { dueFrom };
  if ("days" in by) return { dueFrom, dueBy: addDays(birthDate, by.days) };
  // "Before the age of twelve months" ends the day before.
  if ("months" in by) return { dueFrom, dueBy: addDays(addMonths(birthDate, by.months), -1) };
  return previousOn === undefined ? { dueFrom } : { dueFrom, dueBy: addMonths(previousOn, by.monthsAfterPrevious) };
}

function dosesBefore({ after }: ScheduledDose, scheduled: ScheduledDose[]): ScheduledDose[] {
  const previous = after && scheduled.find((each) => isSame(each, after));
  return previous ? [...dosesBefore(previous, scheduled), previous] : [];
}

/** A dose without a completion of its own is late when that of a dose after it has passed. */
function limitOfSeries(dose: ScheduledDose, scheduled: ScheduledDose[], birthDate: string): string | undefined {
  const following = scheduled.find(({ after }) => after && isSame(after, dose));
  return following && (windowOf(following, birthDate).dueBy ?? limitOfSeries(following, scheduled, birthDate));
}

/** The first day from `day` on that is the same as each live vaccination's, or far enough from it. */
function keepApart(day: string, liveDays: string[], apartDays: number): string {
  const isFree = (on: string) => liveDays.every((each) => each === on || addDays(each, apartDays) <= on || addDays(on, apartDays) <= each);
  if (isFree(day)) return day;
  const possible = [...liveDays, ...liveDays.map((each) => addDays(each, apartDays))].filter((on) => on >= day && isFree(on));
  // The last of the live days and its distance is always free.
  return possible.toSorted()[0] as string;
}

/** Clamps to the end of the month: 31 January and one month is 28 or 29 February. */
export function addMonths(date: string, months: number): string {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(day, lastDay));
  return first.toISOString().slice(0, 10);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function addInterval(date: string, interval: { days: number } | { months: number }): string {
  return "days" in interval ? addDays(date, interval.days) : addMonths(date, interval.months);
}

const keyOf = ({ vaccine, number }: Dose) => `${vaccine} ${number}`;
const nameOf = ({ vaccine, number }: Dose): Dose => ({ vaccine, number });
const isSame = (a: Dose, b: Dose) => a.vaccine === b.vaccine && a.number === b.number;
const laterOf = (a: string, b: string) => (a > b ? a : b);
