import { defineProblem } from "../../kernel/http/problem.ts";

export const recordsOfPersons = defineProblem({
  code: "records-of-persons",
  kind: "invalid",
  title: "These records are about persons, not companies",
  remedy: "Leave out `acting-for`, or act for a child or for whoever granted a mandate.",
});
export const noProofOfThis = defineProblem({
  code: "no-proof-of-this",
  kind: "invalid",
  title: "No proof is made of this kind of record",
  remedy: "Kinds with a `proof` have one: GET /api/v1/cities/{city}/record-kinds.",
});
export const nothingToProve = defineProblem({
  code: "nothing-to-prove",
  kind: "conflict",
  title: "The department has no record to prove",
  remedy: "If there should be one, ask the department to correct it: the kind's `correction` says how.",
});
export const recordNotCurrent = defineProblem({
  code: "record-not-current",
  kind: "conflict",
  title: "The department does not answer, so nothing can be proven now",
  remedy: "Try again later. `state` and `obtainedAt` say what is known; a proof holds what the department said within a day.",
});
export const noSuchProof = defineProblem({
  code: "no-such-proof",
  kind: "not-found",
  title: "There is no such proof",
  remedy: "Compare the code with the sheet, character by character. Whoever holds the proof finds it under My data.",
});
export const proofOver = defineProblem({
  code: "proof-over",
  kind: "gone",
  title: "The proof is over",
  remedy: "Make a new one.",
});
export const malformedPlate = defineProblem({
  code: "malformed-plate",
  kind: "invalid",
  title: "This is no number plate",
  remedy: "Type it as it stands on the car: the province, a letter, then five or six letters and digits.",
});
export const noSuchMoveRequest = defineProblem({
  code: "no-such-move-request",
  kind: "not-found",
  title: "There is no such request",
  remedy: "It ended a day after it was made, or the address is not whole.",
});
export const moveRequestOver = defineProblem({
  code: "move-request-over",
  kind: "conflict",
  title: "The request is over",
  remedy: "Nothing is left to do.",
});
export const askingStopped = defineProblem({
  code: "asking-stopped",
  kind: "forbidden",
  title: "You may not ask owners for a time",
  remedy: "Owners reported your requests as misuse. `until` says how long; for an emergency call 122.",
});
