import { defineProblem } from "../../../kernel/http/problem.ts";

export const noSuchMandate = defineProblem({
  code: "no-such-mandate",
  kind: "not-found",
  title: "There is no such mandate",
  remedy: "See GET /api/v1/me/mandates for what you granted and hold. It may have been revoked.",
});
export const alreadyMandated = defineProblem({
  code: "already-mandated",
  kind: "conflict",
  title: "There is such a mandate already",
  remedy: "Revoke the one that is open before you grant another with the same scope to the same person.",
});
export const adultsOnly = defineProblem({
  code: "adults-only",
  kind: "forbidden",
  title: "Mandates are between people of age",
  remedy: "Parents act for a child by the birth record: see GET /api/v1/me/family.",
});
export const ownNumber = defineProblem({
  code: "own-number",
  kind: "invalid",
  title: "This is your own number",
  remedy: "Give the number of the person who is to act for you.",
});
export const grantorHasAccount = defineProblem({
  code: "grantor-has-account",
  kind: "conflict",
  title: "The person has an account",
  remedy: "Whoever has an account grants mandates there, after confirming that it is them.",
});
