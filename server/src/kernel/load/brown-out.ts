/**
 * When more is asked than can be done, what can wait rests first, in an order that was announced, so that what matters keeps
 * its speed. The load decides by itself, and an operator by hand; people are told in plain words.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { Gauge, type Registry } from "prom-client";
import type { Clock } from "../clock.ts";
import type { Database, Handles } from "../database.ts";
import { defineProblem } from "../http/problem.ts";
import type { HttpServer } from "../http/server.ts";
import { newId } from "../ids.ts";
import type { Job } from "../jobs.ts";
import type { Log } from "../log.ts";
import type { Notifications } from "../notifications.ts";
import { LoadView, ServiceStatus, StatusHistory, StatusQuery, SwitchBody } from "./contract.ts";
import { followPressure, isServed, joinPeriods, levelUnder, type LoadState, NORMAL, type Period, type Pressure, type ServiceLevel } from "./level.ts";
import { createMeter } from "./meter.ts";
import { deletePeriodsBefore, findSwitch, listPeriods, noteLoad, saveSwitch, type Switch, SWITCHED_CHANNEL } from "./store.ts";
import type { Weight } from "./weight.ts";
import { KEPT_OPEN, PARTS, sayLevel, stateOf } from "./words.ts";

const restingUnderLoad = defineProblem({
  code: "resting-under-load",
  kind: "resting",
  title: "This rests while the service is very busy",
  remedy: "Come back after `Retry-After`, in seconds. `working` says what goes on meanwhile; GET /api/v1/status has the whole picture.",
});
const reasonNeeded = defineProblem({
  code: "reason-needed",
  kind: "invalid",
  title: "Say why, in both languages",
  remedy: "People read the `reason` on every page while the switch is on.",
});

const API = /^\/(api|staff|open)\//;
const READ_EVERY_MS = 1_000;
/** How often a process that rests says that it is still there. */
const NOTED_EVERY_MS = 30_000;
const STATUS_LIFE_SECONDS = 2;
const HISTORY_LIFE_MS = 30_000;
const HISTORY_DAYS = 30;
const MOST_ROWS = 500;
const MOST_PERIODS = 100;
const DEFAULT_MINUTES = 60;
const RETRY_SECONDS = 30;

export interface BrownOutParts {
  database: Database;
  notifications: Notifications;
  clock: Clock;
  log: Log;
  /** Whether the load decides; otherwise only the hand does. */
  automatic: boolean;
  /** Undefined: this process's own meter. */
  pressure?: (() => Pressure) | undefined;
}

/** A member of staff at the switch: who they are is another room's to know. */
export interface Operator {
  id: string;
  city: string;
}

export interface SwitchRoom {
  /** @throws sign-in-needed, not-allowed */
  admitWatcher(request: FastifyRequest): Promise<Operator>;
  admitOperator(request: FastifyRequest): Promise<Operator>;
  /** Writes the act down, in the switch's transaction. */
  record(tx: Handles, operator: Operator, act: { act: string; detail: Record<string, string | number> }): Promise<void>;
  /** Turns every `zh` of a reply into traditional characters. */
  toTraditional<Reply>(reply: Reply): Reply;
}

export interface BrownOut {
  level(): ServiceLevel;
  /** Before all routes: each is served or refused by its weight. */
  guard(server: HttpServer): void;
  /** Gives every route that `register` makes a weight, unless it has one of its own. */
  weigh(weight: Weight, register: () => void): void;
  registerRoutes(server: HttpServer, room: SwitchRoom): void;
  /** What an operator's monitoring asks of this process. */
  measure(registry: Registry): void;
  /** Reads the meter and draws the consequence. @param now of a clock that only goes on, in milliseconds */
  follow(now?: number): void;
  jobs: Job[];
  close(): Promise<void>;
}

