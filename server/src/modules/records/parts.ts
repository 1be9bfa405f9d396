import type { Clock } from "../../kernel/clock.ts";
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import type { Log } from "../../kernel/log.ts";
import type { PublishedCities } from "../catalogue/index.ts";
import type { Identity, SendSms } from "../identity/index.ts";
import type { Sources } from "../sources/index.ts";

/** What of the departments' systems. */
export type SourcesUsed = Pick<Sources, "door" | "directory" | "knownPeople">;

/** What every part of the room works with. */
export interface RecordsParts extends Pick<Crypto, "vault" | "lookupHash">, SourcesUsed {
  database: Database;
  events: Events;
  identity: Pick<Identity, "requirePerson" | "requireActor" | "people">;
  cities: PublishedCities;
  sendSms: SendSms;
  clock: Clock;
  log: Log;
  /** The origin people see; undefined: whatever host was asked. */
  publicUrl: string | undefined;
}
