/** What departments are asked with, and what all of them say when there is nobody. */
import type { FastifyReply } from "fastify";
import { type TObject, type TProperties, type TString, Type } from "typebox";
import { sendProblem } from "../../http.ts";

export const IdNumber = Type.String({ minLength: 1, maxLength: 30 });

/** A question with these members and no others. */
export function asked<Members extends TProperties>(members: Members): TObject<Members> {
  return Type.Object(members, { additionalProperties: false });
}

export function text(maxLength: number): TString {
  return Type.String({ minLength: 1, maxLength });
}

export function sendNobody(reply: FastifyReply): FastifyReply {
  return sendProblem(reply, 404, "Not Found", "This system has no record of that number.");
}
