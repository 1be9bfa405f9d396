/** A process that answers a campaign's crowd and nothing else: `ROLES=rush`. What it keeps busy is nobody else's. */
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { systemClock } from "./kernel/clock.ts";
import { openCrypto } from "./kernel/crypto/open.ts";
import { openDatabase } from "./kernel/database.ts";
import { createBareServer, refuseBrokenRequest } from "./kernel/http/bare-server.ts";
import { type Listening, listenWide } from "./kernel/http/listen.ts";
import { describeProblem, noSuchAddress } from "./kernel/http/problem.ts";
import { createNotifications } from "./kernel/notifications.ts";
import type { App, AppOptions } from "./app.ts";
import { openRush } from "./modules/booking/crowd.ts";
import { openCrowdIdentity } from "./modules/identity/crowd.ts";

export type RushApp = Pick<App, "listen" | "stop">;

export async function createRushApp({ config, databaseUrl, log, crypto = openCrypto(config), clock = systemClock }: Omit<AppOptions, "webDir">): Promise<RushApp> {
  const database = openDatabase(databaseUrl, 1);
  const notifications = createNotifications(databaseUrl, log);
  const { publicUrl, production } = config;
  const identity = openCrowdIdentity({ database, notifications, crypto, clock, publicUrl });
  const rush = openRush({ databaseUrl, databaseWaitMs: config.databaseWaitSeconds * 1_000, notifications, crypto, identity, clock, log, publicUrl, production, behindProxy: config.trustedProxies.length > 0, claimSeconds: config.claimSeconds });
  await notifications.start();
  await rush.campaigns.refresh();

  let stopping = false;
  const isReady = async () => !stopping && (await sql`select 1`.execute(database.handle("kernel")).then(() => true, () => false));
  const server = createBareServer((request, response) => rush.lane.handle(request, response), (request, response) => {
    const answer = (status: number, body: object, type = "application/json; charset=utf-8") => response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(JSON.stringify(body));
    if (request.url === "/healthz/live") answer(200, { status: "ok" });
    else if (request.url === "/healthz/ready") void isReady().then((ready) => answer(ready ? 200 : 503, { status: ready ? "ok" : "unavailable" }));
    else answer(404, describeProblem(noSuchAddress("This process answers campaigns alone."), randomUUID()), "application/problem+json");
  }).on("clientError", refuseBrokenRequest);
  let listening: Listening | undefined;
  return {
    async listen(place) {
      listening = await listenWide(
        server,
        async (options) => {
          await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options, resolve));
          return (server.address() as AddressInfo).port;
        },
        place,
      );
    },
    async stop() {
      stopping = true;
      const others = listening?.close();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
      await others;
      await rush.close();
      await notifications.close();
      await database.close();
    },
  };
}
