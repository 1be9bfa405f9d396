import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StartupError } from "../errors.ts";
import { type CipherName, CIPHERS, LATEST_VERSION, openBytes, readHeader, sealBytes, SealedValueDamaged, type SealingKey, sealingKey } from "./cipher.ts";

const MASTER_KEY_LENGTH = 32;

/** A data key as it may lie in the database. */
export interface WrappedKey {
  bytes: Buffer;
  /** The version of the master key that wraps it: what a rotation looks for. */
  masterVersion: number;
}

/**
 * The master keys, wherever they live. A KMS or HSM comes in by this interface: `wrap` and `unwrap` are its own
 * operations, and `derive` works from one derivation secret per version that it hands out when the process starts.
 */
export interface MasterKeys {
  /** Wraps, seals and hashes everything new. */
  readonly currentVersion: number;
  /** Every version that still opens what was sealed under it, newest first. */
  readonly versions: readonly number[];
  /** @param place authenticated with the key, so that it does not unwrap for another owner */
  wrap(dataKey: Buffer, place: string): Promise<WrappedKey>;
  /** @throws {SealedValueDamaged} */
  unwrap(wrapped: WrappedKey, place: string): Promise<Buffer>;
  /** 32 bytes that only this label gets; the current version's unless another is named. */
  derive(label: string, version?: number): Buffer;
}

/**
 * Master keys from their bytes: what the key file holds, and what tests make themselves.
 * @param secrets 32 bytes for each version
 */
export function createMasterKeys(currentVersion: number, secrets: ReadonlyMap<number, Buffer>, cipher: CipherName = "aes-256-gcm"): MasterKeys {
  return new HeldKeys(currentVersion, secrets, cipher);
}

/** The secrets are private KeyObjects: printing, serialising or logging this shows the versions and nothing else. */
class HeldKeys implements MasterKeys {
  readonly currentVersion: number;
  readonly versions: readonly number[];
  readonly #secrets: ReadonlyMap<number, KeyObject>;
  readonly #cipher: CipherName;
  /** Every account that is opened needs the same few again. */
  readonly #expanded = new Map<string, Buffer>();

  constructor(currentVersion: number, secrets: ReadonlyMap<number, Buffer>, cipher: CipherName) {
    if (!secrets.has(currentVersion)) throw new RangeError(`The current master key, version ${currentVersion}, is missing.`);
    this.currentVersion = currentVersion;
    this.versions = [...secrets.keys()].sort((a, b) => b - a);
    this.#secrets = new Map([...secrets].map(([version, secret]) => [version, createSecretKey(secret)]));
    this.#cipher = cipher;
  }

