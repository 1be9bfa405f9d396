/** Booking: appointments, the queue at the counter, and campaigns. What other rooms may use of it. */
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { Subscription } from "../../kernel/events.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import type { Job } from "../../kernel/jobs.ts";
import type { Notifications } from "../../kernel/notifications.ts";
import { registerCalendarRoutes } from "./calendar/routes.ts";
import { openCounter } from "./counter/open-counter.ts";
import { bookingWork } from "./jobs.ts";
import type { BookingParts } from "./parts.ts";

export interface Booking {
  jobs: Job[];
  subscriptions: Subscription[];
  registerRoutes(server: HttpServer): void;
}

export interface BookingNeeds extends Omit<BookingParts, "vault" | "lookupHash"> {
  crypto: Pick<Crypto, "vault" | "lookupHash" | "codes">;
  notifications: Pick<Notifications, "on" | "onListening">;
}

export function openBooking({ crypto: { vault, lookupHash, codes }, notifications, ...needs }: BookingNeeds): Booking {
  const parts: BookingParts = { ...needs, vault, lookupHash };
  const counter = openCounter({ ...parts, codes, notifications });
  return {
    ...bookingWork(parts),
    registerRoutes(server) {
      registerCalendarRoutes(server, parts);
      counter.registerRoutes(server);
    },
  };
}
