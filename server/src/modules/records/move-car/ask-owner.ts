/** The asker's side: asking, following, taking back. */
import { randomBytes } from "node:crypto";
import { record } from "../../audit/index.ts";
import type { Caller } from "../../identity/index.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import type { MoveRequest } from "../contract.ts";
import { askingStopped, moveRequestOver, noSuchMoveRequest } from "../errors.ts";
import type { RecordsParts } from "../parts.ts";
import { ASKS_BY_DAY, ASKS_BY_PLATE_AND_HOUR, digestOfToken, isOpen, KEPT_MS, LIVES_MS, placeOf, stateOf, stoppedUntil } from "./move-request.ts";
import { readPlate } from "./plate.ts";
import { insertMoveRequest, listMisuses, listMoveRequests, lockMoveRequest, type MoveRequestRow, updateMoveRequest } from "./store.ts";

const LISTED = 50;
const DAY_SECONDS = 86_400;

/**
 * Asks whoever owns the car to move it. The answer is the same whether or not there is such a car: who owns it is looked
 * up behind the request.
 * @throws malformed-plate, asking-stopped, too-many-requests, no-such-city
 */
export async function askOwner(parts: RecordsParts, { person, session }: Caller, asked: { plate: string; place: string; reason: MoveRequest["reason"]; city: string | undefined }): Promise<MoveRequest> {
  const { database, events, vault, lookupHash, cities, clock } = parts;
  const plate = readPlate(asked.plate);
  const { city: { id: city } } = cities.get(asked.city ?? session.city).documents;
  const now = clock();
  const until = stoppedUntil(await listMisuses(database, person), now);
  if (until) throw askingStopped("Owners reported your requests as misuse.", { extensions: { until: until.toISOString() } });
  const plateHash = lookupHash.hash("plate", plate);
  await countAttempt(database, [{ bucket: `move-asker:${person}`, limit: ASKS_BY_DAY, windowSeconds: DAY_SECONDS }]);
  await countAttempt(database, [{ bucket: `move-plate:${plateHash.toString("base64url")}`, limit: ASKS_BY_PLATE_AND_HOUR, windowSeconds: 3_600 }]);
  const id = newId();
  const token = randomBytes(16).toString("base64url");
  const { service } = vault;
  const row: MoveRequestRow = {
    id, asker: person, city, reason: asked.reason, state: "sending", plate_hash: plateHash,
    plate: service.seal(placeOf.plate(id), plate), place: service.seal(placeOf.place(id), asked.place),
    token_hash: digestOfToken(token), token: service.seal(placeOf.token(id), token), phone: null,
    asked_at: now, ends_at: new Date(now.getTime() + LIVES_MS), answer: null, answered_at: null, misuse_reported_at: null,
  };
  await database.transaction(async (tx) => {
    await insertMoveRequest(tx, row);
    await events.publish(tx, { name: "records.move-asked", version: 1, payload: { request: id } });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "move-request.made", subject: person, city, about: { kind: "move-request", id }, detail: { reason: asked.reason } });
  });
  return describeMoveRequest(parts, row);
}

export async function listOwnRequests(parts: RecordsParts, person: string): Promise<MoveRequest[]> {
  const rows = await listMoveRequests(parts.database, person, new Date(parts.clock().getTime() - KEPT_MS), LISTED);
  return rows.map((row) => describeMoveRequest(parts, row));
}

/** The asker got out by themselves. @throws no-such-move-request, move-request-over */
export async function cancelRequest({ database, clock }: RecordsParts, { person, session }: Caller, id: string): Promise<void> {
  await database.transaction(async (tx) => {
    const row = await lockMoveRequest(tx, id);
    if (row?.asker !== person) throw noSuchMoveRequest("There is no such request of yours.");
    if (row.state === "cancelled") return;
    if (!isOpen(row, clock())) throw moveRequestOver("This request is over.");
    await updateMoveRequest(tx, id, { state: "cancelled", token: null, phone: null });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "move-request.cancelled", subject: person, city: row.city, about: { kind: "move-request", id } });
  });
}

export function describeMoveRequest({ vault, clock }: Pick<RecordsParts, "vault" | "clock">, row: MoveRequestRow): MoveRequest {
  const { id, city, reason, asked_at, ends_at, answer, answered_at } = row;
  return {
    id, city, reason, plate: vault.service.open(placeOf.plate(id), row.plate), place: vault.service.open(placeOf.place(id), row.place),
    state: stateOf(row, clock()), askedAt: asked_at.toISOString(), endsAt: ends_at.toISOString(),
    ...(answer ? { answer } : {}), ...(answered_at ? { answeredAt: answered_at.toISOString() } : {}),
  };
}
