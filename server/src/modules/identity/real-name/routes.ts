import type { HttpServer } from "../../../kernel/http/server.ts";
import Type from "typebox";
import { requirePerson } from "../caller.ts";
import { LevelValue, RealNameBody } from "../contract.ts";
import type { IdentityParts } from "../parts.ts";
import { verifyRealName } from "./verify-real-name.ts";

export function registerRealNameRoutes(server: HttpServer, parts: IdentityParts): void {
  const schema = {
    tags: ["account"],
    summary: "Prove your name (level 2)",
    description: "Name and ID number are asked of the police register; then either a photograph or the carrier's record of the telephone agrees.",
    body: RealNameBody,
    response: { 200: Type.Object({ level: LevelValue }) },
  };
  server.post("/api/v1/me/real-name", { schema }, async (request) => {
    const caller = await requirePerson(parts, request);
    await verifyRealName(parts, caller, request.body);
    return { level: 2 as const };
  });
}
