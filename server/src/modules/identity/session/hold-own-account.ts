import { type AccountRow, findAccountForUpdate } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import type { Handles } from "../../../kernel/database.ts";
import { signInNeeded } from "../errors.ts";
import { hasSession } from "./store.ts";

/**
 * The caller's account, which nobody else changes until the transaction ends. A new way in, another number, or the end of
 * an account must not be the work of a sign-in that its owner's lock or recovery ended a moment ago.
 * @throws sign-in-needed
 */
export async function holdOwnAccount(tx: Handles, { person, session }: Pick<Caller, "person" | "session">): Promise<AccountRow> {
  const account = await findAccountForUpdate(tx, person);
  if (!account || !(await hasSession(tx, person, session.id))) throw signInNeeded("This sign-in has ended.");
  return account;
}
