/** Who reads whose records, and which of them they may. */
import type { FastifyRequest } from "fastify";
import type { AuditEntry } from "../audit/index.ts";
import type { RecordKind } from "../catalogue/index.ts";
import type { Ground } from "../sources/index.ts";
import type { Level } from "../identity/index.ts";
import { recordsOfPersons } from "./errors.ts";
import type { RecordsParts } from "./parts.ts";

export interface Reader {
  /** Who asks. */
  person: string;
  /** Whose records they are. */
  subject: string;
  city: string;
  level: Level;
  actor: AuditEntry["actor"];
  /** The subject, when it is not the person. */
  actingFor?: string;
  ground: Ground;
  covers(kind: Pick<RecordKind, "topic" | "services">, city?: string): boolean;
}

/** Records belong to an ID number, which nobody has proven below level 2. */
export function levelFor({ level }: Pick<RecordKind, "level">): 2 | 3 {
  return level === 3 ? 3 : 2;
}

/**
 * Whoever holds a mandate for some topics or items reads what they are about and nothing else; parents read everything of
 * their child's.
 * @param demand.kind left out: some of the city's kinds at least; which, `covers` says
 * @throws as identity.requireActor; records-of-persons, no-such-city, no-such-record-kind
 */
export async function requireReader({ identity, directory }: Pick<RecordsParts, "identity" | "directory">, request: FastifyRequest, demand: { city?: string | undefined; kind?: string; level?: Level } = {}): Promise<Reader> {
  const { session } = await identity.requirePerson(request);
  const city = demand.city ?? session.city;
  const kinds = demand.kind === undefined ? directory.listKinds(city).map(({ kind }) => kind) : [directory.getKind(city, demand.kind).kind];
  const [only] = demand.kind === undefined ? [] : kinds;
  const caller = await identity.requireActor(request, {
    city,
    anyOf: kinds.flatMap(actsOf),
    ...(demand.level === undefined ? {} : { level: demand.level }),
    ...(only === undefined ? {} : { topic: only.topic }),
  });
  const { person, actingFor, authority, level } = caller;
  const actor: Reader["actor"] = { kind: "person", id: person, city: session.city };
  if (!actingFor || !authority) return { person, subject: person, city, level, actor, ground: { kind: "own" }, covers: () => true };
  if (actingFor.kind === "enterprise") throw recordsOfPersons("A company has no personal records.");
  return {
    person, subject: actingFor.id, city, level, actor, actingFor: actingFor.id,
    ground: { kind: "acting", id: authority.relation },
    covers: (kind, where = city) => actsOf(kind).some((act) => authority.covers({ ...act, city: where })),
  };
}

/** Each of them is enough to read the kind. */
function actsOf({ topic, services }: Pick<RecordKind, "topic" | "services">): { topic: string; service?: string }[] {
  return [{ topic }, ...services.map((service) => ({ topic, service }))];
}
