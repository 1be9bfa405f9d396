import { hostname } from "node:os";
import { createMac, openTextSigner } from "../../../kernel/crypto/signed-text.ts";
import type { Crypto } from "../../../kernel/crypto/open.ts";
import { type Clock, systemClock } from "../../../kernel/clock.ts";
import { openDatabase } from "../../../kernel/database.ts";
import type { Job } from "../../../kernel/jobs.ts";
import type { Log } from "../../../kernel/log.ts";
import type { Notifications } from "../../../kernel/notifications.ts";
import type { CrowdIdentity } from "../../identity/crowd.ts";
import { ENTRY_ENDED_CHANNEL } from "../notification-channels.ts";
import { createRushCampaigns, type RushCampaigns } from "./campaigns.ts";
import { type Committer, createCommitter } from "./committer.ts";
import { createEntered } from "./entered.ts";
import { createForChildren } from "./for-children.ts";
import { createWaitingLine } from "./gate.ts";
import { createLaneHandler, type LaneHandler } from "./lane.ts";
import { PASS_LABEL, readPass } from "./pass.ts";
import { createPulse, forgetPulseJob } from "./pulse.ts";
import { createRecent, type Stored } from "./recent.ts";
import { createSteadyTime } from "./steady-time.ts";
import { readTicket } from "./ticket.ts";

/** The lane's own connections: nobody else waits behind a crowd, and a crowd behind nobody else. The committer has one more. */
const CONNECTIONS = 4;

export interface RushNeeds {
  databaseUrl: string;
  /** How long whatever needs a connection waits for one. */
  databaseWaitMs: number;
  notifications: Notifications;
  crypto: Pick<Crypto, "keys" | "vault">;
  identity: CrowdIdentity;
  clock: Clock;
  log: Log;
  publicUrl: string | undefined;
  production: boolean;
  /** Whether callers' addresses are what a proxy says they are. */
  behindProxy: boolean;
  /** How long a place is kept for whoever's turn has come. */
  claimSeconds: number;
}

/** A crowd's way in. */
export interface Rush {
  lane: LaneHandler;
  campaigns: RushCampaigns;
  /** Stores entries that come another way, from partners' channels: the same places, the same once for each person. */
  register: Committer["register"];
  jobs: Job[];
  close(): Promise<void>;
}

export function openRush({ databaseUrl, databaseWaitMs, notifications, crypto, identity, clock, log, publicUrl, production, behindProxy, claimSeconds }: RushNeeds): Rush {
  const database = openDatabase(databaseUrl, CONNECTIONS, databaseWaitMs);
  const time = createSteadyTime(clock, { fixed: clock !== systemClock });
  const recent = createRecent<Stored>();
  const campaigns = createRushCampaigns({ database, notifications, service: crypto.vault.service, time, log, claimMs: claimSeconds * 1000 });
  const entered = createEntered(database, recent);
  notifications.on(ENTRY_ENDED_CHANNEL, (payload) => {
    const [campaign, person = ""] = payload.split(" ");
    recent.forget(Number(campaign), person);
  });
  // What was said meanwhile is not said again.
  notifications.onListening(() => recent.forgetAll());
  const committer = createCommitter({ databaseUrl, log, recent, onRoom: campaigns.hearRoom });
  const tickets = openTextSigner(crypto.keys, "booking/ticket");
  const passes = openTextSigner(crypto.keys, PASS_LABEL);
  const line = createWaitingLine({ database, signer: tickets, time });
  const pulse = createPulse({ database, log, process: `${hostname()}:${process.pid}`, queue: () => committer.depth(), digest: createMac(crypto.keys.derive("booking/networks")) });
  const passOf = (signed: string) => readPass(passes, signed);
  const lane = createLaneHandler({
    campaigns, committer, line, entered, recent, pulse, time, log, publicUrl, production, behindProxy,
    forChildren: createForChildren({ database, committer, time, readPass: passOf, childrenOf: identity.childrenOf }),
    sessions: identity.quickSessions(database),
    readTicket: (signed) => readTicket(tickets, signed),
    readPass: passOf,
    codeGiven: identity.codeGiven,
  });
  return {
    lane,
    campaigns,
    register: (wish) => committer.register(wish),
    jobs: [forgetPulseJob(database)],
    async close() {
      campaigns.close();
      await committer.close();
      await pulse.close();
      await database.close();
    },
  };
}
