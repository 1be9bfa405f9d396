/** The switches of a campaign. Each goes on record with who turned it and why. */
import type { paths } from "@citizen-cloud/api-client";
import { answerOf, client } from "./client.ts";

type Sent<Path extends keyof paths, Method extends "put" | "post"> = paths[Path] extends { [M in Method]: { requestBody: { content: { "application/json": infer Content } } } } ? Content : never;

const at = (city: string, slug: string) => ({ path: { city, slug } });

export type Pause = Sent<"/staff/v1/cities/{city}/campaigns/{slug}/pause", "put">;
export const pauseCampaign = (city: string, slug: string, body: Pause) => answerOf(client.PUT("/staff/v1/cities/{city}/campaigns/{slug}/pause", { params: at(city, slug), body }));

export type Guard = Sent<"/staff/v1/cities/{city}/campaigns/{slug}/guard", "put">;
export const guardCampaign = (city: string, slug: string, body: Guard) => answerOf(client.PUT("/staff/v1/cities/{city}/campaigns/{slug}/guard", { params: at(city, slug), body }));

export type Rate = Sent<"/staff/v1/cities/{city}/campaigns/{slug}/rate", "put">;
export const paceCampaign = (city: string, slug: string, body: Rate) => answerOf(client.PUT("/staff/v1/cities/{city}/campaigns/{slug}/rate", { params: at(city, slug), body }));

export type End = Sent<"/staff/v1/cities/{city}/campaigns/{slug}/end", "post">;
export const endCampaign = (city: string, slug: string, body: End) => answerOf(client.POST("/staff/v1/cities/{city}/campaigns/{slug}/end", { params: at(city, slug), body }));

export type Exclusion = Sent<"/staff/v1/cities/{city}/campaigns/{slug}/exclusions", "post">;
export const excludePerson = (city: string, slug: string, body: Exclusion) => answerOf(client.POST("/staff/v1/cities/{city}/campaigns/{slug}/exclusions", { params: at(city, slug), body }));

export const freezeList = (city: string, slug: string) => answerOf(client.POST("/staff/v1/cities/{city}/campaigns/{slug}/freeze", { params: at(city, slug) }));

export type Lots = Sent<"/staff/v1/cities/{city}/campaigns/{slug}/draw", "post">;
export const drawLots = (city: string, slug: string, body: Lots) => answerOf(client.POST("/staff/v1/cities/{city}/campaigns/{slug}/draw", { params: at(city, slug), body }));

export const publishDraw = (city: string, slug: string) => answerOf(client.POST("/staff/v1/cities/{city}/campaigns/{slug}/publication", { params: at(city, slug) }));
