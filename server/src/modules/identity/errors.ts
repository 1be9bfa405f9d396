import { defineProblem } from "../../kernel/http/problem.ts";

export const signInNeeded = defineProblem({
  code: "sign-in-needed",
  kind: "unauthenticated",
  title: "Sign in first",
  remedy: "Sign in at the console, then repeat the request with its cookie.",
});
export const notAllowed = defineProblem({
  code: "not-allowed",
  kind: "forbidden",
  title: "You may not do this",
  remedy: "Ask somebody whose role, city and department cover it.",
});
export const foreignOrigin = defineProblem({
  code: "foreign-origin",
  kind: "forbidden",
  title: "The request comes from another site",
  remedy: "Send it from the console itself.",
});
export const noSuchStaff = defineProblem({
  code: "no-such-staff",
  kind: "not-found",
  title: "There is no such demonstration account",
  remedy: "Choose one of GET /staff/v1/demonstration-staff.",
});
