import type { HttpServer } from "../../../kernel/http/server.ts";
import type { IdentityParts } from "../parts.ts";
import { registerCounterRoutes } from "./counter-routes.ts";
import { registerOversightRoutes } from "./oversight-routes.ts";
import { registerPeopleRoutes } from "./people-routes.ts";
import { registerStaffSignInRoutes } from "./sign-in-routes.ts";

/** Everything of identity that staff use. */
export function registerStaffRoutes(server: HttpServer, parts: IdentityParts): void {
  registerStaffSignInRoutes(server, parts);
  registerPeopleRoutes(server, parts);
  registerCounterRoutes(server, parts);
  registerOversightRoutes(server, parts);
}
