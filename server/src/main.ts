/** Reads the configuration and starts the roles asked for. */
import { setFlagsFromString } from "node:v8";
import { readConfig } from "./kernel/config.ts";
import { checkDatabase } from "./kernel/database.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./kernel/embedded-postgres.ts";
import { StartupError } from "./kernel/errors.ts";
import { createLog } from "./kernel/log.ts";
import { migrate } from "./kernel/migrate.ts";
import type { App } from "./app.ts";
import { MIGRATIONS_DIR, ROOT_DIR, WEB_DIR } from "./root.ts";

const STOP_TIMEOUT_MS = 25_000;

// A note about a request on its way is never laid among the old objects, where, dead, it would keep the whole request (ADR 0020).
setFlagsFromString("--no-allocation-site-pretenuring");

try {
  await start();
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}

async function start(): Promise<void> {
  const config = readConfig(process.env, ROOT_DIR);
  const log = createLog(config.logLevel);
  let postgres: EmbeddedPostgres | undefined;
  let app: Pick<App, "listen" | "stop"> | undefined;
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= stopAll());
  const stopAll = async () => {
    // Whatever hangs, the database is told to stop: it finishes by itself what was committed.
    const overdue = setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    await app?.stop();
    await postgres?.stop();
    clearTimeout(overdue);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop().then(() => process.exit(0)));
  // Started by scripts/start.mjs: when that is killed, nobody is left to stop us.
  process.on("disconnect", () => void stop().then(() => process.exit(0)));

  try {
    if (config.databaseUrl === undefined) postgres = await startEmbeddedPostgres(config.dataDir);
    if (postgres?.servesProcess !== undefined) {
      throw new StartupError(`Citizen Cloud already runs on ${config.dataDir} (process ${postgres.servesProcess}): stop it, or start another with DATA_DIR=… PORT=….`);
    }
    const databaseUrl = config.databaseUrl ?? (postgres as EmbeddedPostgres).url;
    await checkDatabase(databaseUrl);
    await migrate(databaseUrl, MIGRATIONS_DIR, log);
    // Each loads what it needs: a process for crowds is the sooner there.
    if (config.roles.includes("rush")) {
      const { createRushApp } = await import("./rush-app.ts");
      app = await createRushApp({ config, databaseUrl, log });
      await listen(app, config.host, config.port);
    } else {
      const { loadCities } = await import("./load-cities.ts");
      await loadCities(databaseUrl, config, log);
      const { createApp } = await import("./app.ts");
      const whole = await createApp({ config, databaseUrl, log, webDir: WEB_DIR });
      app = whole;
      if (config.roles.includes("worker")) await whole.startWorker();
      if (config.roles.includes("web")) await listen(whole, config.host, config.port);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  process.stdout.write(`\nCitizen Cloud 市民云 is ready: ${config.publicUrl ?? `http://localhost:${config.port}`}\n${config.roles.includes("rush") ? "  Campaigns' crowds alone\n" : "  Console  /console/\n  API      /api\n"}`);
  // scripts/start.mjs has something to say after that.
  process.send?.("ready");
}

async function listen(app: Pick<App, "listen">, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code === "EADDRINUSE") throw new StartupError(`Port ${port} is taken by another program: stop it, or start with PORT=${port + 1}.`, { cause });
    if (code === "EACCES") throw new StartupError(`Port ${port} needs rights this user lacks: choose one above 1023 with PORT=….`, { cause });
    if (code === "EADDRNOTAVAIL") throw new StartupError(`HOST=${host} is not an address of this machine.`, { cause });
    throw cause;
  }
}
