/** Identity: who somebody is and what they may do. Today the staff of the console; persons and accounts come next. */
import type { FastifyRequest } from "fastify";
import type { Database } from "../../kernel/database.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import { demonstrationStaff } from "./demonstration-staff.ts";
import { type IdentityParts, registerStaffSignIn, requireStaff } from "./routes.ts";
import type { Staff } from "./staff.ts";
import { saveStaff } from "./store.ts";

export { notAllowed } from "./errors.ts";
export { mayAct, type Role, type Staff } from "./staff.ts";

export interface Identity {
  registerRoutes(server: HttpServer): void;
  /** @throws sign-in-needed, foreign-origin */
  requireStaff(request: FastifyRequest): Promise<Staff>;
}

export function openIdentity(parts: IdentityParts): Identity {
  return {
    registerRoutes: (server) => registerStaffSignIn(server, parts),
    requireStaff: (request) => requireStaff(parts, request),
  };
}

/** Adds the invented accounts of a demonstration; doing it again changes nothing. */
export async function loadDemonstrationStaff(database: Database, cities: string[]): Promise<void> {
  for (const staff of demonstrationStaff(cities)) await saveStaff(database, staff);
}
