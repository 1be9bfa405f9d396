/** Who sends a request, and whether that is enough for what it asks. */
import type { FastifyRequest } from "fastify";
import { confirmationNeeded, levelNeeded, signInNeeded } from "./errors.ts";
import { SESSION_COOKIE } from "./http/cookies.ts";
import { refuseForeignOrigin } from "./http/origin.ts";
import type { IdentityParts } from "./parts.ts";
import { isConfirmed, type Level, type Session } from "./session/session.ts";

export interface Caller {
  person: string;
  level: Level;
  session: Session;
  /** Set by requireActor alone, when the person acts for another. */
  actingFor?: ActingFor;
  /** How far the person may act for that other; set with it. */
  authority?: ActingAuthority;
}

/** What lets a person act for another at this moment. */
export interface ActingAuthority {
  /** Id of the kinship, mandate or agency, or of the enterprise when its representative acts. */
  relation: string;
  /** For lists of which the other allowed only some. */
  covers(act: { city?: string; topic?: string; service?: string }): boolean;
}

/** For whom a person acts. */
export interface ActingFor {
  kind: "child" | "mandate" | "enterprise";
  /** Of the person or the enterprise in whose name it is done. */
  id: string;
  /** Who does it. */
  by: string;
  /** Mandate or agency that allows it; parents and legal representatives need none. */
  mandate?: string;
}

export interface Demand {
  level?: Level;
  /** The person has proven within ten minutes to be there: for acts that open or close doors. */
  confirmed?: boolean;
}

/**
 * The person who sends a request.
 * @throws sign-in-needed, level-needed, confirmation-needed, foreign-origin
 */
export async function requirePerson(parts: IdentityParts, request: FastifyRequest, { level = 1, confirmed = false }: Demand = {}): Promise<Caller> {
  refuseForeignOrigin(request, parts.publicUrl);
  const known = await findCallersSession(parts, request);
  const isEnough = (session: Session) => session.level >= level && (!confirmed || isConfirmed(session, parts.clock()));
  const token = parts.cookies.get(request, SESSION_COOKIE);
  // What was just proven may not have reached this process yet.
  const session = known && token !== undefined && !isEnough(known) ? await parts.sessions.findAnew(token) : known;
  if (!session) throw signInNeeded("Sign in first.");
  if (session.level < level) throw levelNeeded("This needs a surer proof of who you are.", { extensions: { needed: level, have: session.level } });
  if (confirmed && !isConfirmed(session, parts.clock())) throw confirmationNeeded("Confirm that it is you.");
  return { person: session.person, level: session.level, session };
}

export async function findCallersSession({ sessions, cookies }: IdentityParts, request: FastifyRequest): Promise<Session | undefined> {
  const token = cookies.get(request, SESSION_COOKIE);
  return token === undefined ? undefined : sessions.find(token);
}
