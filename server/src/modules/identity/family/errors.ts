import { defineProblem } from "../../../kernel/http/problem.ts";

export const noSuchChild = defineProblem({
  code: "no-such-child",
  kind: "not-found",
  title: "There is no such child of yours",
  remedy: "Choose one of GET /api/v1/me/family/registered-children, or of GET /api/v1/me/family to remove one. If the birth record is wrong, ask the civil affairs office to correct it.",
});
export const alreadyInFamily = defineProblem({
  code: "already-in-family",
  kind: "conflict",
  title: "The child is added already",
  remedy: "Nothing is left to do: act for the child from GET /api/v1/me/acting.",
});
export const underFourteen = defineProblem({
  code: "under-fourteen",
  kind: "forbidden",
  title: "Until fourteen a parent acts for a child",
  remedy: "A parent adds the child under family, with a sign-in of their own.",
});
