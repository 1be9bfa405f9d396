import { defineProblem } from "../../kernel/http/problem.ts";

export const noSuchCalendar = defineProblem({
  code: "no-such-calendar",
  kind: "not-found",
  title: "There is no such calendar",
  remedy: "See GET /api/v1/cities/{city}/bookables for what can be booked where.",
});
export const notBookable = defineProblem({
  code: "not-bookable",
  kind: "not-found",
  title: "This item cannot be booked",
  remedy: "See GET /api/v1/cities/{city}/bookables for what can be booked.",
});
export const noSuchCampaign = defineProblem({
  code: "no-such-campaign",
  kind: "not-found",
  title: "There is no such campaign",
  remedy: "See GET /api/v1/cities/{city}/campaigns for those there are.",
});
