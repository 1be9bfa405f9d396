import { maskName, maskPhone } from "../../../kernel/mask.ts";
import { openPersonCipher } from "../account/person-cipher.ts";
import { findProvenData } from "../account/proven-data.ts";
import { PersonKeyMissing } from "../../../kernel/crypto/vault.ts";
import type { IdentityParts } from "../parts.ts";
import { readScope } from "./authority.ts";
import type { Mandate } from "./contract.ts";
import { stateOf } from "./mandate.ts";
import { listOffersTo } from "./offers.ts";
import { countUses, listMandates, type MandateRow, placeOfMandate, type UseRow } from "./store.ts";

/** What a person granted, holds and is offered. */
export async function listOwnMandates(parts: IdentityParts, person: string): Promise<Mandate[]> {
  const rows = [...(await listOffersTo(parts, parts.database, person)), ...(await listMandates(parts.database, person))];
  const uses = await countUses(parts.database, rows.map(({ id }) => id));
  return Promise.all(rows.map((row) => describeMandate(parts, row, person, uses.get(row.id))));
}

/** A mandate as one of its sides sees it. */
export async function describeMandate(parts: IdentityParts, row: MandateRow, viewer: string, used: { uses: number; lastUsedAt: Date } | undefined): Promise<Mandate> {
  const { database, clock } = parts;
  const state = stateOf(row, clock());
  const role = row.grantor === viewer ? "grantor" : "holder";
  const other = role === "grantor" ? row.holder : row.grantor;
  const words = await openWords(parts, row);
  // Before acceptance the grantor sees what they wrote, never what the number's owner is called.
  const name = other === null ? words.invitedName : (await findProvenData(parts, database, other)).name;
  const phone = role === "grantor" && row.invited_phone ? parts.vault.service.open(placeOfMandate.invitedPhone(row.id), row.invited_phone) : undefined;
  const isOffer = state === "offered";
  return {
    id: row.id,
    role,
    state,
    ...(other === null ? {} : { person: other }),
    ...(name === undefined ? {} : { name: maskName(name) }),
    ...(phone === undefined ? {} : { phone: maskPhone(phone) }),
    scope: readScope(row.scope, row.scope_items),
    city: row.city,
    paymentCeilingFen: row.payment_ceiling_fen,
    ...(words.purpose === undefined ? {} : { purpose: words.purpose }),
    onPaper: row.entered_by !== null,
    createdAt: row.created_at.toISOString(),
    ...(isOffer ? { offerExpiresAt: row.offer_expires_at.toISOString() } : {}),
    ...(row.accepted_at ? { acceptedAt: row.accepted_at.toISOString() } : {}),
    expiresAt: row.expires_at.toISOString(),
    ...(row.ended_at && row.end_reason ? { endedAt: row.ended_at.toISOString(), endedBy: row.end_reason } : {}),
    uses: used?.uses ?? 0,
    ...(used ? { lastUsedAt: used.lastUsedAt.toISOString() } : {}),
  };
}

/** What the grantor wrote; nothing when the grantor has left and the key is gone. */
export async function openWords(parts: IdentityParts, { id, grantor, purpose, invited_name: invitedName }: MandateRow): Promise<{ purpose?: string; invitedName?: string }> {
  try {
    const cipher = await openPersonCipher(parts, parts.database, grantor);
    return { purpose: cipher.open(placeOfMandate.purpose(id), purpose), ...(invitedName ? { invitedName: cipher.open(placeOfMandate.invitedName(id), invitedName) } : {}) };
  } catch (error) {
    if (error instanceof PersonKeyMissing) return {};
    throw error;
  }
}

export function describeUse({ at, act, topic, service, amount_fen: amountFen, refused }: UseRow) {
  return {
    at: at.toISOString(),
    act,
    ...(topic === null ? {} : { topic }),
    ...(service === null ? {} : { service }),
    ...(amountFen === null ? {} : { amountFen }),
    ...(refused === null ? {} : { refused }),
  };
}
