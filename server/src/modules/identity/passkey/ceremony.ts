/** The two ceremonies of WebAuthn, over the library that checks them. Which rules hold is said here and nowhere else. */
import { randomBytes } from "node:crypto";
import type { AuthenticatorTransport, VerifiedRegistrationResponse } from "@simplewebauthn/server";
import { passkeyRefused } from "../errors.ts";
import type { RegistrationAnswer, SignedAnswer } from "./contract.ts";
import type { ChallengeRow, PasskeyRow } from "./store.ts";

export const CHALLENGE_MS = 5 * 60_000;
const SITE_NAME = "Citizen Cloud 市民云";
/** Ed25519, ES256, RS256: what telephones, computers and keys have. */
const ALGORITHMS = [-8, -7, -257];

/** Where the ceremony takes place: the passkey belongs to the site's host name and to no other. */
export interface Site {
  origin: string;
  host: string;
}

/** Read when first needed: it takes half a second, which a start should not wait for. */
const library = () => import("@simplewebauthn/server");

export function siteOf(origin: string): Site {
  return { origin, host: new URL(origin).hostname };
}

export const newChallenge = (): Buffer => randomBytes(32);
/** Random, so that a device which shows it says nothing about the person. */
export const newUserHandle = (): Buffer => randomBytes(32);

export async function registrationOptions(site: Site, { challenge, userHandle, account, known }: { challenge: Buffer; userHandle: Buffer; account: string; known: PasskeyRow[] }): Promise<object> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: SITE_NAME,
    rpID: site.host,
    userName: account,
    userDisplayName: account,
    userID: new Uint8Array(userHandle),
    challenge: new Uint8Array(challenge),
    timeout: CHALLENGE_MS,
    attestationType: "none",
    excludeCredentials: known.map(credentialName),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/** @param known empty: the device itself says whose passkeys it has */
export async function requestOptions(site: Site, challenge: Buffer, known: PasskeyRow[] = []): Promise<object> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({ rpID: site.host, challenge: new Uint8Array(challenge), timeout: CHALLENGE_MS, userVerification: "required", allowCredentials: known.map(credentialName) });
}

/** @throws passkey-refused */
export async function checkRegistration(site: Site, challenge: ChallengeRow, answer: RegistrationAnswer): Promise<NonNullable<VerifiedRegistrationResponse["registrationInfo"]>> {
  const { verifyRegistrationResponse } = await library();
  const { response, id, rawId, type } = answer;
  const result = await verifyRegistrationResponse({
    response: { id, rawId, type, clientExtensionResults: {}, response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject } },
    expectedChallenge: challenge.challenge.toString("base64url"),
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(refuse);
  if (!result.verified) throw passkeyRefused("The device's answer does not hold.");
  return result.registrationInfo;
}

/**
 * @returns how often the device says the passkey was used; whether that may be is for one statement in the store to say
 * @throws passkey-refused
 */
export async function checkSignature(site: Site, challenge: ChallengeRow, passkey: PasskeyRow, answer: SignedAnswer): Promise<number> {
  const { verifyAuthenticationResponse } = await library();
  const { response, id, rawId, type } = answer;
  const { clientDataJSON, authenticatorData, signature } = response;
  const result = await verifyAuthenticationResponse({
    response: { id, rawId, type, clientExtensionResults: {}, response: { clientDataJSON, authenticatorData, signature } },
    expectedChallenge: challenge.challenge.toString("base64url"),
    expectedOrigin: site.origin,
    expectedRPID: site.host,
    requireUserVerification: true,
    // The library compares counters before it checks the signature; with 0 it leaves them to us.
    credential: { id: passkey.credential_id.toString("base64url"), publicKey: new Uint8Array(passkey.public_key), counter: 0 },
  }).catch(refuse);
  if (!result.verified) throw passkeyRefused("The device's answer does not hold.");
  return result.authenticationInfo.newCounter;
}

function credentialName({ credential_id, transports }: PasskeyRow): { id: string; transports: AuthenticatorTransport[] } {
  return { id: credential_id.toString("base64url"), transports: transports as AuthenticatorTransport[] };
}

/** Whatever the library finds wrong is told alike; the reason goes to whoever reads the error's cause. */
function refuse(cause: unknown): never {
  throw passkeyRefused("The device's answer does not hold.", { cause });
}
