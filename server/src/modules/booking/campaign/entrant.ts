/** Who takes part: the person who asks, or a child of theirs. */
import type { FastifyRequest } from "fastify";
import type { AuditEntry } from "../../audit/index.ts";
import { type Level, notAllowed } from "../../identity/index.ts";
import type { Ground } from "../../sources/index.ts";
import type { CampaignParts } from "./parts.ts";

export interface Entrant {
  /** Whose part it is. */
  person: string;
  actor: AuditEntry["actor"];
  /** The child, when somebody acts for it. */
  actingFor?: string;
  /** On which the child's records are read. */
  ground: Ground;
}

/** @throws as identity.requireActor; not-allowed for everybody but a child: a mandate or a company takes no part */
export async function requireEntrant({ identity }: Pick<CampaignParts, "identity">, request: FastifyRequest, { city, level }: { city: string; level?: Level }): Promise<Entrant> {
  const demand = level === undefined ? {} : { level };
  const { person, session, actingFor, authority } = await identity.requireActor(request, { ...demand, city });
  const actor: Entrant["actor"] = { kind: "person", id: person, city: session.city };
  if (!actingFor) return { person, actor, ground: { kind: "own" } };
  if (actingFor.kind !== "child" || !authority) throw notAllowed("Only parents take part for somebody else, and for their child alone.");
  return { person: actingFor.id, actor, actingFor: actingFor.id, ground: { kind: "acting", id: authority.relation } };
}
