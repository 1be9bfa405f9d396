import type { DocumentKind } from "../api/types.ts";
import type { JsonObject } from "./json.ts";

/**
 * What a new document begins with where there is something sound to begin with: figures that fit an ordinary system,
 * and the least that an operation is made of. Whoever knows the system changes them.
 */
export const BEGINNINGS: Partial<Record<DocumentKind, JsonObject>> = {
  source: {
    limits: { timeoutMs: 3_000, concurrency: 20, retries: 1, largestAnswerBytes: 1_048_576 },
    breaker: { failures: 5, openSeconds: 30 },
    operations: [{ id: "", safe: true, freshSeconds: 300, keepSeconds: 2_592_000, parameters: [], request: { input: '{ "idNumber": subject.idNumber }' }, answer: "$" }],
  },
  "booking-calendar": {
    servicesPerVisit: 1,
    kinds: [{ id: "visit", names: { zh: "办理", en: "Visit" }, slots: 1 }],
    counters: 1,
    bufferMinutes: 0,
    leadMinutes: 60,
    horizonDays: 14,
    holdMinutes: 5,
    changeUntilMinutes: 120,
    party: { most: 1, named: false },
    limits: { open: 2 },
    noShow: { strikes: 3, withinDays: 90, laterDays: 2, forDays: 30 },
    walkInPercent: 30,
  },
};
