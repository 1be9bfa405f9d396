import { hash } from "node:crypto";
import { isSameSecret } from "./codes.ts";
import type { MasterKeys } from "./keys.ts";

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** Longer texts are nothing of ours. */
const LONGEST = 1_024;
const LONGEST_BYTES = 3 * LONGEST;

/** Texts that this server signs for itself and gets back from outside, such as tickets: whoever has one can read it and nobody else can make one. */
export interface TextSigner {
  /** @param text at most a thousand characters */
  sign(text: string): string;
  /** The text, when this server signed it under any live key. */
  read(signed: string): string | undefined;
}

/** @param label texts signed under one label are nothing under another */
export function openTextSigner(keys: MasterKeys, label: string): TextSigner {
  const macs = new Map(keys.versions.map((version) => [String(version), createMac(keys.derive(`signed-text/${label}`, version))]));
  const current = macs.get(String(keys.currentVersion)) as Mac;
  return {
    sign: (text) => `${keys.currentVersion}~${text}~${current(text)}`,
    read(signed) {
      const start = signed.indexOf("~");
      const end = signed.lastIndexOf("~");
      if (start < 1 || end <= start || signed.length > LONGEST) return undefined;
      const mac = macs.get(signed.slice(0, start));
      const text = signed.slice(start + 1, end);
      return mac && isSameSecret(mac(text), signed.slice(end + 1)) ? text : undefined;
    },
  };
}

/** Of a text, in base64url. */
export type Mac = (text: string) => string;

/** HMAC-SHA-256 (RFC 2104) as two plain digests: for texts this short node:crypto's own costs twice as much. */
export function createMac(key: Buffer): Mac {
  if (key.length > BLOCK_BYTES) throw new RangeError("The key is longer than a block of the hash.");
  const inner = Buffer.alloc(BLOCK_BYTES + LONGEST_BYTES, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  /** The beginning of `inner` at each length that was needed: making such a view costs as much as hashing. */
  const beginnings: Buffer[] = [];
  return (text) => {
    if (Buffer.byteLength(text) > LONGEST_BYTES) throw new RangeError("The text is too long to be signed.");
    const length = inner.write(text, BLOCK_BYTES, "utf8");
    const beginning = (beginnings[length] ??= inner.subarray(0, BLOCK_BYTES + length));
    outer.write(hash("sha256", beginning, "latin1"), BLOCK_BYTES, "latin1");
    return hash("sha256", outer, "base64url");
  };
}
