import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import type { Log } from "../../kernel/log.ts";
import type { Notifications } from "../../kernel/notifications.ts";
import type { Identity, SendSms } from "../identity/index.ts";

/** What every part of the room works with. */
export interface MessagesParts {
  database: Database;
  events: Events;
  notifications: Notifications;
  identity: Pick<Identity, "requirePerson" | "people">;
  sendSms: SendSms;
  clock: Clock;
  log: Log;
  /** The origin people see; undefined: links to telephones are paths alone. */
  publicUrl: string | undefined;
}
