/**
 * Whether somebody is signed in on this device, as far as is known without asking. The session itself is a cookie that no
 * script can read; this mark holds nothing about anybody, and only saves visitors a question whose answer is no.
 */
import { useEffect, useState } from "react";

export type Presence = "in" | "out";

const STORE = "cc-signed-in";
const CHANGED = "cc-presence-changed";

function readPresence(): Presence {
  try {
    return localStorage.getItem(STORE) === "1" ? "in" : "out";
  } catch {
    // Without storage there is no knowing: the question has to be asked.
    return "in";
  }
}

export function setPresence(presence: Presence): void {
  try {
    if (presence === "in") localStorage.setItem(STORE, "1");
    else localStorage.removeItem(STORE);
  } catch {
    return;
  }
  dispatchEvent(new Event(CHANGED));
}

/** Undefined until the browser has looked; follows the other windows. */
export function usePresence(): Presence | undefined {
  const [presence, follow] = useState<Presence>();
  useEffect(() => {
    const read = () => follow(readPresence());
    const readOther = ({ key }: StorageEvent) => {
      if (key === STORE || key === null) read();
    };
    read();
    addEventListener(CHANGED, read);
    addEventListener("storage", readOther);
    return () => {
      removeEventListener(CHANGED, read);
      removeEventListener("storage", readOther);
    };
  }, []);
  return presence;
}
