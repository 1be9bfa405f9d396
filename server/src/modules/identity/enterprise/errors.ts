import { defineProblem } from "../../../kernel/http/problem.ts";

export const malformedCreditCode = defineProblem({
  code: "malformed-credit-code",
  kind: "invalid",
  title: "This is no unified social credit code",
  remedy: "Type the eighteen characters on the business licence (GB 32100). `errors` says what is wrong with them.",
});
export const noSuchEnterprise = defineProblem({
  code: "no-such-enterprise",
  kind: "not-found",
  title: "There is no such company",
  remedy: "Compare the code with the business licence, or see GET /api/v1/me/enterprises for the companies you act for.",
});
export const enterpriseNotActive = defineProblem({
  code: "enterprise-not-active",
  kind: "conflict",
  title: "The company is revoked or cancelled",
  remedy: "The register of enterprises says so. If it is wrong, ask the market regulation office to correct it.",
});
export const notLegalRepresentative = defineProblem({
  code: "not-legal-representative",
  kind: "forbidden",
  title: "Only the legal representative opens the company's account",
  remedy: "Ask the legal representative to open it and to appoint you as an agent.",
});
export const enterpriseAlreadyOpen = defineProblem({
  code: "enterprise-already-open",
  kind: "conflict",
  title: "You have opened this company's account already",
  remedy: "Find it under GET /api/v1/me/enterprises.",
});
export const noSuchAgent = defineProblem({
  code: "no-such-agent",
  kind: "not-found",
  title: "There is no such agent or invitation",
  remedy: "See the company's agents, or GET /api/v1/me/enterprises for what you are invited to.",
});
export const alreadyAgent = defineProblem({
  code: "already-agent",
  kind: "conflict",
  title: "This person is an agent or invited already",
  remedy: "End that agency first, then invite with the new terms.",
});
