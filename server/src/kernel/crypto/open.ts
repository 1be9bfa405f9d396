import type { Config } from "../config.ts";
import { type Codes, openCodes } from "./codes.ts";
import { type LookupHash, openLookupHash } from "./keyed-hash.ts";
import { type MasterKeys, openKeyFile } from "./keys.ts";
import { openVault, type Vault } from "./vault.ts";

/** All that the rooms need to keep secrets, over one set of master keys. */
export interface Crypto {
  keys: MasterKeys;
  vault: Vault;
  lookupHash: LookupHash;
  codes: Codes;
}

/** @throws {StartupError} when the master keys cannot be had */
export function openCrypto(config: Pick<Config, "production" | "masterKeyFile" | "fieldCipher" | "lookupHash">): Crypto {
  return assembleCrypto(openKeyFile(config.masterKeyFile, { createIfMissing: !config.production, cipher: config.fieldCipher }), config);
}

/** Over keys from elsewhere: a KMS, or those a test made. */
export function assembleCrypto(keys: MasterKeys, settings: Pick<Config, "fieldCipher" | "lookupHash">): Crypto {
  return { keys, vault: openVault(keys, { cipher: settings.fieldCipher }), lookupHash: openLookupHash(keys, settings.lookupHash), codes: openCodes(keys) };
}
