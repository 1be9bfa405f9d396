import { defineProblem } from "../../kernel/http/problem.ts";

export const noSuchCity = defineProblem({
  code: "no-such-city",
  kind: "not-found",
  title: "There is no such city here",
  remedy: "List the cities with GET /api/v1/cities.",
});
export const noSuchService = defineProblem({
  code: "no-such-service",
  kind: "not-found",
  title: "There is no such service item",
  remedy: "Search for it with GET /api/v1/cities/{city}/services?q=.",
});
export const serviceRetired = defineProblem({
  code: "service-retired",
  kind: "gone",
  title: "The service item is no longer offered",
  remedy: "Read `reason`. When another item replaced it, the answer is a redirect to that one instead.",
});
export const noSuchDocument = defineProblem({
  code: "no-such-document",
  kind: "not-found",
  title: "There is no such document, draft or version",
  remedy: "Check the kind and the id in the address.",
});
export const brokenDocument = defineProblem({
  code: "broken-document",
  kind: "invalid",
  title: "The document breaks its rules",
  remedy: "Mend each field named in `errors`; the rules are described in docs/onboarding-a-department.md.",
});
export const draftChanged = defineProblem({
  code: "draft-changed",
  kind: "conflict",
  title: "Somebody else changed the draft meanwhile",
  remedy: "Load the draft again and repeat the change.",
});
export const draftNotReady = defineProblem({
  code: "draft-not-ready",
  kind: "conflict",
  title: "The draft is not in the state this asks for",
  remedy: "An open draft can be saved and submitted; a submitted one can be published, sent back or withdrawn.",
});
export const ownReview = defineProblem({
  code: "own-review",
  kind: "forbidden",
  title: "Nobody reviews their own change",
  remedy: "Ask a colleague with the reviewer's role.",
});
export const badRedirect = defineProblem({
  code: "bad-redirect",
  kind: "invalid",
  title: "The redirect leads to nothing",
  remedy: "Name another item of this city that is offered.",
});
