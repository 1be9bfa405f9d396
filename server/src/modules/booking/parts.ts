import type { Clock } from "../../kernel/clock.ts";
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import type { Log } from "../../kernel/log.ts";
import type { PublishedCities } from "../catalogue/index.ts";
import type { Identity } from "../identity/index.ts";
import type { Messages } from "../messages/index.ts";

/** What every part of the room works with. */
export interface BookingParts extends Pick<Crypto, "vault" | "lookupHash"> {
  database: Database;
  events: Events;
  identity: Pick<Identity, "requirePerson" | "requireActor" | "requireStaff" | "signInOf" | "people">;
  cities: PublishedCities;
  messages: Pick<Messages, "send" | "seal" | "deliver" | "settle">;
  clock: Clock;
  log: Log;
  /** The origin people see; undefined: whatever host was asked. */
  publicUrl: string | undefined;
}

/** A city's catalogue as it is published. */
export type CityCatalogue = ReturnType<PublishedCities["get"]>;
