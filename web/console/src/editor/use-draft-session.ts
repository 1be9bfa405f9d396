import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { saveDraft } from "../api/commands.ts";
import { isProblem, Problem } from "../api/problem.ts";
import type { DocumentDetail } from "../api/types.ts";
import type { JsonObject } from "../documents/json.ts";
import { useCity } from "../staff/staff-context.tsx";
import { type DraftSession, type DraftState, openDraftSession } from "./draft-session.ts";

/** Long enough that a sentence is saved once, short enough that a closed lid loses little. */
const AUTOSAVE_DELAY_MS = 900;
const RETRY_DELAY_MS = 4_000;

/** Writing on one document, for as long as its room is open. */
export function useDraftSession({ kind, id, body, draft, findings }: DocumentDetail): { session: DraftSession; state: DraftState } {
  const city = useCity();
  const queries = useQueryClient();
  const [session] = useState(() =>
    openDraftSession({
      initial: { body: (draft?.body ?? body ?? {}) as JsonObject, note: draft?.note ?? "", revision: draft?.revision, findings },
      isConflict: (error) => isProblem(error, "draft-changed"),
      mayPass: (error) => error instanceof Problem && (error.status === 0 || error.status === 401 || error.status >= 500),
      delayMs: AUTOSAVE_DELAY_MS,
      retryMs: RETRY_DELAY_MS,
      async save(change) {
        const saved = await saveDraft(city, { kind, id }, { body: change.body, ...(change.note === "" ? {} : { note: change.note }), ...(change.revision === undefined ? {} : { revision: change.revision }) });
        void queries.invalidateQueries({ queryKey: [city, "documents"] });
        void queries.invalidateQueries({ queryKey: [city, "drafts"] });
        return saved;
      },
    }),
  );
  const state = useSyncExternalStore(session.subscribe, session.read);

  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (session.read().phase !== "clean") event.preventDefault();
    };
    addEventListener("beforeunload", warn);
    return () => {
      removeEventListener("beforeunload", warn);
      void session.flush();
    };
  }, [session]);

  return { session, state };
}
