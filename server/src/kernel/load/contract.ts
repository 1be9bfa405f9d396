/** What the state of the service looks like over HTTP. */
import Type, { type Static } from "typebox";
import { LEVELS } from "./level.ts";

const Instant = Type.String({ format: "date-time" });
/** As in the catalogue, on which nothing in the kernel leans. */
const Text = Type.Object({ zh: Type.String(), en: Type.String() });
const Level = Type.Enum([...LEVELS], { type: "integer", description: "0 normal; 1 busy: what is heavy rests; 2 strained: My data shows what departments said before; 3 only what is essential" });
const By = Type.Enum(["load", "operator"], { type: "string" });

export const StatusQuery = Type.Object({ lang: Type.Optional(Type.Enum(["zh-Hans", "zh-Hant"], { type: "string", description: "Script of the `zh` texts" })) }, { additionalProperties: false });
export const ServiceStatus = Type.Object({
  level: Level,
  since: Type.Optional({ ...Instant, description: "Since when it is at this level; absent on a normal day, and there when an operator keeps level 0" }),
  until: Type.Optional({ ...Instant, description: "When an operator's switch ends by itself" }),
  by: Type.Optional({ ...By, description: "Who decided: the load, or an operator" }),
  says: Text,
  reason: Type.Optional({ ...Text, description: "What the operator says" }),
  resting: Type.Array(Text, { description: "What rests" }),
  working: Type.Array(Text, { description: "What works, if only in part" }),
  parts: Type.Array(Type.Object({ id: Type.String(), names: Text, state: Type.Enum(["working", "limited", "resting"], { type: "string" }) })),
});
export type ServiceStatus = Static<typeof ServiceStatus>;

const Period = Type.Object({ level: Level, by: By, reason: Type.Optional(Text), began: Instant, ended: Type.Optional({ ...Instant, description: "Absent: it lasts" }) });
export const StatusHistory = Type.Object({ items: Type.Array(Period), days: Type.Integer() });
export type StatusHistory = Static<typeof StatusHistory>;

const Reason = Type.Object({ zh: Type.String({ minLength: 1, maxLength: 200, pattern: "^[^\\p{Cc}\\p{Cs}]*$" }), en: Type.String({ minLength: 1, maxLength: 400, pattern: "^[^\\p{Cc}\\p{Cs}]*$" }) }, { additionalProperties: false, description: "People read it" });
export const SwitchBody = Type.Object(
  {
    level: Type.Union([Level, Type.Null()], { description: "null: the load decides again; 0: normal, whatever the load" }),
    reason: Type.Optional(Reason),
    minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_440, description: "After this it ends by itself; left out: an hour" })),
  },
  { additionalProperties: false },
);
export const LoadView = Type.Object({
  level: Level,
  load: Type.Object({ level: Level, automatic: Type.Boolean({ description: "Whether the load decides at all here: the setting BROWN_OUT" }), loopDelayMs: Type.Integer(), databaseWaitMs: Type.Integer() }, { description: "Of the process that answers" }),
  hand: Type.Optional(Type.Object({ level: Level, reason: Text, since: Instant, until: Instant, staff: Type.Optional(Type.String({ description: "Who, when they are of your city" })) })),
  history: Type.Array(Period),
});
export type LoadView = Static<typeof LoadView>;
