/** What clerks do in the queue at an office. */
import type { paths } from "@citizen-cloud/api-client";
import { answerOf, client } from "./client.ts";

type Path<Tail extends string> = `/staff/v1/cities/{city}/offices/{office}${Tail}`;
type BodyOf<Operation> = Operation extends { requestBody: { content: { "application/json": infer Content } } } ? Content : never;
type Body<Tail extends string> = Path<Tail> extends keyof paths ? (paths[Path<Tail>] extends { post: infer Operation } ? BodyOf<Operation> : never) : never;

export interface OfficeKey {
  city: string;
  office: string;
}

const at = (key: OfficeKey) => ({ params: { path: { city: key.city, office: key.office } } });
const atTicket = (key: OfficeKey, id: string) => ({ params: { path: { city: key.city, office: key.office, id } } });
const atCounter = (key: OfficeKey, counter: number) => ({ params: { path: { city: key.city, office: key.office, counter } } });

export const takeCounter = (key: OfficeKey, counter: number, lines: string[]) => answerOf(client.PUT("/staff/v1/cities/{city}/offices/{office}/counters/{counter}", { ...atCounter(key, counter), body: { lines } }));
export const closeCounter = (key: OfficeKey, counter: number) => answerOf(client.DELETE("/staff/v1/cities/{city}/offices/{office}/counters/{counter}", atCounter(key, counter)));
export const callNext = (key: OfficeKey, counter: number) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/counters/{counter}/next", atCounter(key, counter)));

export const beginServing = (key: OfficeKey, id: string, cardTail?: string) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/tickets/{id}/begin", { ...atTicket(key, id), body: cardTail ? { cardTail } : {} }));
export const markServed = (key: OfficeKey, id: string) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/tickets/{id}/served", atTicket(key, id)));
export const markMissed = (key: OfficeKey, id: string) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/tickets/{id}/missed", atTicket(key, id)));
export const recall = (key: OfficeKey, id: string, counter: number) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/tickets/{id}/recall", { ...atTicket(key, id), body: { counter } }));
export type Transfer = Body<"/tickets/{id}/transfer">;
export const transfer = (key: OfficeKey, id: string, to: Transfer) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/tickets/{id}/transfer", { ...atTicket(key, id), body: to }));
export const setPriority = (key: OfficeKey, id: string, priority: Priority | null) => answerOf(client.PUT("/staff/v1/cities/{city}/offices/{office}/tickets/{id}/priority", { ...atTicket(key, id), body: { priority } }));

export type CheckIn = Body<"/check-ins">;
export type Priority = NonNullable<CheckIn["priority"]>;
export const checkInByCode = (key: OfficeKey, body: CheckIn) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/check-ins", { ...at(key), body }));
export type WalkIn = Body<"/tickets">;
export const giveTicket = (key: OfficeKey, body: WalkIn) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/tickets", { ...at(key), body }));

export const addDisplay = (key: OfficeKey, label: string) => answerOf(client.POST("/staff/v1/cities/{city}/offices/{office}/displays", { ...at(key), body: { label } }));
export const removeDisplay = (key: OfficeKey, id: string) => answerOf(client.DELETE("/staff/v1/cities/{city}/offices/{office}/displays/{id}", atTicket(key, id)));
