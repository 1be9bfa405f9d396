/** Records: what departments hold about a person, as the person sees it, proves it to others, and puts it to use. What other rooms may use of it. */
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { Subscription } from "../../kernel/events.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import type { Job } from "../../kernel/jobs.ts";
import { recordsExport } from "./export.ts";
import { recordsWork } from "./jobs.ts";
import { registerMoveCarRoutes } from "./move-car/routes.ts";
import { registerMyDataRoutes } from "./my-data/routes.ts";
import type { RecordsParts, SourcesUsed } from "./parts.ts";
import { registerProofRoutes } from "./proof/routes.ts";
import { registerPublicRecordRoutes } from "./public/routes.ts";

export interface Records {
  jobs: Job[];
  subscriptions: Subscription[];
  registerRoutes(server: HttpServer): void;
}

export interface RecordsNeeds extends Omit<RecordsParts, "vault" | "lookupHash" | keyof SourcesUsed> {
  crypto: Pick<Crypto, "vault" | "lookupHash">;
  sources: SourcesUsed;
}

export function openRecords({ crypto: { vault, lookupHash }, sources: { door, directory, knownPeople }, ...needs }: RecordsNeeds): Records {
  const parts: RecordsParts = { ...needs, vault, lookupHash, door, directory, knownPeople };
  parts.identity.people.addToExport(...recordsExport(parts));
  return {
    ...recordsWork(parts),
    registerRoutes(server) {
      registerMyDataRoutes(server, parts);
      registerPublicRecordRoutes(server, parts);
      registerProofRoutes(server, parts);
      registerMoveCarRoutes(server, parts);
    },
  };
}
