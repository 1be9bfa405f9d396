import { createEventStreams } from "../../../kernel/http/event-stream.ts";
import type { HttpServer } from "../../../kernel/http/server.ts";
import type { Notifications } from "../../../kernel/notifications.ts";
import type { Codes } from "../../../kernel/crypto/codes.ts";
import type { BookingParts } from "../parts.ts";
import { registerOwnTicketRoutes } from "./own-routes.ts";
import type { CounterParts } from "./parts.ts";
import { registerPublicQueueRoutes } from "./public-routes.ts";
import { createQueueViews } from "./queue-views.ts";
import { registerCounterStaffRoutes } from "./staff-routes.ts";
import { QUEUE_CHANGED_CHANNEL } from "./store.ts";

/** The queue at offices: every process hears of every change, so a display and a telephone may hang on any of them. */
export function openCounter({ notifications, ...needs }: BookingParts & { codes: Codes; notifications: Pick<Notifications, "on" | "onListening"> }): { registerRoutes(server: HttpServer): void } {
  const streams = createEventStreams({ log: needs.log });
  const views = createQueueViews(needs);
  const parts: CounterParts = { ...needs, streams, views };
  notifications.on(QUEUE_CHANGED_CHANNEL, (place) => {
    const [city = "", office = ""] = place.split("/");
    views.forget({ city, office });
    streams.tell(place);
  });
  notifications.onListening(() => {
    views.forget("all");
    streams.tellAll();
  });
  needs.identity.people.onChanged((person) => streams.endOwner(person));
  return {
    registerRoutes(server) {
      server.addHook("preClose", async () => streams.close());
      registerOwnTicketRoutes(server, parts);
      registerPublicQueueRoutes(server, parts);
      registerCounterStaffRoutes(server, parts);
    },
  };
}
