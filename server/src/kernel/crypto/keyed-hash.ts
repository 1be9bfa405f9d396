import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import type { MasterKeys } from "./keys.ts";

/** HMAC (RFC 2104, GB/T 15852.2) over SHA-256 or SM3 (GB/T 32905-2016). */
export type HashName = "sha256" | "sm3";

const HASHES: Record<HashName, { id: number }> = { sha256: { id: 1 }, sm3: { id: 2 } };

/** Finds a row by something secret without storing it: the same text gives the same bytes, which nobody without the key can make. */
export interface LookupHash {
  /** Version of the master key new hashes are made with. */
  readonly version: number;
  /** What to store. 1 byte algorithm, 2 bytes key version, 32 bytes HMAC of the kind and the text. */
  hash(kind: string, text: string): Buffer;
  /**
   * What to look for: the hash under every algorithm and live key version, the one to store first. While keys rotate
   * one text has several hashes, so a unique column alone does not stop a second row: look before inserting.
   */
  candidates(kind: string, text: string): Buffer[];
  /** What every hash made now begins with: whatever begins otherwise was made with an older key or another algorithm. */
  readonly header: Buffer;
}

export function openLookupHash(keys: MasterKeys, algorithm: HashName = "sha256"): LookupHash {
  const others = (Object.keys(HASHES) as HashName[]).filter((name) => name !== algorithm);
  const versions = [keys.currentVersion, ...keys.versions.filter((version) => version !== keys.currentVersion)];
  const ways = [algorithm, ...others].flatMap((name) =>
    versions.map((version) => ({ name, version, key: createSecretKey(keys.derive(`lookup/${name}`, version)) })),
  );
  return {
    version: keys.currentVersion,
    hash: (kind, text) => keyedHash(ways[0] as Way, kind, text),
    candidates: (kind, text) => ways.map((way) => keyedHash(way, kind, text)),
    header: headerOf(ways[0] as Way),
  };
}

interface Way {
  name: HashName;
  version: number;
  key: KeyObject;
}

function headerOf({ name, version }: Pick<Way, "name" | "version">): Buffer {
  const header = Buffer.alloc(3);
  header.writeUInt8(HASHES[name].id, 0);
  header.writeUInt16BE(version, 1);
  return header;
}

function keyedHash(way: Way, kind: string, text: string): Buffer {
  // The kind is written in our code and holds no zero, so kind and text cannot run into each other.
  return Buffer.concat([headerOf(way), createHmac(way.name, way.key).update(`${kind}\0${text}`, "utf8").digest()]);
}
