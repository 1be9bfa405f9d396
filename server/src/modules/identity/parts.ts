import type { Clock } from "../../kernel/clock.ts";
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events } from "../../kernel/events.ts";
import type { Log } from "../../kernel/log.ts";
import type { ExportPart } from "./control-room/export-part.ts";
import type { Cookies } from "./http/cookies.ts";
import type { Registers } from "./outside/registers.ts";
import type { CarryOver } from "./real-name/take-over.ts";
import type { CodeSender } from "./sign-in/send-code.ts";
import type { Sessions } from "./session/sessions.ts";

/** What every part of the room works with. */
export interface IdentityParts extends Pick<Crypto, "vault" | "lookupHash" | "codes"> {
  database: Database;
  events: Events;
  registers: Registers;
  sessions: Sessions;
  codeSender: CodeSender;
  cookies: Cookies;
  clock: Clock;
  log: Log;
  /** The origin people see; undefined: whatever host was asked. */
  publicUrl: string | undefined;
  /** In production nobody picks an invented account. */
  production: boolean;
  /** Of rooms above, which keep something of who somebody was before they proved it. */
  carriers: readonly CarryOver[];
  /** Of rooms above, for the copy of all data. */
  exportParts: readonly ExportPart[];
  /** The catalogue knows which, and lies above this room. */
  cityExists(city: string): boolean;
}
