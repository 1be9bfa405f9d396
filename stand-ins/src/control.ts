/** What tests and the page tell the stand-ins: `/control/…`, from this machine alone. */
import { type Static, Type } from "typebox";
import type { StandIns } from "./app.ts";
import { BehaviourSchema } from "./behaviour.ts";
import { requireLoopback } from "./callers.ts";
import { type Http, sendProblem } from "./http.ts";

export function addControl(http: Http, { smsGateway, police, systems, behaviours, reset }: StandIns): void {
  void http.register(async (control: Http) => {
    control.addHook("onRequest", requireLoopback);

    control.get("/messages", { schema: { querystring: Type.Object({ to: Type.Optional(Type.String()) }) } }, async ({ query }) => ({ messages: smsGateway.messages(query.to) }));

    control.get("/systems", async () => ({ systems: systems.map(({ name, title }) => ({ name, title, behaviour: behaviours.get(name) })) }));

    control.patch("/systems/:name", { schema: { params: Type.Object({ name: Type.String() }), body: Type.Partial(BehaviourSchema) } }, async ({ params, body }, reply) => {
      const current = behaviours.get(params.name);
      if (!current) return sendProblem(reply, 404, "Not Found", `There is no system ${params.name}.`);
      behaviours.set(params.name, { ...current, ...body });
      return behaviours.get(params.name);
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
