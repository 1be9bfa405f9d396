import type { Clock } from "../../../kernel/clock.ts";
import type { Crypto } from "../../../kernel/crypto/open.ts";
import type { Database } from "../../../kernel/database.ts";
import type { Events } from "../../../kernel/events.ts";
import type { Log } from "../../../kernel/log.ts";
import type { Notifications } from "../../../kernel/notifications.ts";
import type { PublishedCities } from "../../catalogue/index.ts";
import type { Messages } from "../../messages/index.ts";
import type { Identity } from "../../identity/index.ts";
import type { Sources } from "../../sources/index.ts";
import type { DatabaseTime } from "../database-time.ts";
import type { OpenCampaigns } from "./open-campaigns.ts";

/** What campaigns and draws work with. */
export interface CampaignParts extends Pick<Crypto, "vault" | "lookupHash" | "keys">, Pick<Sources, "door"> {
  database: Database;
  events: Events;
  notifications: Notifications;
  identity: Pick<Identity, "requirePerson" | "requireActor" | "requireStaff" | "signInOf" | "people">;
  messages: Pick<Messages, "send" | "settle">;
  cities: PublishedCities;
  campaigns: OpenCampaigns;
  /** Decides. */
  databaseTime: DatabaseTime;
  /** Only for what is shown. */
  clock: Clock;
  log: Log;
}
