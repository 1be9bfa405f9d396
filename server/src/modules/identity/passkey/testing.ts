/** For tests: a device with passkeys, in software – CBOR and ES256 as W3C WebAuthn, section 6 says. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

interface Flags {
  /** The device asked for face, finger or PIN. */
  verified?: boolean;
}

interface Stored {
  id: Buffer;
  key: KeyObject;
  userHandle: string;
  counter: number;
}

export interface CreationOptions {
  challenge: string;
  rp: { id: string };
  user: { id: string };
}

export interface RequestOptions {
  challenge: string;
  rpId: string;
}

export class SoftwareDevice {
  readonly origin: string;
  /** Passkeys that devices share do not count. */
  readonly counts: boolean;
  stored: Stored | undefined;

  constructor(origin: string, { counts = true }: { counts?: boolean } = {}) {
    this.origin = origin;
    this.counts = counts;
  }

  create(options: CreationOptions, { verified = true }: Flags = {}): object {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const id = randomBytes(32);
    this.stored = { id, key: privateKey, userHandle: options.user.id, counter: 0 };
    const { x, y } = publicKey.export({ format: "jwk" });
    const coseKey = cbor(new Map<number, unknown>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x ?? "", "base64url")], [-3, Buffer.from(y ?? "", "base64url")]]));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const data = Buffer.concat([this.#head(options.rp.id, 0x41 | (verified ? 4 : 0)), Buffer.alloc(16), length, id, coseKey]);
    const attestationObject = cbor(new Map<string, unknown>([["fmt", "none"], ["attStmt", new Map()], ["authData", data]]));
    return {
      id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key", clientExtensionResults: {}, authenticatorAttachment: "platform",
      response: { clientDataJSON: this.#clientData("webauthn.create", options.challenge), attestationObject: attestationObject.toString("base64url"), transports: ["internal"], publicKeyAlgorithm: -7 },
    };
  }

  sign(options: RequestOptions, { verified = true }: Flags = {}): { id: string; response: { userHandle: string; signature: string } } {
    if (!this.stored) throw new Error("The device holds no passkey");
    if (this.counts) this.stored.counter += 1;
    const { id, key, userHandle } = this.stored;
    const data = this.#head(options.rpId, 1 | (verified ? 4 : 0));
    const clientDataJSON = this.#clientData("webauthn.get", options.challenge);
    const signed = Buffer.concat([data, createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest()]);
    return {
      id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key", clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData: data.toString("base64url"), signature: sign("sha256", signed, key).toString("base64url"), userHandle },
    } as ReturnType<SoftwareDevice["sign"]>;
  }

  /** Another device with the same key, as a thief who read it out would have. */
  copy(): SoftwareDevice {
    const copy = new SoftwareDevice(this.origin, { counts: this.counts });
    copy.stored = this.stored && { ...this.stored };
    return copy;
  }

  #head(rpId: string, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.stored?.counter ?? 0);
    return Buffer.concat([createHash("sha256").update(rpId).digest(), Buffer.from([flags]), counter]);
  }

  #clientData(type: string, challenge: string): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false })).toString("base64url");
  }
}

/** As much of RFC 8949 as an authenticator writes. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, each]) => [cbor(key), cbor(each)])]);
  throw new Error("The device writes no such value");
}

function head(major: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(major << 5) | size]);
  if (size < 256) return Buffer.from([(major << 5) | 24, size]);
  return Buffer.from([(major << 5) | 25, size >> 8, size & 255]);
}
