/** People who are signed in, put into the database at once: their cookies are known from their number alone. */
import type pg from "pg";
import { addRehearsalPeople, rehearsalPerson, rehearsalToken } from "../../server/src/modules/identity/index.ts";

/** The cookie of somebody who was added. */
export function cookieOf(person: number): string {
  return `cc_session=${rehearsalToken(person)}`;
}

/** The id of somebody who was added. */
export function idOf(person: number): string {
  return rehearsalPerson(person);
}

/** Adds people of level 2 with an account and an open session each, from `first` on. */
export function addPeople(client: pg.Client, first: number, count: number): Promise<void> {
  return addRehearsalPeople(client, { first, count, city: "haikou" });
}
