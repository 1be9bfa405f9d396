import { defineProblem } from "../../kernel/http/problem.ts";

export const personalDataInRecord = defineProblem({
  code: "personal-data-in-record",
  kind: "invalid",
  title: "A record that is never deleted must not hold personal data",
  remedy: "Say it in at most 200 characters, without ID numbers and phone numbers.",
});
