import { defineProblem } from "../../kernel/http/problem.ts";

export const noSuchMessage = defineProblem({
  code: "no-such-message",
  kind: "not-found",
  title: "There is no such message",
  remedy: "It was deleted after its time, or it is somebody else's: GET /api/v1/me/messages lists yours.",
});
