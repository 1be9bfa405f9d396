import agreement from "../../../../cities/schemas/agreement.schema.json";
import bookingCalendar from "../../../../cities/schemas/booking-calendar.schema.json";
import calendarYear from "../../../../cities/schemas/calendar-year.schema.json";
import campaign from "../../../../cities/schemas/campaign.schema.json";
import city from "../../../../cities/schemas/city.schema.json";
import department from "../../../../cities/schemas/department.schema.json";
import division from "../../../../cities/schemas/division.schema.json";
import lifeEvent from "../../../../cities/schemas/life-event.schema.json";
import office from "../../../../cities/schemas/office.schema.json";
import recordKind from "../../../../cities/schemas/record-kind.schema.json";
import serviceItem from "../../../../cities/schemas/service-item.schema.json";
import source from "../../../../cities/schemas/source.schema.json";
import topic from "../../../../cities/schemas/topic.schema.json";
import type { DocumentKind } from "../api/types.ts";
import type { Schema } from "./shape.ts";

/** Their types are as many as their shapes. */
const SCHEMAS: Record<DocumentKind, object> = {
  city,
  division,
  department,
  topic,
  service: serviceItem,
  office,
  "life-event": lifeEvent,
  "calendar-year": calendarYear,
  source,
  "record-kind": recordKind,
  agreement,
  "booking-calendar": bookingCalendar,
  campaign,
};

export function schemaOf(kind: DocumentKind): Schema {
  return SCHEMAS[kind];
}
