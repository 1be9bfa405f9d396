/** That somebody may take part, as the server signed it: asked for before the opening, and then at hand in the rush. */
interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

export interface Pass {
  pass: string;
  /** When it ends, in milliseconds since 1970. */
  until: number;
  group?: string;
}

const PREFIX = "cc-pass-";

export function keepPass(store: Store, campaign: string, person: string, pass: Pass): void {
  try {
    store.setItem(PREFIX + campaign, JSON.stringify({ person, ...pass }));
  } catch {
    // It is asked for again when it is needed.
  }
}

export function keptPass(store: Store, campaign: string, person: string, now: number): Pass | undefined {
  try {
    const kept: unknown = JSON.parse(store.getItem(PREFIX + campaign) ?? "null");
    if (typeof kept !== "object" || kept === null) return undefined;
    const { person: owner, pass, until, group } = kept as Record<string, unknown>;
    if (owner !== person || typeof pass !== "string" || typeof until !== "number" || until <= now) return undefined;
    return { pass, until, ...(typeof group === "string" ? { group } : {}) };
  } catch {
    return undefined;
  }
}
