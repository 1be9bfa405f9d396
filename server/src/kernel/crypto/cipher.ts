import { type CipherGCMTypes, createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from "node:crypto";
import { publicRandomBytes } from "./random-pool.ts";

/** AES-256 (FIPS 197) or SM4 (GB/T 32907-2016), both in Galois/Counter Mode (NIST SP 800-38D; SM4-GCM: RFC 8998). */
export type CipherName = "aes-256-gcm" | "sm4-gcm";

export const CIPHERS: Record<CipherName, { id: number; keyLength: number }> = {
  "aes-256-gcm": { id: 1, keyLength: 32 },
  "sm4-gcm": { id: 2, keyLength: 16 },
};

/** What the two bytes of a sealed value and PostgreSQL's smallint both hold. */
export const LATEST_VERSION = 0x7fff;

/** Algorithm and key version: what every sealed value begins with. */
export const HEADER_LENGTH = 3;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** A key and what a sealed value has to say about it. Node's KeyObject shows nothing of itself when printed or serialised. */
export interface SealingKey {
  readonly cipher: CipherName;
  /** 1 to LATEST_VERSION: which of its owner's keys this is. */
  readonly version: number;
  readonly secret: KeyObject;
}

/** What a sealed value says about itself without being opened. */
export interface SealedHeader {
  cipher: CipherName;
  version: number;
}

/**
 * A sealed value that does not open: cut short, changed, moved to another place, or sealed under a key we do not hold.
 * It says where, never what. Nobody can mend their request to avoid it, so to the caller it is a bare 500.
 */
export class SealedValueDamaged extends Error {
  override readonly name = "SealedValueDamaged";
  readonly code = "sealed-value-damaged";
  readonly place: string;

  constructor(place: string) {
    super(`The sealed value at ${place} does not open: it was damaged or moved, or its key is gone.`);
    this.place = place;
  }
}

/** @throws {RangeError} when the bytes are not as long as the cipher's key, or the version is out of range */
export function sealingKey(cipher: CipherName, version: number, secret: Buffer): SealingKey {
  if (secret.length !== CIPHERS[cipher].keyLength) throw new RangeError(`A key for ${cipher} has ${CIPHERS[cipher].keyLength} bytes.`);
  if (!Number.isInteger(version) || version < 1 || version > LATEST_VERSION) throw new RangeError(`A key's version is a whole number from 1 to ${LATEST_VERSION}.`);
  return { cipher, version, secret: createSecretKey(secret) };
}

/**
 * Seals a text for one place, for example `identity.person.name/<person id>`: it opens under the same key at the same
 * place and nowhere else, because the place is authenticated with it.
 */
export function seal(key: SealingKey, place: string, text: string): Buffer {
  return sealBytes(key, place, Buffer.from(text, "utf8"));
}

/** @throws {SealedValueDamaged} */
export function open(key: SealingKey, place: string, sealed: Buffer): string {
  return openBytes(key, place, sealed).toString("utf8");
}

/**
 * The layout: 1 byte algorithm, 2 bytes key version (big endian), 12 bytes nonce, the ciphertext, 16 bytes tag.
 * The nonce is random, so one key may seal 2^32 values (NIST SP 800-38D, 8.3).
 */
export function sealBytes(key: SealingKey, place: string, bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER_LENGTH);
  header.writeUInt8(CIPHERS[key.cipher].id, 0);
  header.writeUInt16BE(key.version, 1);
  const nonce = publicRandomBytes(NONCE_LENGTH);
  const cipher = createCipheriv(gcm(key.cipher), key.secret, nonce, { authTagLength: TAG_LENGTH });
  cipher.setAAD(authenticatedData(header, place));
  return Buffer.concat([header, nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @throws {SealedValueDamaged} */
export function openBytes(key: SealingKey, place: string, sealed: Buffer): Buffer {
  const { cipher, version } = readHeader(place, sealed);
  if (cipher !== key.cipher || version !== key.version) throw new SealedValueDamaged(place);
  const bodyStart = HEADER_LENGTH + NONCE_LENGTH;
  const bodyEnd = sealed.length - TAG_LENGTH;
  const decipher = createDecipheriv(gcm(cipher), key.secret, sealed.subarray(HEADER_LENGTH, bodyStart), { authTagLength: TAG_LENGTH });
  decipher.setAAD(authenticatedData(sealed.subarray(0, HEADER_LENGTH), place));
  decipher.setAuthTag(sealed.subarray(bodyEnd));
  const bytes = decipher.update(sealed.subarray(bodyStart, bodyEnd));
  try {
    decipher.final();
  } catch {
    // OpenSSL's error adds nothing, and as a cause it would only reach the log.
    throw new SealedValueDamaged(place);
  }
  return bytes;
}

/**
 * Which cipher and which version of the key a value needs.
 * @throws {SealedValueDamaged} when it is too short to be one, or names an algorithm that does not exist
 */
export function readHeader(place: string, sealed: Buffer): SealedHeader {
  if (sealed.length < HEADER_LENGTH + NONCE_LENGTH + TAG_LENGTH) throw new SealedValueDamaged(place);
  const id = sealed.readUInt8(0);
  const cipher = (Object.keys(CIPHERS) as CipherName[]).find((name) => CIPHERS[name].id === id);
  if (!cipher) throw new SealedValueDamaged(place);
  return { cipher, version: sealed.readUInt16BE(1) };
}

/** The header is fixed in length, so no header and place can be read as another pair. */
function authenticatedData(header: Buffer, place: string): Buffer {
  return Buffer.concat([header, Buffer.from(place, "utf8")]);
}

/** OpenSSL has SM4-GCM and treats it as any GCM; Node's types do not know it. */
function gcm(cipher: CipherName): CipherGCMTypes {
  return cipher as CipherGCMTypes;
}
