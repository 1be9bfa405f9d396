/**
 * A parent takes part for their child. In the child's name all is as for everybody: the pass, the place in the line, the
 * commit. What is more asks the database, beside the crowd: nobody waits for it but whoever sends the header.
 */
import type { Database } from "../../../kernel/database.ts";
import { record } from "../../audit/index.ts";
import { notAllowed } from "../../identity/crowd.ts";
import { insertMaker } from "../campaign/maker-store.ts";
import type { RushCampaign } from "./campaigns.ts";
import type { Committer, Outcome } from "./committer.ts";
import { passNeeded, passRefused } from "./errors.ts";
import type { Pass } from "./pass.ts";
import { insistently } from "./passing.ts";
import type { SteadyTime } from "./steady-time.ts";

/** `acting-for: child:<person>` */
const CHILD = /^child:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

interface Needs {
  database: Database;
  committer: Pick<Committer, "register">;
  time: SteadyTime;
  readPass(signed: string): Pass | undefined;
  /** Ids of the children for whom somebody may act. */
  childrenOf(person: string): Promise<string[]>;
}

export interface ForChildren {
  /** Whose part it is. Undefined: it could not be found out in time. @throws not-allowed, pass-needed, pass-refused */
  childOf(parent: string, campaign: RushCampaign, actingFor: unknown, pass: string | undefined): Promise<string | undefined>;
  /** As the committer does it, and which parent it was. */
  register(parent: string, campaign: RushCampaign, wish: { person: string; quota: number }): Promise<Outcome>;
}

export function createForChildren({ database, committer, time, readPass, childrenOf }: Needs): ForChildren {
  return {
    async childOf(parent, { id }, actingFor, signed) {
      const child = CHILD.exec(typeof actingFor === "string" ? actingFor : "")?.[1];
      if (child === undefined) throw notAllowed("Only parents take part for somebody else, and for their child alone.");
      // First, so that whoever was never found to be a parent asks nothing of the database.
      if (signed === undefined) throw passNeeded("Whether your child can take part is checked first.");
      const pass = readPass(signed);
      if (pass?.campaign !== id || pass.person !== child || pass.by !== parent) throw passRefused("This pass was not given to you for this child and campaign.");
      const children = await insistently(() => childrenOf(parent));
      if (children && !children.includes(child)) throw notAllowed("You may not act for this person or company.");
      return children && child;
    },
    async register(parent, { id, city, slug }, wish) {
      const { person } = wish;
      const at = new Date(time.now());
      // First, so that whoever is registered in a moment that ends badly is told all the same.
      const noted = await insistently(() => insertMaker(database, { campaign: id, person, made_by: parent, at }).then(() => true));
      if (!noted) return { kind: "late" };
      const outcome = await committer.register({ campaign: id, ...wish });
      if (outcome.kind === "entered" && !outcome.repeated) {
        await insistently(() => database.transaction((tx) => record(tx, { actor: { kind: "person", id: parent, city }, act: "campaign-entry.made", subject: person, actingFor: person, city, about: { kind: "campaign", id: slug } })));
      }
      return outcome;
    },
  };
}
