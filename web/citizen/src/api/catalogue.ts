/** The shapes of the public catalogue under the names people use, taken from the API's own description. */
import type { paths } from "@citizen-cloud/api-client";

type Answer<Path extends keyof paths> = paths[Path]["get"] extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;
type ItemOf<List> = List extends { items: (infer Item)[] } ? Item : never;

export type City = ItemOf<Answer<"/api/v1/cities">>;
export type Division = ItemOf<Answer<"/api/v1/cities/{city}/divisions">>;
export type Department = ItemOf<Answer<"/api/v1/cities/{city}/departments">>;
export type Topic = ItemOf<Answer<"/api/v1/cities/{city}/topics">>;
export type LifeEvent = ItemOf<Answer<"/api/v1/cities/{city}/life-events">>;
export type Office = ItemOf<Answer<"/api/v1/cities/{city}/offices">>;
export type ServiceSummary = ItemOf<Answer<"/api/v1/cities/{city}/services">>;
export type ServiceGuide = Answer<"/api/v1/cities/{city}/services/{id}">;
export type Suggestion = ItemOf<Answer<"/api/v1/cities/{city}/suggestions">>;
/** Days that differ from the ordinary week: public holidays, and weekends that are worked. */
export type WorkCalendar = Answer<"/api/v1/cities/{city}/calendar">;

export type Text = City["names"];
export type Coordinates = City["centre"];
export type ServiceLink = Pick<ServiceSummary, "id" | "names" | "kind">;
export type Kind = ServiceSummary["kind"];
export type Level = ServiceSummary["level"];
export type Promised = ServiceSummary["promised"];
export type Duration = Exclude<Promised, "immediate">;
export type Material = ServiceGuide["materials"][number];
export type Actor = ServiceGuide["steps"][number]["actor"];
export type Channel = ServiceGuide["channels"][number];
export type OpeningHours = Office["hours"];
export type OfficeAccess = Office["access"][number];

export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
