import Type, { type Static } from "typebox";
import type { HttpServer } from "../../../kernel/http/server.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { maskName } from "../../../kernel/mask.ts";
import { findProvenData } from "../account/proven-data.ts";
import { requirePerson } from "../caller.ts";
import { Instant } from "../contract.ts";
import { listAgencies, listEnterprises, listRepresented } from "../enterprise/store.ts";
import { isOfAge } from "../family/age.ts";
import { listKinships } from "../family/store.ts";
import { readScope } from "../mandate/authority.ts";
import { ScopeBody } from "../mandate/contract.ts";
import { stateOf } from "../mandate/mandate.ts";
import { listMandates } from "../mandate/store.ts";
import type { IdentityParts } from "../parts.ts";

const ActingOption = Type.Object({
  actingFor: Type.String({ description: "To send as the header `acting-for`" }),
  kind: Type.Enum(["child", "mandate", "enterprise"], { type: "string" }),
  id: Type.String({ format: "uuid", description: "Of the person or company" }),
  name: Type.String({ description: "Masked, for people; empty when unknown" }),
  role: Type.Optional(Type.Enum(["representative", "agent"], { type: "string" })),
  scope: ScopeBody,
  city: Type.Optional(Type.String({ description: "The city whose topics and items the scope names" })),
  paymentCeilingFen: Type.Optional(Type.Integer({ description: "Left out: no ceiling" })),
  expiresAt: Type.Optional(Instant),
});
type ActingOption = Static<typeof ActingOption>;

const EVERYTHING = { kind: "everything" as const };

export function registerActingRoutes(server: HttpServer, parts: IdentityParts): void {
  const schema = { tags: ["account"], summary: "For whom you may act", response: { 200: Type.Object({ items: Type.Array(ActingOption), total: Type.Integer() }) } };
  server.get("/api/v1/me/acting", { schema }, async (request, reply) => {
    const { person } = await requirePerson(parts, request, { level: 2 });
    const items = (await Promise.all([listChildren(parts, person), listHeldMandates(parts, person), listCompanies(parts, person)])).flat();
    return reply.header("cache-control", "no-store").send({ items, total: items.length });
  });
}

async function listChildren(parts: IdentityParts, person: string): Promise<ActingOption[]> {
  const { database, clock } = parts;
  const kinships = (await listKinships(database, person)).filter(({ guardian }) => guardian === person);
  const options = await Promise.all(
    kinships.map(async ({ child }): Promise<ActingOption[]> => {
      const { name, idNumber } = await findProvenData(parts, database, child);
      const number = idNumber === undefined ? undefined : readIdNumber(idNumber, clock());
      if (name === undefined || !number?.ok || isOfAge(number.birthDate, clock())) return [];
      return [{ actingFor: `child:${child}`, kind: "child", id: child, name: maskName(name), scope: EVERYTHING }];
    }),
  );
  return options.flat();
}

async function listHeldMandates(parts: IdentityParts, person: string): Promise<ActingOption[]> {
  const { database, clock } = parts;
  const held = (await listMandates(database, person)).filter((row) => row.holder === person && stateOf(row, clock()) === "active");
  return Promise.all(
    held.map(async (row): Promise<ActingOption> => {
      const { name } = await findProvenData(parts, database, row.grantor);
      return {
        actingFor: `mandate:${row.id}`, kind: "mandate", id: row.grantor, name: name === undefined ? "" : maskName(name), scope: readScope(row.scope, row.scope_items),
        city: row.city, paymentCeilingFen: row.payment_ceiling_fen, expiresAt: row.expires_at.toISOString(),
      };
    }),
  );
}

async function listCompanies({ database, clock }: IdentityParts, person: string): Promise<ActingOption[]> {
  const now = clock();
  const represented = await listRepresented(database, person);
  const agencies = (await listAgencies(database, person)).filter((row) => stateOf({ ...row, end_reason: null }, now) === "active" && !represented.some(({ id }) => id === row.enterprise));
  const companies = new Map((await listEnterprises(database, agencies.map(({ enterprise }) => enterprise))).map((row) => [row.id, row]));
  return [
    ...represented.map(({ id, name }): ActingOption => ({ actingFor: `enterprise:${id}`, kind: "enterprise", id, name, role: "representative", scope: EVERYTHING })),
    ...agencies.flatMap((row): ActingOption[] => {
      const company = companies.get(row.enterprise);
      if (company?.state !== "active") return [];
      return [{
        actingFor: `enterprise:${company.id}`, kind: "enterprise", id: company.id, name: company.name, role: "agent", scope: readScope(row.scope, row.scope_items),
        city: company.city, paymentCeilingFen: row.payment_ceiling_fen, expiresAt: row.expires_at.toISOString(),
      }];
    }),
  ];
}
