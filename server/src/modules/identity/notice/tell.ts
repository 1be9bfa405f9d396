import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { openOwnNumbers } from "../account/own-numbers.ts";
import { openPersonCipher, placeOf } from "../account/person-cipher.ts";
import { findAccount } from "../account/store.ts";
import type { IdentityParts } from "../parts.ts";
import type { NoticeKind } from "./notice.ts";
import { insertNotice } from "./store.ts";

/**
 * Tells the owner by SMS, once the transaction is through. Only ids travel; number and text meet when it is sent.
 * @param phone the account's own, unless another is told: the one it had until now
 */
export async function tellOfChange(
  parts: Pick<IdentityParts, "vault" | "database" | "events" | "clock">,
  tx: Handles,
  person: string,
  kind: NoticeKind,
  { phone, recovery }: { phone?: string; recovery?: string } = {},
): Promise<void> {
  const id = newId();
  const cipher = await openPersonCipher(parts, tx, person);
  const to = phone ?? (await openOwnNumbers(parts, person, tx)).phone;
  await insertNotice(tx, { id, person, kind, phone: cipher.seal(placeOf.noticePhone(id), to), recovery: recovery ?? null, created_at: parts.clock() });
  await parts.events.publish(tx, { name: "identity.notice-due", version: 1, payload: { notice: id } });
}

/** Tells somebody else whom a change concerns, when they have an account: a grantor who came to the counter has none. */
export async function tellIfReachable(parts: Parameters<typeof tellOfChange>[0], tx: Handles, person: string, kind: NoticeKind): Promise<void> {
  const account = await findAccount(tx, person);
  if (account?.phone) await tellOfChange(parts, tx, person, kind);
}
