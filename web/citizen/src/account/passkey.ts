/** The browser's passkeys, spoken to in JSON. Its own conversions are too new for the telephones we promise. */

type Json = Record<string, unknown>;

export function passkeysWork(): boolean {
  return typeof PublicKeyCredential !== "undefined" && typeof navigator.credentials !== "undefined";
}

/** The person closed the device's question, or let it pass. */
export function isDeclined(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError");
}

export function isKnownAlready(error: unknown): boolean {
  return error instanceof DOMException && error.name === "InvalidStateError";
}

export async function makePasskey(options: Json): Promise<Json> {
  const { user, excludeCredentials } = options as { user: Json; excludeCredentials?: Json[] };
  const made = (await navigator.credentials.create({
    publicKey: { ...options, challenge: bytes(options.challenge), user: { ...user, id: bytes(user.id) }, excludeCredentials: named(excludeCredentials) } as unknown as PublicKeyCredentialCreationOptions,
  })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  // Old browsers do not say how the device is reached.
  const transports = (response as { getTransports?(): string[] }).getTransports?.();
  return {
    ...common(made),
    response: { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject), ...(transports ? { transports } : {}) },
  };
}

export async function showPasskey(options: Json): Promise<Json> {
  const { allowCredentials } = options as { allowCredentials?: Json[] };
  const shown = (await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(allowCredentials) } as unknown as PublicKeyCredentialRequestOptions,
  })) as PublicKeyCredential;
  const response = shown.response as AuthenticatorAssertionResponse;
  return {
    ...common(shown),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      ...(response.userHandle ? { userHandle: text(response.userHandle) } : {}),
    },
  };
}

function common(credential: PublicKeyCredential): Json {
  const { authenticatorAttachment } = credential as { authenticatorAttachment?: string | null };
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: "public-key",
    clientExtensionResults: credential.getClientExtensionResults(),
    ...(authenticatorAttachment ? { authenticatorAttachment } : {}),
  };
}

function named(credentials: Json[] | undefined): Json[] | undefined {
  return credentials?.map((credential) => ({ ...credential, id: bytes(credential.id) }));
}

export function bytes(base64url: unknown): ArrayBuffer {
  const plain = atob(String(base64url).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0)).buffer;
}

export function text(buffer: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