export function openBrownOut(parts: BrownOutParts): BrownOut {
  const { database, notifications, clock, log, automatic } = parts;
  const meter = parts.pressure ? undefined : createMeter(() => database.waitMs());
  const read = parts.pressure ?? (() => meter?.read() ?? { loopDelayMs: 0, databaseWaitMs: 0 });
  const process = newId();
  let load: LoadState = NORMAL;
  let loadSince = clock();
  let pressure: Pressure = { loopDelayMs: 0, databaseWaitMs: 0 };
  let hand: Switch | undefined;
  let notedAt = 0;
  let noting: Promise<void> = Promise.resolve();
  let history: { at: number; items: Promise<Period[]> } | undefined;
  let weightOfRoutes: Weight = "ordinary";

  const level = () => levelUnder(load.level, hand, clock());
  const handHolds = () => (hand && hand.until > clock() ? hand : undefined);

  /** A lower hand waits until the load has gone. */
  const handDecides = () => {
    const said = handHolds();
    return said && (said.level === 0 || said.level === level()) ? said : undefined;
  };

  const readSwitch = async () => {
    hand = await findSwitch(database, clock());
    history = undefined;
  };
  notifications.on(SWITCHED_CHANNEL, readSwitch);
  notifications.onListening(readSwitch);

  /** In the order it happened; while the database cannot be written to, nothing waits for it. */
  const note = (change: { id: string } | undefined) => {
    const [at, current] = [clock(), load.level];
    noting = noting.then(() => noteLoad(database, process, current, change, at)).catch((error: unknown) => log.warn({ err: error }, "the level of service could not be noted"));
    history = undefined;
  };
  const follow = (now = performance.now()) => {
    pressure = read();
    const before = load.level;
    load = followPressure(load, pressure, now);
    if (load.level !== before) {
      loadSince = clock();
      log.warn({ from: before, to: load.level, ...rounded(pressure) }, "the level of service changed by load");
      note({ id: newId() });
      notedAt = now;
    } else if (load.level > 0 && now - notedAt > NOTED_EVERY_MS) {
      note(undefined);
      notedAt = now;
    }
  };
  // Without drawing a consequence, what weighs is still shown to operators.
  const watch = () => (pressure = read());
  const following = setInterval(() => void (automatic ? follow() : watch()), READ_EVERY_MS).unref();

  const listHistory = async (): Promise<Period[]> => {
    const now = clock();
    if (!history || performance.now() - history.at > HISTORY_LIFE_MS) {
      const items = listPeriods(database, new Date(now.getTime() - HISTORY_DAYS * 86_400_000), now, MOST_ROWS).then((periods) => {
        const byLoad = joinPeriods(periods.filter(({ by }) => by === "load"));
        return [...byLoad, ...periods.filter(({ by }) => by === "operator")].sort((a, b) => b.began.getTime() - a.began.getTime()).slice(0, MOST_PERIODS);
      });
      history = { at: performance.now(), items };
      items.catch(() => (history = undefined));
    }
    return history.items;
  };

  const status = (): ServiceStatus => {
    const current = level();
    const said = handDecides();
    const states = PARTS.map((part) => ({ id: part.id, names: part.names, state: stateOf(part, current) }));
    return {
      level: current,
      ...(said ? { since: said.since.toISOString(), by: "operator" as const, until: said.until.toISOString(), reason: said.reason } : current > 0 ? { since: loadSince.toISOString(), by: "load" as const } : {}),
      says: said && current === 0 ? KEPT_OPEN : sayLevel(current),
      resting: states.filter(({ state }) => state === "resting").map(({ names }) => names),
      working: states.filter(({ state }) => state !== "resting").map(({ names }) => names),
      parts: states,
    };
  };

  return {
    level,
    follow,
    measure(registry) {
      const gauge = (name: string, help: string, figure: () => number) =>
        new Gauge({
          name, help, registers: [registry],
          collect() {
            this.set(figure());
          },
        });
      gauge("service_level", "What rests: 0 nothing, 1 what is heavy, 2 asking departments anew, 3 all but what is essential", level);
      gauge("service_level_by_hand", "1 while an operator's switch decides the level, 0 while the load does", () => (handDecides() ? 1 : 0));
    },
    weigh(weight, register) {
      weightOfRoutes = weight;
      register();
      weightOfRoutes = "ordinary";
    },
    guard(server) {
      server.addHook("onRoute", (route) => {
        // What is no part of the API is a page or a file, or says how we are.
        const fallback = API.test(route.url) ? weightOfRoutes : "essential";
        route.config = { ...route.config, weight: route.config?.weight ?? fallback };
      });
      server.addHook("onRequest", (request, reply, done) => {
        const current = level();
        if (current === 0) return done();
        if (API.test(request.url)) reply.header("service-level", current);
        if (isServed(request.routeOptions.config.weight ?? "essential", current)) return done();
        const { says, resting, working } = status();
        done(restingUnderLoad("The service is very busy, and this rests until it is calmer.", { extensions: { level: current, says, resting, working, retryAfterSeconds: RETRY_SECONDS } }));
      });
    },
    registerRoutes(server, room) {
      const config = { weight: "essential" } as const;
      const cached = (reply: FastifyReply, seconds: number) => reply.header("cache-control", `public, max-age=${seconds}`);
      const inScript = <Reply>(lang: string | undefined, reply: Reply): Reply => (lang === "zh-Hant" ? room.toTraditional(reply) : reply);

      server.get("/api/v1/status", { config, schema: { tags: ["operations"], summary: "How the service is: what works, what rests", description: "Answered from memory, also when nothing else is.", querystring: StatusQuery, response: { 200: ServiceStatus } } }, async (request, reply) => {
        return cached(reply, STATUS_LIFE_SECONDS).send(inScript(request.query.lang, status()));
      });

      server.get("/api/v1/status/history", { config, schema: { tags: ["operations"], summary: "When something rested in the last thirty days, newest first", querystring: StatusQuery, response: { 200: StatusHistory } } }, async (request, reply) => {
        const items = (await listHistory()).map(describePeriod);
        return cached(reply, HISTORY_LIFE_MS / 1_000).send(inScript(request.query.lang, { items, days: HISTORY_DAYS }));
      });

      const view = async ({ city }: Operator): Promise<LoadView> => {
        const said = handHolds();
        return {
          level: level(),
          load: { level: load.level, automatic, ...rounded(pressure) },
          ...(said ? { hand: { level: said.level, reason: said.reason, since: said.since.toISOString(), until: said.until.toISOString(), ...(said.city === city ? { staff: said.staff } : {}) } } : {}),
          history: (await listHistory()).map(describePeriod),
        };
      };

      server.get("/staff/v1/load", { config, schema: { tags: ["staff"], summary: "How busy the service is, and who turned the switch", response: { 200: LoadView } } }, async (request, reply) => {
        return reply.header("cache-control", "no-store").send(await view(await room.admitWatcher(request)));
      });

      server.put("/staff/v1/load", { config, schema: { tags: ["staff"], summary: "Let things rest, or not, by hand", description: "For the whole installation. It ends by itself; a higher level by load prevails, except over 0.", body: SwitchBody, response: { 200: LoadView } } }, async (request, reply) => {
        const operator = await room.admitOperator(request);
        const { level: wanted, reason, minutes = DEFAULT_MINUTES } = request.body;
        if (wanted !== null && !reason) throw reasonNeeded("Say why the switch is turned.", { fields: [{ pointer: "/reason", detail: "is missing" }] });
        const now = clock();
        const said = wanted !== null && reason ? { level: wanted, reason, staff: operator.id, city: operator.city, since: now, until: new Date(now.getTime() + minutes * 60_000) } : undefined;
        await database.transaction(async (tx) => {
          await saveSwitch(tx, newId(), said, now);
          await room.record(tx, operator, { act: "brown-out.switched", detail: { level: wanted ?? "automatic", ...(said ? { minutes } : {}) } });
        });
        await readSwitch();
        return reply.header("cache-control", "no-store").send(await view(operator));
      });
    },
    jobs: [
      {
        name: "kernel:forget-brown-outs",
        schedule: "13 4 * * *",
        run: () => deletePeriodsBefore(database, new Date(clock().getTime() - 2 * HISTORY_DAYS * 86_400_000)),
      },
    ],
    async close() {
      clearInterval(following);
      meter?.close();
      if (load.level > 0) {
        load = NORMAL;
        note({ id: newId() });
      }
      await noting;
    },
  };
}

const rounded = ({ loopDelayMs, databaseWaitMs }: Pressure) => ({ loopDelayMs: Math.round(loopDelayMs), databaseWaitMs: Math.round(databaseWaitMs) });

function describePeriod({ level, by, reason, began, ended }: Period): StatusHistory["items"][number] {
  return { level, by, began: began.toISOString(), ...(reason ? { reason } : {}), ...(ended ? { ended: ended.toISOString() } : {}) };
}
