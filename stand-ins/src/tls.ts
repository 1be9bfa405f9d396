/** An authority of our own, with a certificate for the system and one for its caller. The keys never leave the memory but for the caller's. */
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import { BasicConstraintsExtension, ExtendedKeyUsage, ExtendedKeyUsageExtension, KeyUsageFlags, KeyUsagesExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } from "@peculiar/x509";
import type { X509Certificate } from "@peculiar/x509";

export interface Identity {
  /** PEM. */
  certificate: string;
  key: string;
}

export interface Authority {
  /** PEM. */
  certificate: string;
  server: Identity;
  /** The server's, which ran out a year ago. */
  expired: Identity;
  client: Identity;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 86_400_000;
const YEAR_DAYS = 365;

interface Maker {
  keys: webcrypto.CryptoKeyPair;
  certificate: X509Certificate;
}

/** @param name who the authority says it is */
export async function createAuthority(name: string, now: Date): Promise<Authority> {
  const keys = await makeKeys();
  const day = (days: number) => new Date(now.getTime() + days * DAY_MS);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`, keys, notBefore: day(-3 * YEAR_DAYS), notAfter: day(5 * YEAR_DAYS), signingAlgorithm: ALGORITHM, serialNumber: "01",
    extensions: [new BasicConstraintsExtension(true, 0, true), new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true)],
  });
  const authority = { keys, certificate };
  const [server, expired, client] = await Promise.all([
    issue(authority, "02", "CN=127.0.0.1", ExtendedKeyUsage.serverAuth, day(-1), day(YEAR_DAYS)),
    issue(authority, "03", "CN=127.0.0.1", ExtendedKeyUsage.serverAuth, day(-2 * YEAR_DAYS), day(-YEAR_DAYS)),
    issue(authority, "04", "CN=citizen-cloud", ExtendedKeyUsage.clientAuth, day(-1), day(YEAR_DAYS)),
  ]);
  return { certificate: certificate.toString("pem"), server, expired, client };
}

async function issue({ keys: signer, certificate: issuer }: Maker, serialNumber: string, subject: string, usage: ExtendedKeyUsage, notBefore: Date, notAfter: Date): Promise<Identity> {
  const keys = await makeKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber, subject, issuer: issuer.subject, notBefore, notAfter, signingAlgorithm: ALGORITHM, publicKey: keys.publicKey, signingKey: signer.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([usage]),
      new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }, { type: "dns", value: "localhost" }]),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await writeKey(keys.privateKey) };
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

async function writeKey(key: webcrypto.CryptoKey): Promise<string> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", key)).toString("base64");
  return `-----BEGIN PRIVATE KEY-----\n${bytes.replaceAll(/(.{64})/g, "$1\n").trimEnd()}\n-----END PRIVATE KEY-----\n`;
}
