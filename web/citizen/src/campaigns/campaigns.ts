/** What the API knows of campaigns: their rules for everybody, and one's own part, which the browser alone asks for. */
import { queryOptions } from "@tanstack/react-query";
import type { paths } from "@citizen-cloud/api-client";
import { type Answer, askPersonal } from "../account/api.ts";
import { PERSONAL } from "../account/me.ts";
import { ApiProblem } from "../api/problem.ts";
import type { Asker } from "../api/queries.ts";

type Public<Path extends keyof paths> = paths[Path]["get"] extends { responses: { 200: { content: { "application/json": infer Body } } } } ? Body : never;

export type CampaignSummary = Public<"/api/v1/cities/{city}/campaigns">["items"][number];
export type Campaign = Public<"/api/v1/cities/{city}/campaigns/{slug}">;
export type Publication = Public<"/api/v1/cities/{city}/campaigns/{slug}/draw">;
export type OwnPart = Answer<"get", "/api/v1/me/campaigns/{city}/{slug}">;
export type OwnParts = Answer<"get", "/api/v1/me/campaigns/{city}">;
export type OwnResult = NonNullable<OwnPart["result"]>;

/** A pause or an end should be seen soon; what is asked here is cached for everybody together. */
const FRESH_MS = 15_000;

type Where = Pick<Asker, "city" | "script">;

function lang({ script }: Where): { lang?: "zh-Hant" } {
  return script === "zh-Hant" ? { lang: "zh-Hant" } : {};
}

export function campaignsQuery(asker: Asker) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["campaigns", city, script],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/campaigns", { path: { city }, query: lang(asker) }, signal),
    staleTime: FRESH_MS,
  });
}

export function campaignQuery(asker: Asker, slug: string) {
  const { client, city, script } = asker;
  return queryOptions({
    queryKey: ["campaign", city, script, slug],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/campaigns/{slug}", { path: { city, slug }, query: lang(asker) }, signal),
    staleTime: FRESH_MS,
  });
}

export function drawQuery({ client, city }: Asker, slug: string) {
  return queryOptions({
    queryKey: ["campaign-draw", city, slug],
    queryFn: ({ signal }) => client("/api/v1/cities/{city}/campaigns/{slug}/draw", { path: { city, slug } }, signal),
    staleTime: FRESH_MS,
  });
}

/** Everything of somebody's part in campaigns, to be asked anew once they did something. */
export const OWN_PARTS = [PERSONAL, "campaigns"];

const OWN = {
  // In a crowd a page that fails asks no more often than the others.
  retry: (count: number, error: Error) => count < 2 && !(error instanceof ApiProblem && error.status < 500 && error.status !== 429),
  retryDelay: (attempt: number) => (attempt + 1) * (2_000 + Math.random() * 3_000),
  staleTime: FRESH_MS,
};

/** @param child whose part it is, when not the person's own */
export function ownPartQuery(where: Where, slug: string, child?: string) {
  const { city, script } = where;
  return queryOptions({
    ...OWN,
    queryKey: [...OWN_PARTS, city, script, child, slug],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/campaigns/{city}/{slug}", { path: { city, slug }, query: lang(where), ...(child === undefined ? {} : { actingFor: child }) }, signal),
  });
}

/** @param child as above */
export function ownPartsQuery(where: Where, child?: string) {
  const { city, script } = where;
  return queryOptions({
    ...OWN,
    queryKey: [...OWN_PARTS, city, script, child],
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/campaigns/{city}", { path: { city }, query: lang(where), ...(child === undefined ? {} : { actingFor: child }) }, signal),
  });
}
