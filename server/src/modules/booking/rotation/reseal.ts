/** Brings under the current master key what the room seals for itself; people's own keys are wrapped anew by identity. */
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Crypto } from "../../../kernel/crypto/open.ts";
import type { PersonCipher } from "../../../kernel/crypto/vault.ts";
import type { Database, Handles } from "../../../kernel/database.ts";
import type { Job } from "../../../kernel/jobs.ts";
import { placeOf } from "../appointment/details.ts";
import { saltPlace } from "../campaign/salt.ts";
import { seedPlace } from "../campaign/take-over.ts";

const BATCH = 500;

interface Tables {
  campaign: { id: number; city: string; slug: string; salt: Buffer };
  draw: { campaign: number; seed: Buffer | null };
  appointment: { id: string; code: Buffer | null; code_hash: Buffer | null };
}

const tables = (source: Handles): Kysely<Tables> => source.handle<Tables>("booking");
const beginsOtherwise = (column: string, header: Buffer): RawBuilder<boolean> => sql<boolean>`substring(${sql.ref(column)} from 1 for ${header.length}) <> ${header}`;
const resealAt = (service: PersonCipher, place: string, sealed: Buffer) => service.seal(place, service.open(place, sealed));

type Keys = Pick<Crypto, "vault" | "lookupHash">;

/** Doing it again changes nothing; several at once share the work. @returns how many secrets of campaigns, draws and appointments were sealed anew */
export async function resealBooking(database: Database, { vault, lookupHash }: Keys): Promise<number> {
  const { service } = vault;
  const header = vault.serviceHeader();
  const batches: ((tx: Handles) => Promise<number>)[] = [
    async (tx) => {
      const rows = await tables(tx).selectFrom("campaign").select(["id", "city", "slug", "salt"]).where(beginsOtherwise("salt", header)).limit(BATCH).forUpdate().skipLocked().execute();
      for (const { id, salt, ...campaign } of rows) await tables(tx).updateTable("campaign").set({ salt: resealAt(service, saltPlace(campaign), salt) }).where("id", "=", id).execute();
      return rows.length;
    },
    async (tx) => {
      const rows = await tables(tx)
        .selectFrom("draw").innerJoin("campaign", "campaign.id", "draw.campaign").select(["campaign.id", "city", "slug", "seed"])
        .where("seed", "is not", null).where(beginsOtherwise("seed", header)).limit(BATCH).forUpdate("draw").skipLocked().execute();
      for (const { id, city, slug, seed } of rows) if (seed) await tables(tx).updateTable("draw").set({ seed: resealAt(service, seedPlace(city, slug), seed) }).where("campaign", "=", id).execute();
      return rows.length;
    },
    async (tx) => {
      const rows = await tables(tx)
        .selectFrom("appointment").select(["id", "code"])
        .where("code", "is not", null).where((where) => where.or([beginsOtherwise("code", header), beginsOtherwise("code_hash", lookupHash.header)])).limit(BATCH).forUpdate().skipLocked().execute();
      for (const { id, code: sealed } of rows) {
        if (!sealed) continue;
        const code = service.open(placeOf.code(id), sealed);
        await tables(tx).updateTable("appointment").set({ code: service.seal(placeOf.code(id), code), code_hash: lookupHash.hash("check-in-code", code) }).where("id", "=", id).execute();
      }
      return rows.length;
    },
  ];
  let resealed = 0;
  for (const batch of batches) {
    for (let done = BATCH; done === BATCH; ) {
      done = await database.transaction(batch);
      resealed += done;
    }
  }
  return resealed;
}

/** Goes on with a rotation that a new key file began. */
export function resealBookingJob(database: Database, keys: Keys): Job {
  return {
    name: "booking:reseal",
    schedule: "7 * * * *",
    async run() {
      await resealBooking(database, keys);
    },
  };
}
