import { randomBytes } from "node:crypto";
import { type CipherName, CIPHERS, HEADER_LENGTH, open, readHeader, seal, SealedValueDamaged, type SealingKey, sealingKey } from "./cipher.ts";
import type { MasterKeys, WrappedKey } from "./keys.ts";

/** A person's key as its table holds it. Deleting the rows makes everything sealed for the person unreadable for ever. */
export interface PersonKeyRow {
  person: string;
  version: number;
  /** What the key is for. */
  cipher: CipherName;
  wrapped: Buffer;
  master_version: number;
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
  /** What every value that `service` seals now begins with: whatever begins otherwise is under an older key or another cipher. */
  serviceHeader(): Buffer;
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
    return unwrapped.get(`${place} ${row.master_version} ${row.wrapped.toString("base64")}`, async () =>
      sealingKey(row.cipher, row.version, await keys.unwrap(wrappedKey(row), place)),
    );
  };
  const wrap = async ({ person, version, cipher: usedFor }: KeyName, dataKey: Buffer): Promise<PersonKeyRow> => {
    const wrapped = await keys.wrap(dataKey, keyPlace({ person, version, cipher: usedFor }));
    return { person, version, cipher: usedFor, wrapped: wrapped.bytes, master_version: wrapped.masterVersion };
  };

  const service = openService(keys, cipher);
  return {
    newPersonKey: (person, version = 1) => wrap({ person, version, cipher }, randomBytes(CIPHERS[cipher].keyLength)),
    rewrap: async (row) => wrap(row, await keys.unwrap(wrappedKey(row), keyPlace(row))),
    async forPerson(rows) {
      if (rows.some((row) => row.person !== rows[0]?.person)) throw new RangeError("The keys of two persons cannot be opened as one person's.");
      const ring = await Promise.all(rows.map(unwrap));
      const newest = ring.reduce<SealingKey | undefined>((best, key) => (best && best.version > key.version ? best : key), undefined);
      if (!newest) throw new PersonKeyMissing();
      return createRing(newest, ring);
    },
    service,
    serviceHeader: () => service.seal("header", "").subarray(0, HEADER_LENGTH),
  };
}

/** Which key of whom, and for which cipher: authenticated with the wrapped key. */
type KeyName = Pick<PersonKeyRow, "person" | "version" | "cipher">;

function keyPlace({ person, version, cipher }: KeyName): string {
  return `person_key/${person}/${version}/${cipher}`;
}

function wrappedKey(row: PersonKeyRow): WrappedKey {
  return { bytes: row.wrapped, masterVersion: row.master_version };
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
      const kept = entries.get(name);
      const value = kept ?? make();
      // A Map keeps the order of insertion: the first is the one unused for longest.
      entries.delete(name);
      entries.set(name, value);
      if (entries.size > limit) entries.delete(entries.keys().next().value as string);
      if (!kept) value.catch(() => entries.delete(name));
      return value;
    },
  };
}
