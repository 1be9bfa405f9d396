/** What tests and the page tell the stand-ins: `/control/…`, from this machine alone. */
import { type Static, Type } from "typebox";
import type { StandIns } from "./app.ts";
import { BehaviourSchema } from "./behaviour.ts";
import { requireLoopback } from "./callers.ts";
import { type Http, sendProblem } from "./http.ts";

export function addControl(http: Http, { smsGateway, police, systems, reset }: StandIns): void {
  void http.register(async (control: Http) => {
    control.addHook("onRequest", requireLoopback);

    control.get("/messages", { schema: { querystring: Type.Object({ to: Type.Optional(Type.String()) }) } }, async ({ query }) => ({ messages: smsGateway.messages(query.to) }));

    control.get("/systems", async () => ({ systems: systems.map(({ name, title, faults, behaviour }) => ({ name, title, faults, behaviour: behaviour() })) }));

    // A department's name has a slash: haikou/hrss.
    control.patch("/systems/*", { schema: { params: Type.Object({ "*": Type.String() }), body: Type.Partial(BehaviourSchema) } }, async ({ params, body }, reply) => {
      const system = systems.find(({ name }) => name === params["*"]);
      if (!system) return sendProblem(reply, 404, "Not Found", `There is no system ${params["*"]}.`);
      if (body.fault !== undefined && !system.faults.includes(body.fault)) return sendProblem(reply, 400, "Bad Request", `${system.name} cannot have the fault ${body.fault}: ${system.faults.join(", ")}.`);
      system.behave({ ...system.behaviour(), ...body });
      return system.behaviour();
    });

    control.post("/drops/*", { schema: { params: Type.Object({ "*": Type.String() }) } }, async ({ params }, reply) => {
      const system = systems.find(({ name, drop }) => name === params["*"] && drop !== undefined);
      if (!system) return sendProblem(reply, 404, "Not Found", `There is no system ${params["*"]} that leaves files.`);
      return { file: (await system.drop?.()) ?? null };
    });

    control.put("/photo-results", { schema: { body: PhotoResults } }, async ({ body }: { body: Static<typeof PhotoResults> }) => {
      police.answerPhotosWith(body.next);
      return body;
    });

    control.post("/reset", async (_request, reply) => {
      reset();
      return reply.code(204).send();
    });
  }, { prefix: "/control" });
}

const PhotoResults = Type.Object(
  { next: Type.Array(Type.Union([Type.Literal("match"), Type.Literal("mismatch"), Type.Literal("unclear")]), { maxItems: 100 }) },
  { additionalProperties: false },
);
