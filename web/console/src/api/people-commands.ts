/** What the rooms about people change: staff, persons at the counter, emergencies, disputes. */
import type { paths } from "@citizen-cloud/api-client";
import { answerOf, client } from "./client.ts";

type Body<Path extends keyof paths> = paths[Path] extends { post: { requestBody: { content: { "application/json": infer Content } } } } ? Content : never;

const of = (id: string) => ({ params: { path: { id } } });

export const addStaff = (body: Body<"/staff/v1/people">) => answerOf(client.POST("/staff/v1/people", { body }));
export const moveStaff = (id: string, body: Body<"/staff/v1/people/{id}/move">) => answerOf(client.POST("/staff/v1/people/{id}/move", { ...of(id), body }));
export const removeStaff = (id: string, body: Body<"/staff/v1/people/{id}/leave">) => answerOf(client.POST("/staff/v1/people/{id}/leave", { ...of(id), body }));
export const proposeRoles = (id: string, body: Body<"/staff/v1/people/{id}/roles">) => answerOf(client.POST("/staff/v1/people/{id}/roles", { ...of(id), body }));
export const proposeReset = (id: string, body: Body<"/staff/v1/people/{id}/reset">) => answerOf(client.POST("/staff/v1/people/{id}/reset", { ...of(id), body }));
export const decideProposal = (id: string, approve: boolean) => answerOf(client.POST("/staff/v1/proposals/{id}/decision", { ...of(id), body: { approve } }));

export type PersonSearch = Body<"/staff/v1/persons/search">;
export type PersonRead = Body<"/staff/v1/persons/{id}">;
export type Purpose = PersonSearch["purpose"];
export type PersonField = PersonRead["fields"][number];
export const searchPerson = (body: PersonSearch) => answerOf(client.POST("/staff/v1/persons/search", { body }));
export const readPerson = (id: string, body: PersonRead) => answerOf(client.POST("/staff/v1/persons/{id}", { ...of(id), body }));

export const seeInPersonCode = (body: Body<"/staff/v1/verifications">) => answerOf(client.POST("/staff/v1/verifications", { body }));
export type Card = Body<"/staff/v1/verifications/{id}/confirmation">;
export const confirmInPerson = (id: string, body: Card) => answerOf(client.POST("/staff/v1/verifications/{id}/confirmation", { ...of(id), body }));
export const vouchForRecovery = (body: Card) => answerOf(client.POST("/staff/v1/recovery-vouchers", { body }));

export type EmergencyRight = Body<"/staff/v1/emergency-access">["right"];
export const takeEmergency = (body: Body<"/staff/v1/emergency-access">) => answerOf(client.POST("/staff/v1/emergency-access", { body }));
export const endEmergency = (id: string) => answerOf(client.DELETE("/staff/v1/emergency-access/{id}", of(id)));
export const reviewEmergency = (id: string, body: Body<"/staff/v1/emergency-access/{id}/review">) => answerOf(client.POST("/staff/v1/emergency-access/{id}/review", { ...of(id), body }));
export const answerDispute = (id: string, answer: string) => answerOf(client.POST("/staff/v1/disputes/{id}/answer", { ...of(id), body: { answer } }));
