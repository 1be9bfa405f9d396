import { invalidRequest } from "../../../kernel/http/problem.ts";
import type { EntryBody, PlaceBody } from "./contract.ts";

/** Characters of a pass or a ticket, and of a nonce or a code. */
export const LONGEST = 600;
export const LONGEST_NONCE = 40;

export function parseEntryBody(body: unknown): EntryBody {
  return checkFields(body, { pass: checkText, ticket: checkText });
}

export function parsePlaceBody(body: unknown): PlaceBody {
  return checkFields(body, { pass: checkText, ticket: checkText, challenge: checkChallenge });
}

type Check = (value: unknown, pointer: string) => void;

function checkFields(body: unknown, checks: Record<string, Check>): object {
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw malformed("", "must be object");
  for (const name in body) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!check) throw malformed(`/${name.slice(0, 64)}`, "is not known here");
    check((body as Record<string, unknown>)[name], `/${name}`);
  }
  return body;
}

function checkText(value: unknown, pointer: string): void {
  if (typeof value !== "string" || value === "" || value.length > LONGEST) throw malformed(pointer, `must be a text of 1 to ${LONGEST} characters`);
}

function checkChallenge(value: unknown, pointer: string): void {
  const { minute, nonce, code } = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const short = (text: unknown) => typeof text === "string" && text.length <= LONGEST_NONCE;
  const fits = code === undefined ? Number.isSafeInteger(minute) && short(nonce) : short(code) && minute === undefined && nonce === undefined;
  if (!fits) throw malformed(pointer, "must hold minute and nonce, or code");
}

function malformed(pointer: string, detail: string) {
  return invalidRequest("The request does not follow the contract.", { fields: [{ pointer, detail }] });
}
