/** Eighteen random bytes as text; `crypto.randomUUID` is younger than the browsers we promise. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same key while the same thing is sent, another one as soon as it changes. */
export function keyKeeper(): (sent: unknown) => string {
  let last = "";
  let key = "";
  return (sent) => {
    const text = JSON.stringify(sent);
    if (text !== last) {
      last = text;
      key = newKey();
    }
    return key;
  };
}
