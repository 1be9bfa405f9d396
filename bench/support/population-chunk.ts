/** A worker that makes accounts as the server would store them and writes them as files for COPY. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import { openCrypto } from "../../server/src/kernel/crypto/open.ts";
import { newId } from "../../server/src/kernel/ids.ts";
import { placeOf } from "../../server/src/modules/identity/account/person-cipher.ts";
import { idNumberAt, phoneAt } from "./population-numbers.ts";

export interface ChunkOrder {
  first: number;
  count: number;
}

const { folder, masterKeyFile } = workerData as { folder: string; masterKeyFile: string };
const { vault, lookupHash } = openCrypto({ production: false, masterKeyFile, fieldCipher: "aes-256-gcm", lookupHash: "sha256" });
const hex = (bytes: Buffer) => `\\x${bytes.toString("hex")}`;

parentPort?.on("message", (order: ChunkOrder) => {
  void writeChunk(order).then(() => parentPort?.postMessage(order));
});

async function writeChunk({ first, count }: ChunkOrder): Promise<void> {
  const rows: Record<"person" | "person_key" | "account", string[]> = { person: [], person_key: [], account: [] };
  for (let index = first; index < first + count; index += 1) {
    const person = newId();
    const key = await vault.newPersonKey(person);
    const cipher = await vault.forPerson([key]);
    const [phone, idNumber] = [phoneAt(index), idNumberAt(index)];
    rows.person.push(`${person},${hex(cipher.seal(placeOf.name(person), "测试者"))},${hex(cipher.seal(placeOf.idNumber(person), idNumber))},${hex(lookupHash.hash("id-number", idNumber))},2,number`);
    rows.person_key.push(`${person},${key.version},${key.cipher},${hex(key.wrapped)},${key.master_version}`);
    rows.account.push(`${person},chengdu,${hex(cipher.seal(placeOf.phone(person), phone))},${hex(lookupHash.hash("phone", phone))},2026-11-21`);
  }
  await Promise.all(Object.entries(rows).map(([table, lines]) => writeFile(join(folder, `${table}-${first}.csv`), lines.join("\n"))));
}
