/** Booking: appointments, the queue at the counter, and campaigns. What other rooms may use of it. */
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { Subscription } from "../../kernel/events.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import type { Job } from "../../kernel/jobs.ts";
import type { Notifications } from "../../kernel/notifications.ts";
import type { Sources } from "../sources/index.ts";
import { carryAppointmentsOver } from "./appointment/carry-over.ts";
import { registerAppointmentRoutes } from "./appointment/routes.ts";
import { registerCalendarRoutes } from "./calendar/routes.ts";
import { registerCalendarStaffRoutes } from "./calendar/staff-routes.ts";
import { openCampaignRoom } from "./campaign/open-campaign-room.ts";
import { openCounter } from "./counter/open-counter.ts";
import { bookingExport } from "./export.ts";
import { bookingWork } from "./jobs.ts";
import type { BookingParts } from "./parts.ts";
import { registerRushRoutes } from "./rush/routes.ts";
import { openRush, type Rush, type RushNeeds } from "./rush/rush.ts";

export { channelSecret } from "./campaign/channel-signature.ts";
export { verifyCampaign } from "./campaign/verify-campaign.ts";
export { resealBooking } from "./rotation/reseal.ts";
export { rehearse } from "./rehearsal/rehearse.ts";
export { conditionsDigest } from "./campaign/rules.ts";
export { signPass, PASS_LABEL } from "./rush/pass.ts";

export interface Booking {
  jobs: Job[];
  subscriptions: Subscription[];
  registerRoutes(server: HttpServer): void;
  /** Answers the crowd of a campaign before the server's routes. */
  lane: Rush["lane"];
  /** Ends once everybody in it was answered. */
  close(): Promise<void>;
}

export interface BookingNeeds extends Omit<BookingParts, "vault" | "lookupHash" | "identity"> {
  crypto: Pick<Crypto, "vault" | "lookupHash" | "codes" | "keys">;
  identity: BookingParts["identity"] & { crowd: RushNeeds["identity"] };
  notifications: Notifications;
  sources: Pick<Sources, "door">;
  /** Relays of drand. */
  drandRelays: readonly string[];
  databaseUrl: string;
  /** How long whatever needs a connection waits for one. */
  databaseWaitMs: number;
  production: boolean;
  /** Whether callers' addresses are what a proxy says they are. */
  behindProxy: boolean;
  /** How long a place of a campaign is kept for whoever's turn has come. */
  claimSeconds: number;
}

export function openBooking({ crypto: { vault, lookupHash, codes, keys }, notifications, sources: { door }, drandRelays, databaseUrl, databaseWaitMs, production, behindProxy, claimSeconds, ...needs }: BookingNeeds): Booking {
  const rush = openRush({ databaseUrl, databaseWaitMs, notifications, crypto: { vault, keys }, identity: needs.identity.crowd, clock: needs.clock, log: needs.log, publicUrl: needs.publicUrl, production, behindProxy, claimSeconds });
  const parts: BookingParts = { ...needs, vault, lookupHash };
  const counter = openCounter({ ...parts, codes, notifications });
  const campaigns = openCampaignRoom({ ...parts, keys, notifications, door, drandRelays, register: rush.register });
  const work = bookingWork(parts);
  needs.identity.people.onJoining(carryAppointmentsOver);
  needs.identity.people.addToExport(...bookingExport(parts));
  return {
    jobs: [...work.jobs, ...campaigns.jobs, ...rush.jobs],
    subscriptions: [...work.subscriptions, ...campaigns.subscriptions],
    lane: rush.lane,
    close: () => rush.close(),
    registerRoutes(server) {
      registerRushRoutes(server, rush.lane);
      registerCalendarRoutes(server, parts);
      registerAppointmentRoutes(server, parts);
      registerCalendarStaffRoutes(server, parts);
      counter.registerRoutes(server);
      campaigns.registerRoutes(server);
    },
  };
}
