import type { Clock } from "../../kernel/clock.ts";
import type { PersonCipher } from "../../kernel/crypto/vault.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import type { PublishedCities } from "../catalogue/index.ts";
import type { Identity } from "../identity/index.ts";
import type { Answers } from "./answers/answers.ts";
import type { Directory } from "./directory.ts";
import type { Door } from "./door/door.ts";
import type { Health } from "./health/health.ts";
import type { KnownPeople } from "./known-people.ts";

/** What the room's routes work with. */
export interface SourcesParts {
  database: Database;
  events: Events;
  identity: Identity;
  cities: PublishedCities;
  directory: Directory;
  door: Door;
  answers: Answers;
  health: Health;
  people: KnownPeople;
  clock: Clock;
  /** Today where the cities lie, YYYY-MM-DD. */
  today: () => string;
  /** Seals what belongs to nobody. */
  cipher: PersonCipher;
}
