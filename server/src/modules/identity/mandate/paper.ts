/** The printed sheet of a mandate, for people without a telephone, and its check at a counter. */
import { createHash } from "node:crypto";
import { type AuditEntry, record } from "../../audit/index.ts";
import { maskIdNumber, maskName } from "../../../kernel/mask.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { findProvenData } from "../account/proven-data.ts";
import type { IdentityParts } from "../parts.ts";
import { readScope } from "./authority.ts";
import type { PaperCheck } from "./contract.ts";
import { openWords } from "./describe-mandate.ts";
import { noSuchMandate } from "./errors.ts";
import { stateOf } from "./mandate.ts";
import { findMandate, findMandateByPaper, updatePaperDigest } from "./store.ts";

const CODE_BYTES = 16;
const CHECKS_BY_HOUR = 60;

/**
 * What is printed. The code is made from the mandate's id and the look-up key each time, so that printing again gives the
 * same sheet and the database holds nothing but the code's hash; once that key has been rotated away, a new sheet has a
 * new code and the old sheet ends.
 * @throws no-such-mandate when it is not this person's, or over
 */
export async function getPaper(parts: IdentityParts, person: string, id: string) {
  const { database, clock } = parts;
  const row = await findMandate(database, id);
  const state = row && stateOf(row, clock());
  if (!row || (row.grantor !== person && row.holder !== person) || (state !== "offered" && state !== "active")) throw noSuchMandate("There is no such mandate of yours that is open.");
  const [grantor, holder, words] = await Promise.all([findProvenData(parts, database, row.grantor), row.holder === null ? undefined : findProvenData(parts, database, row.holder), openWords(parts, row)]);
  const code = await codeOf(parts, id, row.paper_digest);
  return {
    code,
    grantor: { name: grantor.name ?? "", idNumber: maskIdNumber(grantor.idNumber ?? "") },
    holder: { name: (holder ? holder.name : words.invitedName) ?? "", ...(holder?.idNumber === undefined ? {} : { idNumber: maskIdNumber(holder.idNumber) }) },
    state,
    scope: readScope(row.scope, row.scope_items),
    city: row.city,
    paymentCeilingFen: row.payment_ceiling_fen,
    purpose: words.purpose ?? "",
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  };
}

async function codeOf({ database, lookupHash }: IdentityParts, id: string, digest: Buffer | null): Promise<string> {
  const codes = lookupHash.candidates("mandate-paper", id).map((hash) => hash.subarray(-CODE_BYTES).toString("base64url"));
  const printed = codes.find((code) => digest?.equals(digestOf(code)));
  const [code = ""] = codes;
  if (printed === undefined) await updatePaperDigest(database, id, digestOf(code));
  return printed ?? code;
}

function digestOf(code: string): Buffer {
  return createHash("sha256").update(code).digest();
}

/**
 * What a sheet is worth now: asked with its code by staff at a counter or by whoever is shown it. Found by the code's hash,
 * so no comparison tells how near a guess was. The grantor sees each check in their record.
 * The route that calls this knows who asks.
 * @throws no-such-mandate, too-many-requests
 */
export async function checkPaperMandate(parts: IdentityParts, code: string, checker: AuditEntry["actor"]): Promise<PaperCheck> {
  const { database, clock } = parts;
  await countAttempt(database, [{ bucket: `paper-check:${checker.kind}:${checker.id}`, limit: CHECKS_BY_HOUR, windowSeconds: 3_600 }]);
  const row = await findMandateByPaper(database, digestOf(code));
  if (!row) throw noSuchMandate("There is no mandate with this code.");
  const [grantor, holder] = await Promise.all([findProvenData(parts, database, row.grantor), row.holder === null ? undefined : findProvenData(parts, database, row.holder)]);
  const state = stateOf(row, clock());
  await record(database, {
    actor: checker, act: "mandate.checked", subject: row.grantor, purpose: "check-paper-mandate", ground: row.id, fields: ["name"],
    about: { kind: "mandate", id: row.id }, city: row.city, detail: { state },
  });
  return {
    state,
    ...(grantor.name === undefined ? {} : { grantorName: maskName(grantor.name) }),
    ...(holder?.name === undefined ? {} : { holderName: maskName(holder.name) }),
    scope: readScope(row.scope, row.scope_items),
    city: row.city,
    paymentCeilingFen: row.payment_ceiling_fen,
    expiresAt: row.expires_at.toISOString(),
  };
}
