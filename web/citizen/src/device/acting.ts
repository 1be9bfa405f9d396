/** For whom this tab acts, when not for the person: each tab for itself, so that two windows never mix two people. */
import { useEffect, useState } from "react";

export interface Acting {
  /** As the API names it: `child:<id>`, `mandate:<id>`, `enterprise:<id>`. */
  id: string;
  /** Masked: it stands on every screen. */
  name: string;
}

const STORE = "cc-acting";
const CHANGED = "cc-acting-changed";

export function readActing(): Acting | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(STORE) ?? "null");
    if (typeof kept !== "object" || kept === null) return undefined;
    const { id, name } = kept as Record<string, unknown>;
    return typeof id === "string" && typeof name === "string" ? { id, name } : undefined;
  } catch {
    return undefined;
  }
}

export function actFor(acting: Acting | undefined): void {
  try {
    if (acting) sessionStorage.setItem(STORE, JSON.stringify(acting));
    else sessionStorage.removeItem(STORE);
  } catch {
    return;
  }
  dispatchEvent(new Event(CHANGED));
}

/** Nobody else, until the browser has looked. */
export function useActing(): Acting | undefined {
  const [acting, setActing] = useState<Acting>();
  useEffect(() => {
    const read = () => setActing(readActing());
    read();
    addEventListener(CHANGED, read);
    return () => removeEventListener(CHANGED, read);
  }, []);
  return acting;
}

/** Known from the first drawing on: what is asked must never be kept under another person's name. */
export function useWhose(): Acting | undefined {
  const acting = useActing();
  const [first, forget] = useState(readActing);
  useEffect(() => forget(undefined), []);
  return acting ?? first;
}
