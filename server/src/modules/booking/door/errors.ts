import { defineProblem } from "../../../kernel/http/problem.ts";

export const noDoor = defineProblem({
  code: "no-door",
  kind: "not-found",
  title: "Nothing is checked at a door here",
  remedy: "Only campaigns whose document says `checkedAtDoor` have one: see GET /staff/v1/cities/{city}/doors.",
});
export const noPlaceHeld = defineProblem({
  code: "no-place-held",
  kind: "conflict",
  title: "They have no place to be let in on",
  remedy: "`standing` says why; with `to-confirm` they can still confirm in the app until `confirmBy`. A place is nobody else's: it cannot be shown, sent or lent.",
});
export const alreadyAdmitted = defineProblem({
  code: "already-admitted",
  kind: "conflict",
  title: "The place was used already",
  remedy: "`admittedAt` says when somebody was let in on it. A place is good for once, and cannot be given back after that.",
});
