import type { paths } from "@citizen-cloud/api-client";

type Answer<Path extends keyof paths, Method extends "get" | "post" | "put"> = paths[Path] extends {
  [M in Method]: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

export type Staff = Answer<"/staff/v1/me", "get">;
export type Role = Staff["roles"][number];
export type DocumentSummary = Answer<"/staff/v1/cities/{city}/documents", "get">["items"][number];
export type DocumentKind = DocumentSummary["kind"];
export type DocumentDetail = Answer<"/staff/v1/cities/{city}/documents/{kind}/{id}", "get">;
export type Draft = Answer<"/staff/v1/cities/{city}/drafts", "get">["items"][number];
export type Finding = DocumentDetail["findings"][number];
export type HistoryEntry = DocumentDetail["history"][number];
export type NearDuplicate = Answer<"/staff/v1/cities/{city}/near-duplicates", "get">["items"][number];
export type SearchMiss = Answer<"/staff/v1/cities/{city}/search-misses", "get">["items"][number];
export type SavedDraft = Answer<"/staff/v1/cities/{city}/drafts/{kind}/{id}", "put">;

export type StaffRecord = Answer<"/staff/v1/people", "get">["items"][number];
export type Proposal = Answer<"/staff/v1/proposals", "get">["items"][number];
export type EmergencyRecord = Answer<"/staff/v1/emergency-access", "get">["items"][number];
export type OpenDispute = Answer<"/staff/v1/disputes", "get">["items"][number];
export type AuditEntry = Answer<"/staff/v1/audit-entries", "get">["items"][number];

export type SourceSummary = Answer<"/staff/v1/cities/{city}/sources", "get">["items"][number];
export type SourceDetail = Answer<"/staff/v1/cities/{city}/sources/{id}", "get">;
export type SourceAlarm = Answer<"/staff/v1/cities/{city}/source-alarms", "get">["items"][number];
export type TrialResult = Answer<"/staff/v1/cities/{city}/sources/{id}/try", "post">;
export type ManualQuestion = Answer<"/staff/v1/cities/{city}/manual-questions", "get">["items"][number];
export type ManualQuestionDetail = Answer<"/staff/v1/cities/{city}/manual-questions/{id}", "get">;
export type Agreement = Answer<"/staff/v1/cities/{city}/agreements", "get">["items"][number];
export type DataAnswer = Answer<"/staff/v1/cities/{city}/data-requests", "post">;

export type CounterOffice = Answer<"/staff/v1/cities/{city}/counter-offices", "get">["items"][number];
export type StaffQueue = Answer<"/staff/v1/cities/{city}/offices/{office}/queue", "get">;
export type QueueTicket = StaffQueue["waiting"][number];
export type Visit = Answer<"/staff/v1/cities/{city}/offices/{office}/tickets/{id}", "get">;

export type CampaignRow = Answer<"/staff/v1/cities/{city}/campaigns", "get">["items"][number];
export type CampaignRules = Answer<"/api/v1/cities/{city}/campaigns/{slug}", "get">;
export type Wall = Answer<"/staff/v1/cities/{city}/campaigns/{slug}/wall", "get">;

export type Door = Answer<"/staff/v1/cities/{city}/campaigns/{slug}/door", "get">;
export type AtDoor = Answer<"/staff/v1/cities/{city}/campaigns/{slug}/door/checks", "post">;

export type LoadView = Answer<"/staff/v1/load", "get">;

export type StaffCalendar = Answer<"/staff/v1/cities/{city}/calendars", "get">["items"][number];
export type CalendarDay = Answer<"/staff/v1/cities/{city}/calendars/{calendar}/days", "get">["items"][number];
export type StaffAppointment = Answer<"/staff/v1/cities/{city}/appointments", "get">["items"][number];

export interface Text {
  zh: string;
  en: string;
}

export interface DocumentKey {
  kind: DocumentKind;
  id: string;
}
