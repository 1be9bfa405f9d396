/** What the rooms about departments' systems change or ask once. */
import type { paths } from "@citizen-cloud/api-client";
import { answerOf, client } from "./client.ts";

type Body<Path extends keyof paths> = paths[Path] extends { post: { requestBody: { content: { "application/json": infer Content } } } } ? Content : never;

export type Trial = Body<"/staff/v1/cities/{city}/sources/{id}/try">;
export const trySource = (city: string, id: string, body: Trial) => answerOf(client.POST("/staff/v1/cities/{city}/sources/{id}/try", { params: { path: { city, id } }, body }));

export const takeAlarm = (city: string, id: string) => answerOf(client.POST("/staff/v1/cities/{city}/source-alarms/{id}/seen", { params: { path: { city, id } } }));

export type ManualAnswer = Body<"/staff/v1/cities/{city}/manual-questions/{id}/answer">;
export const answerQuestion = (city: string, id: string, body: ManualAnswer) => answerOf(client.POST("/staff/v1/cities/{city}/manual-questions/{id}/answer", { params: { path: { city, id } }, body }));

export type DataRequest = Body<"/staff/v1/cities/{city}/data-requests">;
export const askDepartment = (city: string, body: DataRequest) => answerOf(client.POST("/staff/v1/cities/{city}/data-requests", { params: { path: { city } }, body }));
