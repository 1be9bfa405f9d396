/** For tests: a city with calendars, people who book in it, and a clock that is told what time it is. */
import pg from "pg";
import { checkCharacter } from "../../../kernel/identifiers/id-number.ts";
import { startTestApp, type TestApp } from "../../../testing/app.ts";
import { until } from "../../../testing/patience.ts";
import type { BookingCalendar } from "../../catalogue/index.ts";
import { aBookingCalendar, aCity } from "../../catalogue/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, Visitor } from "../../identity/testing.ts";

export type Person = Visitor & { person: string };

/** An ID number of a division that was retired in 2002. */
export function anIdNumber(birthDate: string, order: number): string {
  const digits = `460102${birthDate.replaceAll("-", "")}${String(order).padStart(3, "0")}`;
  return digits + checkCharacter(digits);
}

export interface BookingLab {
  app: TestApp;
  office: OutsideOffice;
  clock: { now: number };
  database: pg.Client;
  /** Children by their parent's ID number, as the register knows them. */
  children: Map<string, { name: string; idNumber: string; relation: "father" | "mother"; recordNumber: string }[]>;
  signIn(phone: string): Promise<Person>;
  /** Somebody of level 2. */
  signUp(phone: string, name: string, idNumber: string): Promise<Person>;
  /** An invented account of the console. */
  staff(id: string): Promise<Visitor>;
  /** From now on every change of this appointment fails. @returns what ends that */
  spoil(appointment: string): Promise<() => Promise<void>>;
  /** Runs a job now, as the worker would at its time, and whatever it sets off. */
  run(job: string): Promise<void>;
  stop(): Promise<void>;
}

/** A Monday, eight in the morning in China. */
export const MONDAY = Date.parse("2026-11-23T00:00:00Z");
/** The time of a day of that week: 1 is Monday. */
export const on = (weekday: number, time: string) => new Date(Date.parse(`2026-11-${22 + weekday}T${time}:00+08:00`)).toISOString();

export async function startBookingLab(calendars: BookingCalendar[] = [aBookingCalendar()], settings: Record<string, string> = {}): Promise<BookingLab> {
  const clock = { now: MONDAY };
  const office = await startOutsideOffice();
  const children: BookingLab["children"] = new Map();
  for (const path of ["/police/v1/identity-checks", "/telecom/v1/number-checks"]) office.answers.set(path, () => ({ result: "match" }));
  office.answers.set("/civil-affairs/v1/children", ({ idNumber = "" }) => ({ children: (children.get(idNumber) ?? []).map((child) => ({ ...child, birthDate: "" })) }));
  const app = await startTestApp([aCity({ bookingCalendars: calendars })], { clock: () => new Date(clock.now), settings: { ...office.settings, ...settings } });
  await app.startWorker();
  const database = new pg.Client({ connectionString: app.databaseUrl });
  await database.connect();
  const enter = async (phone: string) => {
    await app.forgetAttempts();
    // Codes are told apart by their time.
    clock.now += 1_000;
    return signIn(app, office, phone);
  };
  return {
    app, office, clock, database, children,
    signIn: enter,
    async signUp(phone, name, idNumber) {
      const visitor = await enter(phone);
      const reply = await visitor.ask("POST", "/api/v1/me/real-name", { name, idNumber, proof: { kind: "number" } });
      if (reply.statusCode !== 200) throw new Error(`The real name was refused: ${reply.body}`);
      // Until every process has heard of the new level.
      const person = await until(async () => {
        const me = (await visitor.ask("GET", "/api/v1/me")).json<{ level: number; person: string }>();
        return me.level >= 2 && me.person;
      }, "the new level");
      return Object.assign(visitor, { person });
    },
    async staff(id) {
      const visitor = new Visitor(app);
      const reply = await visitor.ask("POST", "/staff/v1/demonstration-sign-in", { staffId: id });
      if (reply.statusCode !== 200) throw new Error(`Sign-in as ${id} answered ${reply.statusCode}: ${reply.body}`);
      return visitor;
    },
    async spoil(appointment) {
      await database.query("create or replace function booking.refuse() returns trigger language plpgsql as $$ begin raise 'spoilt for a test'; end $$");
      await database.query(`create trigger spoilt before update or delete on booking.appointment for each row when (old.id = '${appointment}') execute function booking.refuse()`);
      return async () => void (await database.query("drop trigger spoilt on booking.appointment"));
    },
    async run(job) {
      await database.query("select graphile_worker.add_job($1)", [job]);
      await until(async () => (await database.query("select from graphile_worker.jobs where task_identifier like 'booking:%' or task_identifier like 'messages:%'")).rowCount === 0, `the end of ${job}`);
    },
    async stop() {
      await database.end();
      await app.stop();
      await office.stop();
    },
  };
}
