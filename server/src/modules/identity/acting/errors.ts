import { defineProblem } from "../../../kernel/http/problem.ts";

export const mandateExceeded = defineProblem({
  code: "mandate-exceeded",
  kind: "forbidden",
  title: "What you were allowed does not cover this",
  remedy: "`exceeded` says whether the topic or item (`scope`) or the amount (`ceiling`) goes beyond it. Ask who granted it for another mandate.",
});
