/** Who books, and in whose name. */
import type { FastifyRequest } from "fastify";
import type { Level } from "../../identity/index.ts";
import type { BookingParts, CityCatalogue } from "../parts.ts";

export interface Booker {
  /** Who sends the request. */
  by: string;
  /** Whose appointment it is, and whose key seals it; for a company, who acts for it. */
  person: string;
  enterprise: string | undefined;
  /** In whose list it stands. */
  owner: string;
  /** The city of the caller's account. */
  city: string;
  actingFor: boolean;
  covers(services: readonly string[], city: string): boolean;
}

type Parts = Pick<BookingParts, "identity" | "cities">;

/**
 * Whoever may do this with appointments about these items, for themselves or for whom they act. A mandate for some items or
 * topics reaches appointments about those.
 * @param act.services all of which must be allowed; left out: for lists, each of which is then asked whether it is covered
 * @throws as identity.requireActor
 */
export async function requireBooker({ identity, cities }: Parts, request: FastifyRequest, act: { city?: string; services?: readonly string[]; level?: Level } = {}): Promise<Booker> {
  const level = act.level === undefined ? {} : { level: act.level };
  if (request.headers["acting-for"] === undefined) {
    const { person, session } = await identity.requireActor(request, level);
    return { by: person, person, enterprise: undefined, owner: person, city: session.city, actingFor: false, covers: () => true };
  }
  const { session } = await identity.requirePerson(request);
  const city = act.city ?? session.city;
  const catalogue = cities.get(city);
  const services = act.services ?? catalogue.documents.bookingCalendars.flatMap((calendar) => calendar.services);
  const { person, actingFor, authority } = await identity.requireActor(request, { ...level, city, anyOf: [...new Set(services)].flatMap((service) => actsOf(catalogue, service)) });
  if (!actingFor || !authority) throw new Error("Whoever sends the header acts for somebody, or was refused");
  const covers: Booker["covers"] = (asked, where) => asked.every((service) => actsOf(catalogue, service).some((each) => authority.covers({ ...each, city: where })));
  // Being allowed one item of a visit allows nothing of the others: asked for alone, it is refused as such.
  const beyond = act.services?.find((service) => !covers([service], city));
  if (beyond !== undefined) await identity.requireActor(request, { ...level, city, anyOf: actsOf(catalogue, beyond) });
  const enterprise = actingFor.kind === "enterprise" ? actingFor.id : undefined;
  return {
    by: person, person: enterprise === undefined ? actingFor.id : person, enterprise, owner: actingFor.id, city: session.city, actingFor: true, covers,
  };
}

/** Whether somebody may still do for the owner what they did once, whatever they did it by: their own, a child's, by a mandate, for a company. */
export async function actsFor({ identity, cities }: Parts, by: string, owner: string, { services, city }: { services: readonly string[]; city: string }): Promise<boolean> {
  if (by === owner) return true;
  const covers = await identity.people.authorityOver(by, owner);
  return covers !== undefined && services.every((service) => actsOf(cities.get(city), service).some((act) => covers({ ...act, city })));
}

function actsOf({ services }: CityCatalogue, service: string): { topic?: string; service: string }[] {
  const topic = services.get(service)?.item.topic;
  return [{ service }, ...(topic === undefined ? [] : [{ topic, service }])];
}
