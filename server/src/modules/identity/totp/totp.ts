/** Codes of authenticator apps (RFC 6238): SHA-1, six digits, half a minute – what every app knows. Pure. */
import { Secret, TOTP } from "otpauth";

const PERIOD_SECONDS = 30;
/** A clock may be half a minute off, either way. */
const WINDOW = 1;
export const SECRET_BYTES = 20;
const ISSUER = "Citizen Cloud";

export function newSecret(bytes: Buffer): string {
  return new Secret({ buffer: new Uint8Array(bytes).buffer }).base32;
}

/** @returns the time step the code belongs to; undefined when it is none of now */
export function findStep(secret: string, code: string, now: Date): number | undefined {
  const timestamp = now.getTime();
  const delta = TOTP.validate({ secret: Secret.fromBase32(secret), token: code, digits: 6, period: PERIOD_SECONDS, algorithm: "SHA1", timestamp, window: WINDOW });
  return delta === null ? undefined : stepOf(now) + delta;
}

export function stepOf(now: Date): number {
  return Math.floor(now.getTime() / 1_000 / PERIOD_SECONDS);
}

/** What the app reads from a picture. @param account shown in the app beside our name: masked, since it lies open there */
export function keyUri(secret: string, account: string): string {
  return new TOTP({ issuer: ISSUER, label: account, secret, algorithm: "SHA1", digits: 6, period: PERIOD_SECONDS }).toString();
}
