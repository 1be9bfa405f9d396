/**
 * One person writing one draft: what is on the screen, what the server has, and whether somebody else came between.
 * Saves one after the other, never two at once, so that each knows the revision before it.
 */
import type { JsonObject } from "../documents/json.ts";

export interface Fault {
  rule: string;
  pointer: string;
  message: string;
  remedy: string;
}

export interface DraftState {
  body: JsonObject;
  note: string;
  /** Undefined until the first save makes the draft. */
  revision: number | undefined;
  findings: Fault[];
  phase: "clean" | "dirty" | "saving" | "failed" | "conflict";
  savedAt: Date | undefined;
  /** Why the last save failed. */
  failure: unknown;
}

export interface DraftSession {
  read(): DraftState;
  subscribe(listener: () => void): () => void;
  change(edit: (body: JsonObject) => JsonObject): void;
  changeNote(note: string): void;
  /** Saves what is not saved yet. @returns whether the server now has everything */
  flush(): Promise<boolean>;
  /** After a conflict: keep what is on the screen and write it over what the other person saved. */
  keepMine(theirRevision: number): Promise<boolean>;
  stop(): void;
}

interface Options {
  initial: Pick<DraftState, "body" | "note" | "revision" | "findings">;
  save(change: { body: JsonObject; note: string; revision: number | undefined }): Promise<{ revision: number; findings: Fault[] }>;
  isConflict(error: unknown): boolean;
  /** Whether trying again may help: the connection was lost, the sign-in ended. */
  mayPass(error: unknown): boolean;
  delayMs: number;
  retryMs: number;
}

export function openDraftSession({ initial, save, isConflict, mayPass, delayMs, retryMs }: Options): DraftSession {
  let state: DraftState = { ...initial, phase: "clean", savedAt: undefined, failure: undefined };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | undefined;
  const listeners = new Set<() => void>();

  const update = (change: Partial<DraftState>) => {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  };

  const schedule = (afterMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), afterMs);
  };

  const edit = (change: Partial<DraftState>) => {
    // A conflict is decided before anything else is written over either side.
    update({ ...change, ...(state.phase === "conflict" ? {} : { phase: "dirty" }) });
    if (state.phase !== "conflict") schedule(delayMs);
  };

  const saveOnce = async (): Promise<boolean> => {
    const { body, note, revision } = state;
    update({ phase: "saving" });
    try {
      const saved = await save({ body, note, revision });
      const changedMeanwhile = state.body !== body || state.note !== note;
      update({ ...saved, phase: changedMeanwhile ? "dirty" : "clean", savedAt: new Date(), failure: undefined });
      return true;
    } catch (failure) {
      update({ phase: isConflict(failure) ? "conflict" : "failed", failure });
      if (mayPass(failure)) schedule(retryMs);
      return false;
    }
  };

  const saveAll = async (): Promise<boolean> => {
    while (state.phase === "dirty" || state.phase === "failed") {
      if (!(await saveOnce())) return false;
    }
    return state.phase === "clean";
  };

  const flush = (): Promise<boolean> => {
    clearTimeout(timer);
    running ??= saveAll().finally(() => {
      running = undefined;
    });
    return running;
  };

  return {
    read: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change: (change) => edit({ body: change(state.body) }),
    changeNote: (note) => edit({ note }),
    flush,
    keepMine(theirRevision) {
      update({ revision: theirRevision, phase: "dirty" });
      return flush();
    },
    stop: () => clearTimeout(timer),
  };
}
