/** The owner's side: whoever has the message's link, without an account. */
import { type AuditEntry, record } from "../../audit/index.ts";
import { newId } from "../../../kernel/ids.ts";
import { maskPlate } from "../../../kernel/mask.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { MoveRequest, OwnersMoveRequest } from "../contract.ts";
import { moveRequestOver, noSuchMoveRequest } from "../errors.ts";
import type { RecordsParts } from "../parts.ts";
import { digestOfToken, isOpen, placeOf, stateOf } from "./move-request.ts";
import { findMoveRequestByToken, insertMisuse, lockMoveRequest, type MoveRequestRow, updateMoveRequest } from "./store.ts";

const LOOKS_BY_NETWORK_AND_HOUR = 300;

interface Link {
  token: string;
  /** Where attempts from the network are counted. */
  network: string;
}

/** @throws no-such-move-request, too-many-requests */
export async function seeRequest(parts: RecordsParts, link: Link): Promise<OwnersMoveRequest> {
  const row = await findByLink(parts, link);
  const { vault: { service }, clock } = parts;
  const { id, city, reason, asked_at, ends_at, answer, answered_at, misuse_reported_at } = row;
  return {
    city, reason, plate: maskPlate(service.open(placeOf.plate(id), row.plate)), place: service.open(placeOf.place(id), row.place),
    state: stateOf(row, clock()), askedAt: asked_at.toISOString(), endsAt: ends_at.toISOString(),
    ...(answer ? { answer } : {}), ...(answered_at ? { answeredAt: answered_at.toISOString() } : {}), misuseReported: misuse_reported_at !== null,
  };
}

/** The last answer counts, since one may be held up. @throws no-such-move-request, move-request-over, too-many-requests */
export async function answerAsker(parts: RecordsParts, link: Link, answer: NonNullable<MoveRequest["answer"]>): Promise<void> {
  const { id } = await findByLink(parts, link);
  const { database, clock } = parts;
  await database.transaction(async (tx) => {
    const row = await lockMoveRequest(tx, id);
    if (!row || !isOpen(row, clock())) throw moveRequestOver("This request is over.");
    await updateMoveRequest(tx, id, { state: "answered", answer, answered_at: clock() });
    await record(tx, { actor: OWNER, act: "move-request.answered", subject: row.asker, city: row.city, about: { kind: "move-request", id }, detail: { answer } });
  });
}

/** No need, no car in the way, or a stranger who wants to know whose it is. @throws no-such-move-request, move-request-over, too-many-requests */
export async function reportMisuse(parts: RecordsParts, link: Link): Promise<void> {
  const { id } = await findByLink(parts, link);
  const { database, clock } = parts;
  await database.transaction(async (tx) => {
    const row = await lockMoveRequest(tx, id);
    if (!row || row.ends_at <= clock()) throw moveRequestOver("This request is over.");
    if (row.misuse_reported_at) return;
    await updateMoveRequest(tx, id, { misuse_reported_at: clock() });
    await insertMisuse(tx, { id: newId(), request: id, asker: row.asker, plate_hash: row.plate_hash, reported_at: clock() });
    await record(tx, { actor: OWNER, act: "move-request.reported", subject: row.asker, city: row.city, about: { kind: "move-request", id } });
  });
}

/** Nobody asked who they are. */
const OWNER: AuditEntry["actor"] = { kind: "system", id: "move-car" };

async function findByLink({ database }: RecordsParts, { token, network }: Link): Promise<MoveRequestRow> {
  await countAttempt(database, [{ bucket: network, limit: LOOKS_BY_NETWORK_AND_HOUR, windowSeconds: 3_600 }]);
  const row = await findMoveRequestByToken(database, digestOfToken(token));
  // An address is sent to one telephone alone; before that it leads nowhere.
  if (!row || row.state === "sending" || row.state === "failed") throw noSuchMoveRequest("There is no such request.");
  return row;
}
