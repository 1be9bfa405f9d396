import { type AuditEntry, record } from "../../audit/index.ts";
import { chinaDate } from "../../../kernel/china-time.ts";
import type { Handles } from "../../../kernel/database.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { findProvenData } from "../account/proven-data.ts";
import type { Caller } from "../caller.ts";
import type { IdentityParts } from "../parts.ts";
import { announcePersonChanged } from "../session/store.ts";
import { CHILD_CONSENT } from "./add-child.ts";
import { isOfAge } from "./age.ts";
import { noSuchChild } from "./errors.ts";
import { countGuardians, endKinship, type KinshipEnd, type KinshipRow, listKinshipsUntil, withdrawConsents } from "./store.ts";

type EndingParts = Pick<IdentityParts, "database" | "events" | "vault" | "clock">;

const BATCH = 200;
const LEAST_ID = "00000000-0000-0000-0000-000000000000";

/** Ends what lets a parent act for a child, and tells both. @returns false when nothing was in force */
async function end(parts: EndingParts, tx: Handles, { guardian, child }: Pick<KinshipRow, "guardian" | "child">, reason: KinshipEnd, by: Pick<AuditEntry, "actor" | "city" | "ground">): Promise<boolean> {
  const now = parts.clock();
  const kinship = await endKinship(tx, { guardian, child }, reason, now);
  if (kinship === undefined) return false;
  if ((await countGuardians(tx, child)) === 0) await withdrawConsents(tx, child, CHILD_CONSENT.purpose, now);
  await announcePersonChanged(tx, guardian);
  await announcePersonChanged(tx, child);
  await parts.events.publish(tx, { name: "identity.kinship-ended", version: 1, payload: { kinship, guardian, child, reason } });
  await record(tx, { ...by, act: "kinship.ended", subject: child, about: { kind: "kinship", id: kinship }, detail: { reason } });
  return true;
}

/** A parent stops acting for a child. @throws no-such-child */
export async function removeChild(parts: IdentityParts, { person: guardian, session }: Caller, child: string): Promise<void> {
  const ended = await parts.database.transaction((tx) => end(parts, tx, { guardian, child }, "guardian", { actor: { kind: "person", id: guardian, city: session.city }, city: session.city }));
  if (!ended) throw noSuchChild("There is no such child of yours.");
}

/**
 * Ends what children have outgrown. Nobody acts for somebody of age in the meantime: requireActor looks at the birth date
 * itself; this tells both and tidies up.
 */
export function endChildhoodsJob(parts: EndingParts): Job {
  const { database, clock } = parts;
  return {
    name: "identity:end-childhoods",
    // Ten past midnight in China.
    schedule: "10 16 * * *",
    async run() {
      const year = Number(chinaDate(clock()).slice(0, 4));
      for (let after = LEAST_ID; ; ) {
        const batch = await listKinshipsUntil(database, year, after, BATCH);
        for (const kinship of batch) {
          if (!(await hasComeOfAge(parts, kinship.child))) continue;
          await database.transaction((tx) => end(parts, tx, kinship, "of-age", { actor: { kind: "system", id: "end-childhoods" }, ground: "Civil Code 17" }));
        }
        if (batch.length < BATCH) return;
        after = batch.at(-1)?.id ?? after;
      }
    },
  };
}

async function hasComeOfAge(parts: EndingParts, child: string): Promise<boolean> {
  const now = parts.clock();
  const { idNumber } = await findProvenData(parts, parts.database, child);
  const number = idNumber === undefined ? undefined : readIdNumber(idNumber, now);
  return number?.ok === true && isOfAge(number.birthDate, now);
}
