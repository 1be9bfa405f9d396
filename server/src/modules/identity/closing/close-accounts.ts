import { record } from "../../audit/index.ts";
import type { Job } from "../../../kernel/jobs.ts";
import type { IdentityParts } from "../parts.ts";
import { announcePersonChanged } from "../session/store.ts";
import { endRelations } from "./end-relations.ts";
import { listAccountsToClose, lockAccountToClose, shredPerson } from "./store.ts";

const AT_ONCE = 200;

/** Closes the accounts whose cooling-off is over. Each by itself, so that one that fails stops no other. */
export function closeAccountsJob({ database, events, clock }: Pick<IdentityParts, "database" | "events" | "clock">): Job {
  return {
    name: "identity:close-accounts",
    schedule: "*/10 * * * *",
    async run() {
      const now = clock();
      for (const person of await listAccountsToClose(database, now, AT_ONCE)) {
        await database.transaction(async (tx) => {
          const city = await lockAccountToClose(tx, person, now);
          if (city === undefined) return;
          const others = await endRelations(tx, person, now);
          await shredPerson(tx, person, now);
          for (const changed of [person, ...others]) await announcePersonChanged(tx, changed);
          await events.publish(tx, { name: "identity.account-closed", version: 1, payload: { person, city } });
          await record(tx, { actor: { kind: "system", id: "close-accounts" }, act: "account.closed", subject: person, city, ground: "PIPL 47" });
        });
      }
    },
  };
}
