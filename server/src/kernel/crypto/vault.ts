import { randomBytes } from "node:crypto";
import { type CipherName, CIPHERS, open, readHeader, seal, SealedValueDamaged, type SealingKey, sealingKey } from "./cipher.ts";
import type { MasterKeys } from "./keys.ts";

/** A row of `person_key`. Deleting a person's rows makes everything sealed for them unreadable, also in backups without the table. */
export interface PersonKeyRow {
  person: string;
  version: number;
  /** The cipher this key is for. */
  algorithm: CipherName;
  wrapped: Buffer;
  masterVersion: number;
}

/** Seals and opens the values of one person, or of the service itself. */
export interface PersonCipher {
  /** @param place schema, table, column and row, for example `identity.person.name/<person id>` */
  seal(place: string, text: string): Buffer;
  /** @throws {SealedValueDamaged} */
  open(place: string, sealed: Buffer): string;
}

export interface Vault {
  /** A fresh data key, wrapped, to be stored. Rotating a person's key is storing one with a higher version. */
  newPersonKey(person: string, version?: number): Promise<PersonKeyRow>;
  /** The same data key under the current master key, to replace the row with. */
  rewrap(row: PersonKeyRow): Promise<PersonKeyRow>;
  /**
   * The newest key seals, any of them opens.
   * @throws {PersonKeyMissing} without rows: the person's keys were destroyed
   * @throws {SealedValueDamaged} when a row was changed or belongs to somebody else
   */
  forPerson(rows: readonly PersonKeyRow[]): Promise<PersonCipher>;
  /** For what belongs to nobody yet, such as the number a code goes to. */
  readonly service: PersonCipher;
}

/** There is no key to read this person with: their account was closed and what we held about them is gone. */
export class PersonKeyMissing extends Error {
  override readonly name = "PersonKeyMissing";
  readonly code = "person-key-missing";

  constructor() {
    super("The person has no key: what was sealed for them cannot be read any more.");
  }
}

const UNWRAPPED_KEYS_KEPT = 10_000;

export function openVault(keys: MasterKeys, options: { cipher?: CipherName; keysKept?: number } = {}): Vault {
  const cipher = options.cipher ?? "aes-256-gcm";
  const unwrapped = createCache<Promise<SealingKey>>(options.keysKept ?? UNWRAPPED_KEYS_KEPT);

  const unwrap = (row: PersonKeyRow): Promise<SealingKey> => {
    const place = keyPlace(row);
    // The wrapped bytes have to be read from the database first, so a deleted row shreds at once in every process; the
    // place is part of the name, so a row copied to somebody else meets the refusal and not the cache.
    return unwrapped.get(`${place} ${row.masterVersion} ${row.wrapped.toString("base64")}`, async () =>
      sealingKey(row.algorithm, row.version, await keys.unwrap({ bytes: row.wrapped, masterVersion: row.masterVersion }, place)),
    );
  };
  const wrap = async (key: Omit<PersonKeyRow, "wrapped" | "masterVersion">, dataKey: Buffer): Promise<PersonKeyRow> => {
    const { bytes, masterVersion } = await keys.wrap(dataKey, keyPlace(key));
    return { ...key, wrapped: bytes, masterVersion };
  };

  return {
    newPersonKey: (person, version = 1) => wrap({ person, version, algorithm: cipher }, randomBytes(CIPHERS[cipher].keyLength)),
    async rewrap({ person, version, algorithm, wrapped, masterVersion }) {
      const key = { person, version, algorithm };
      return wrap(key, await keys.unwrap({ bytes: wrapped, masterVersion }, keyPlace(key)));
    },
    async forPerson(rows) {
      const ring = await Promise.all(rows.map(unwrap));
      const newest = ring.reduce<SealingKey | undefined>((best, key) => (best && best.version > key.version ? best : key), undefined);
      if (!newest) throw new PersonKeyMissing();
      return createRing(newest, ring);
    },
    service: openService(keys, cipher),
  };
}

/** Which key of whom, and for which cipher: authenticated with the wrapped key. */
function keyPlace({ person, version, algorithm }: Pick<PersonKeyRow, "person" | "version" | "algorithm">): string {
  return `person_key/${person}/${version}/${algorithm}`;
}

function openService(keys: MasterKeys, cipher: CipherName): PersonCipher {
  const ring = (Object.keys(CIPHERS) as CipherName[]).flatMap((name) =>
    keys.versions.map((version) => sealingKey(name, version, keys.derive(`service/${name}`, version).subarray(0, CIPHERS[name].keyLength))),
  );
  return createRing(ring.find((key) => key.cipher === cipher && key.version === keys.currentVersion) as SealingKey, ring);
}

function createRing(sealing: SealingKey, ring: readonly SealingKey[]): PersonCipher {
  return {
    seal: (place, text) => seal(sealing, place, text),
    open(place, sealed) {
      const header = readHeader(place, sealed);
      const key = ring.find((each) => each.version === header.version && each.cipher === header.cipher);
      if (!key) throw new SealedValueDamaged(place);
      return open(key, place, sealed);
    },
  };
}

/** The values asked for last, made once each even when asked for at the same time; a failure is not kept. */
function createCache<Value extends Promise<unknown>>(limit: number) {
  const entries = new Map<string, Value>();
  return {
    get(name: string, make: () => Value): Value {
      const value = entries.get(name) ?? make();
      // A Map keeps the order of insertion: the first is the one unused for longest.
      entries.delete(name);
      entries.set(name, value);
      if (entries.size > limit) entries.delete(entries.keys().next().value as string);
      value.catch(() => entries.delete(name));
      return value;
    },
  };
}
