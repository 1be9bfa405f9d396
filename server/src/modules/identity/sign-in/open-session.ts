import type { FastifyReply, FastifyRequest } from "fastify";
import { recordAll } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { maskNetworkAddress } from "../../../kernel/mask.ts";
import { networkOf } from "../../../kernel/rate-limit.ts";
import { SESSION_COOKIE } from "../http/cookies.ts";
import type { IdentityParts } from "../parts.ts";
import { deviceInWords } from "../session/device.ts";
import type { Means, SessionKind } from "../session/session.ts";
import type { Origin } from "./request-code.ts";

/** Where somebody signs in. */
export interface SignInPlace {
  origin: Origin;
  userAgent: string | undefined;
  kind: SessionKind;
}

export interface OpenedSession {
  person: string;
  token: string;
  expiresAt: Date;
}

export interface Entry {
  person: string;
  city: string;
  means: Means[];
  place: SignInPlace;
  /** Signing in is a fresh proof of presence, unless this says when the last one was. */
  confirmedAt?: Date;
}

/** Opens a session and says so to its owner: the last step of every way of signing in. */
export async function openSession(parts: IdentityParts, tx: Handles, entry: Entry): Promise<OpenedSession> {
  const [opened] = await openSessions(parts, tx, [entry]);
  return opened as OpenedSession;
}

/** The same for several who sign in at this moment. */
export async function openSessions(parts: IdentityParts, tx: Handles, entries: Entry[]): Promise<OpenedSession[]> {
  const openings = entries.map(({ person, means, place, confirmedAt }) => ({
    id: newId(), person, means, kind: place.kind, device: deviceInWords(place.userAgent), address: maskNetworkAddress(place.origin.address), ...(confirmedAt ? { confirmedAt } : {}),
  }));
  const [opened] = await Promise.all([
    parts.sessions.open(tx, openings),
    recordAll(tx, entries.map(({ person, city, means }, index) => ({
      actor: { kind: "person", id: person, city }, act: "session.opened", subject: person, city,
      about: { kind: "session", id: openings[index]?.id ?? "" }, detail: { means: means.join("+"), device: openings[index]?.device ?? "" },
    }))),
  ]);
  return opened.map(({ token, expiresAt }, index) => ({ person: entries[index]?.person ?? "", token, expiresAt }));
}

export function signInPlace({ cookies }: IdentityParts, request: FastifyRequest, reply: FastifyReply, kind: SessionKind = "personal"): SignInPlace {
  return { origin: { address: networkOf(request.ip), device: cookies.deviceOf(request, reply) }, userAgent: request.headers["user-agent"], kind };
}

/** A shared device forgets with its browser. A new token each time, so that one planted before is worth nothing. */
export function setSessionCookie({ cookies, clock }: IdentityParts, request: FastifyRequest, reply: FastifyReply, { token, expiresAt }: OpenedSession): void {
  const maxAgeSeconds = Math.floor((expiresAt.getTime() - clock().getTime()) / 1_000);
  cookies.set(request, reply, SESSION_COOKIE, { value: token, maxAgeSeconds, sameSite: "lax" });
}
