/** A department's system of one city: where it answers, by whom it lets itself be asked, and how the server is to connect to it. */
import type { Conduct } from "../behaviour.ts";
import type { Guard } from "../callers.ts";
import type { Fault } from "../faults.ts";
import type { Http } from "../http.ts";
import { dayIn, type Day, timeIn, type World } from "../lives/index.ts";
import type { CityId, Person } from "../population/index.ts";

/** One entry of the connections file, but for the address, which is known once there is a port. */
export interface Connection {
  apiKey?: string;
  username?: string;
  password?: string;
  oauth?: { clientId: string; clientSecret: string };
  signing?: { keyId: string; secret: string };
  sql?: { host: string; port: number; user: string; password: string; database: string };
  folder?: string;
  tls?: { certificate: string; key: string; authority: string };
  url?: string;
}

export interface Department {
  city: CityId;
  /** With the city its path and the key of its connection: `haikou/hrss`. */
  id: string;
  title: string;
  /** What it answers over HTTP, below `/haikou/hrss`; left out: nothing. */
  http?: {
    /** Over HTTPS on a port of its own, to who has its client certificate. */
    mutualTls?: boolean;
    guard?: Guard;
    routes(http: Http): void;
  };
  /** Opens what is not HTTP: a database's port, a folder. Called once, before `connection`. */
  open?(opening: Opening): Promise<void>;
  close?(): Promise<void>;
  /** What callers need beside the address. */
  connection(): Connection;
  /** Leaves a file at once, where it leaves files. @returns its name; undefined: it was told to leave none */
  drop?(): Promise<string | undefined>;
  /** Which faults it can be told to have; left out: those of HTTP. */
  faults?: readonly Fault[];
  /** Its behaviour was changed. */
  behaved?(): void;
  /** Forgets what it was told and whom it let in. */
  reset?(): void;
}

export interface Opening {
  conduct: Conduct;
  /** A folder of this system's own, made. */
  folder: string;
}

/** What every system of a city knows. */
export interface Surroundings {
  world: World;
  city: CityId;
  now(): Date;
  /** How many people, beside those of the demonstration, the files are about that a department leaves. */
  dropPeople: number;
}

export function nameOf({ city, id }: Pick<Department, "city" | "id">): string {
  return `${city}/${id}`;
}

export function todayIn({ now }: Surroundings): Day {
  return dayIn(now());
}

export function timeOf({ now }: Surroundings): string {
  return timeIn(now());
}

/** Whoever lives in the city; a city's systems know nobody else. */
export function findResident({ world, city }: Surroundings, idNumber: string): Person | undefined {
  const person = world.population.findByIdNumber(idNumber);
  return person?.city === city ? person : undefined;
}
