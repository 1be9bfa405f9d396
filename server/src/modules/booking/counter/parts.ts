import type { Codes } from "../../../kernel/crypto/codes.ts";
import type { EventStreams } from "../../../kernel/http/event-stream.ts";
import type { BookingParts } from "../parts.ts";
import type { QueueViews } from "./queue-views.ts";

/** What every part of the queue works with. */
export interface CounterParts extends BookingParts {
  codes: Codes;
  streams: EventStreams;
  views: QueueViews;
}