  async wrap(dataKey: Buffer, place: string): Promise<WrappedKey> {
    return { bytes: sealBytes(this.#wrappingKey(this.#cipher, this.currentVersion), place, dataKey), masterVersion: this.currentVersion };
  }

  async unwrap(wrapped: WrappedKey, place: string): Promise<Buffer> {
    const { cipher, version } = readHeader(place, wrapped.bytes);
    if (version !== wrapped.masterVersion || !this.#secrets.has(version)) throw new SealedValueDamaged(place);
    return openBytes(this.#wrappingKey(cipher, version), place, wrapped.bytes);
  }

  derive(label: string, version: number = this.currentVersion): Buffer {
    return this.#expand(`derive/${label}`, version, MASTER_KEY_LENGTH);
  }

  #wrappingKey(cipher: CipherName, version: number): SealingKey {
    return sealingKey(cipher, version, this.#expand(`wrap/${cipher}`, version, CIPHERS[cipher].keyLength));
  }

  /** HKDF-SHA-256 (RFC 5869), the purpose as its `info`: no label that `derive` takes reaches the wrapping keys. */
  #expand(purpose: string, version: number, length: number): Buffer {
    const name = `${version} ${length} ${purpose}`;
    let expanded = this.#expanded.get(name);
    if (!expanded) {
      const secret = this.#secrets.get(version);
      if (!secret) throw new RangeError(`There is no master key version ${version}.`);
      expanded = Buffer.from(hkdfSync("sha256", secret, "", `citizen-cloud/${purpose}`, length));
      this.#expanded.set(name, expanded);
    }
    return Buffer.from(expanded);
  }
}

/**
 * Opens the key file: `{"current": 2, "keys": {"1": "<base64 of 32 bytes>", "2": "…"}}`, readable by nobody else.
 * @throws {StartupError} with one sentence that says what to do, and nothing of the file's contents
 */
export function openKeyFile(path: string, options: { createIfMissing: boolean; cipher?: CipherName }): MasterKeys {
  if (options.createIfMissing) createKeyFile(path);
  const { current, secrets } = parseKeyFile(path, readKeyFile(path));
  return createMasterKeys(current, secrets, options.cipher);
}

/** Written aside and linked into place, so that of several processes starting together one makes it and all read it. */
function createKeyFile(path: string): void {
  if (existsSync(path)) return;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify({ current: 1, keys: { 1: randomBytes(MASTER_KEY_LENGTH).toString("base64") } }, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
    linkSync(draft, path);
  } catch (cause) {
    if ((cause as { code?: string }).code !== "EEXIST") throw new StartupError(`The master keys cannot be written to ${path}: make its folder writable or set MASTER_KEY_FILE.`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
}

function readKeyFile(path: string): string {
  const unreadable = (cause: unknown) => new StartupError(`The key file ${path} cannot be read: give it to the user the server runs as.`, { cause });
  const about = attempt(() => statSync(path, { throwIfNoEntry: false }), unreadable);
  if (!about?.isFile()) throw new StartupError(`There is no key file at ${path}: restore it from its backup, or make one as docs/operating.md says and set MASTER_KEY_FILE.`);
  // Windows has no such bits. Group read is allowed: that is how orchestrators hand secrets to a process.
  if (process.platform !== "win32" && (about.mode & 0o027) !== 0) {
    throw new StartupError(`The key file ${path} may be read or changed by others: run chmod 600 on it, and rotate the keys if somebody could have read them.`);
  }
  return attempt(() => readFileSync(path, "utf8"), unreadable);
}

function attempt<Result>(work: () => Result, explain: (cause: unknown) => Error): Result {
  try {
    return work();
  } catch (cause) {
    throw explain(cause);
  }
}

function parseKeyFile(path: string, text: string): { current: number; secrets: Map<number, Buffer> } {
  const malformed = (fault: string) => new StartupError(`The key file ${path} is malformed: ${fault}. Its form is in docs/operating.md.`);
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    // JSON.parse quotes the text it stumbled over, which here is a key.
    throw malformed("it is not JSON");
  }
  const { current, keys } = (file ?? {}) as { current?: unknown; keys?: unknown };
  if (typeof keys !== "object" || keys === null || Array.isArray(keys)) throw malformed('"keys" must map versions to keys');
  const secrets = new Map<number, Buffer>();
  for (const [name, encoded] of Object.entries(keys)) {
    const version = Number(name);
    if (!/^[1-9]\d*$/.test(name) || version > LATEST_VERSION) throw malformed(`a version is a whole number from 1 to ${LATEST_VERSION}`);
    const secret = Buffer.from(typeof encoded === "string" ? encoded : "", "base64");
    if (secret.length !== MASTER_KEY_LENGTH || secret.toString("base64") !== encoded) throw malformed(`key ${version} must be ${MASTER_KEY_LENGTH} bytes in base64`);
    if ([...secrets.values()].some((other) => other.equals(secret))) throw malformed(`key ${version} repeats an earlier key`);
    secrets.set(version, secret);
  }
  if (typeof current !== "number" || !secrets.has(current)) throw malformed('"current" must name one of the keys');
  return { current, secrets };
}
