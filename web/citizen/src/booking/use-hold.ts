import { useCallback, useEffect, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { useAct, Withdrawn } from "../account/account-page.tsx";
import { askPersonal } from "../account/api.ts";
import { ApiProblem } from "../api/problem.ts";
import { bookingProblemText, isTaken } from "./booking-problem.ts";
import { newKey } from "./idempotency.ts";
import type { Hold } from "./queries.ts";

/** A place to be kept. */
export interface Wanted {
  city: string;
  calendar: string;
  startsAt: string;
  kind: string;
  services: string[];
  party: number;
}

export type HoldState =
  | { state: "asking" }
  | { state: "held"; hold: Hold }
  /** Somebody else was faster. */
  | { state: "taken" }
  | { state: "refused"; text: string };

/** Begins like a draft's, so that signing out forgets it too. */
const STORE = "cc-draft-hold";
const LEAST_LEFT_MS = 20_000;

interface KeptHold {
  wanted: string;
  hold: Hold;
}

/** A reloaded page finds the place it holds: asked for anew it would take a second one. */
function readKept(wanted: string): Hold | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORE) ?? "null") as KeptHold | null;
    return kept?.wanted === wanted && Date.parse(kept.hold.heldUntil) - Date.now() > LEAST_LEFT_MS ? kept.hold : undefined;
  } catch {
    return undefined;
  }
}

function writeKept(kept: KeptHold | undefined): void {
  try {
    if (kept) sessionStorage.setItem(STORE, JSON.stringify(kept));
    else sessionStorage.removeItem(STORE);
  } catch {
    // Without storage a reload holds another place; the first one runs out by itself.
  }
}

/**
 * Holds a place while the form is filled, and gives it back when the person turns away from it.
 * @returns also `again`, for a place whose time ran out, and `used`, once it has become an appointment
 */
export function useHold(wanted: Wanted): HoldState & { again(): void; used(): void } {
  const act = useAct();
  const queries = useQueryClient();
  const [held, setHeld] = useState<HoldState>({ state: "asking" });
  const [round, setRound] = useState(0);
  const mine = useRef<string | undefined>(undefined);
  const text = JSON.stringify(wanted);

  useEffect(() => {
    let gone = false;
    const take = async (): Promise<HoldState> => {
      const kept = round === 0 ? readKept(text) : undefined;
      if (kept) return { state: "held", hold: kept };
      try {
        const hold = await act("post", "/api/v1/me/holds", { body: JSON.parse(text) as Wanted, idempotencyKey: newKey() });
        writeKept({ wanted: text, hold });
        return { state: "held", hold };
      } catch (error) {
        if (error instanceof Withdrawn) return { state: "asking" };
        if (isTaken(error)) return { state: "taken" };
        return { state: "refused", text: bookingProblemText(error) };
      }
    };
    const settle = async () => {
      const next = await take();
      const id = next.state === "held" ? next.hold.id : undefined;
      if (gone) {
        if (id !== undefined) giveBack(id);
        return;
      }
      mine.current = id;
      setHeld(next);
      if (next.state === "taken") await queries.invalidateQueries({ queryKey: ["slots"] });
    };
    setHeld({ state: "asking" });
    void settle();
    return () => {
      gone = true;
      if (mine.current !== undefined) giveBack(mine.current);
      mine.current = undefined;
    };
  }, [act, queries, text, round]);

  const again = useCallback(() => setRound((count) => count + 1), []);
  const used = useCallback(() => {
    mine.current = undefined;
    writeKept(undefined);
  }, []);
  return { ...held, again, used };
}

/** Nobody waits for it: what is not given back runs out. */
function giveBack(id: string): void {
  writeKept(undefined);
  askPersonal("delete", "/api/v1/me/holds/{id}", { path: { id } }).catch((error: unknown) => {
    if (!(error instanceof ApiProblem) && !(error instanceof TypeError)) throw error;
  });
}
