/** In which order people think about a document: the sections of its form, and of the difference a reviewer reads. */
import type { DocumentKind } from "../api/types.ts";

export interface FormSection {
  /** `section_…` in the messages. */
  id: string;
  fields: string[];
}

export const LAYOUTS: Record<DocumentKind, FormSection[]> = {
  service: [
    { id: "basics", fields: ["id", "names", "summary", "aliases", "kind", "alsoKinds", "topic", "department", "jointDepartments", "level"] },
    { id: "eligibility", fields: ["audience", "conditions", "assurance", "scope", "quantityLimit"] },
    { id: "materials", fields: ["materials", "express"] },
    { id: "process", fields: ["steps", "channels", "onlineDepth", "visits", "specialProcedures"] },
    { id: "time-and-fee", fields: ["caseType", "limits", "fee"] },
    { id: "result", fields: ["result"] },
    { id: "questions", fields: ["faq", "related", "phones"] },
    { id: "codes", fields: ["itemType", "codes", "legalBasis", "source"] },
  ],
  department: [
    { id: "basics", fields: ["id", "names", "shortNames", "type", "duties"] },
    { id: "contact", fields: ["address", "phones", "website"] },
    { id: "remedies", fields: ["remedies"] },
    { id: "codes", fields: ["socialCreditCode"] },
  ],
  office: [
    { id: "basics", fields: ["id", "names", "kind", "level"] },
    { id: "place", fields: ["division", "address", "location", "transit", "phone"] },
    { id: "opening", fields: ["hours"] },
    { id: "business", fields: ["departments", "services", "access"] },
  ],
  division: [
    { id: "basics", fields: ["code", "names", "level", "parent", "centre"] },
    { id: "status", fields: ["status", "retiredOn", "mergedInto"] },
  ],
  topic: [
    { id: "basics", fields: ["id", "names", "shortNames", "summary", "audience"] },
    { id: "finding", fields: ["aliases"] },
    { id: "look", fields: ["icon", "tone"] },
  ],
  "life-event": [
    { id: "basics", fields: ["id", "names", "summary", "audience"] },
    { id: "stages", fields: ["stages"] },
    { id: "finding", fields: ["aliases"] },
    { id: "look", fields: ["icon", "tone"] },
  ],
  "calendar-year": [
    { id: "basics", fields: ["id", "provisional", "source"] },
    { id: "days", fields: ["days"] },
  ],
  city: [
    { id: "basics", fields: ["id", "names", "appNames", "slogan", "seal", "province", "about", "filing"] },
    { id: "place", fields: ["division", "areaCode", "hotline", "timeZone", "centre"] },
    { id: "home-screen", fields: ["popular", "firstWeek"] },
  ],
  source: [
    { id: "basics", fields: ["id", "names", "department"] },
    { id: "transport", fields: ["transport"] },
    { id: "operations", fields: ["operations"] },
    { id: "limits", fields: ["limits", "breaker"] },
  ],
  "record-kind": [
    { id: "basics", fields: ["id", "names", "summary", "topic", "subject", "level", "services"] },
    { id: "origin", fields: ["source", "operation", "parameters"] },
    { id: "record-fields", fields: ["fields"] },
    { id: "showing", fields: ["headline", "facts", "charts", "notices", "derivation"] },
    { id: "rights", fields: ["ground", "correction", "proof"] },
  ],
  agreement: [
    { id: "basics", fields: ["id", "names", "purpose", "ground"] },
    { id: "parties", fields: ["provider", "consumer", "services"] },
    { id: "grants", fields: ["grants"] },
    { id: "validity", fields: ["validFrom", "validUntil", "requestsPerDay"] },
  ],
  "booking-calendar": [
    { id: "basics", fields: ["id", "names", "department", "services", "servicesPerVisit"] },
    { id: "calendar-place", fields: ["office", "where", "counters", "walkInPercent"] },
    { id: "calendar-times", fields: ["weekly", "bufferMinutes", "holidays", "exceptions"] },
    { id: "calendar-kinds", fields: ["kinds"] },
    { id: "calendar-rules", fields: ["leadMinutes", "horizonDays", "releaseAt", "holdMinutes", "changeUntilMinutes", "limits", "noShow", "assurance"] },
    { id: "calendar-visitors", fields: ["party", "needs", "questions", "bring"] },
  ],
  campaign: [
    { id: "basics", fields: ["id", "names", "summary", "department", "service", "source"] },
    { id: "campaign-run", fields: ["manner", "opensAt", "closesAt", "admitPerSecond", "draw"] },
    { id: "eligibility", fields: ["eligibility"] },
    { id: "campaign-places", fields: ["groups", "channels", "tiers", "budgetFen"] },
    { id: "campaign-afterwards", fields: ["confirmBy", "unclaimed", "checkedAtDoor", "rules", "afterwards"] },
  ],
};

/** The member by which a document of a kind is known. */
export function idMember(kind: DocumentKind): "id" | "code" {
  return kind === "division" ? "code" : "id";
}
