/** What reached a telephone, as the stand-in of the SMS gateway tells it. */
import { ok } from "node:assert/strict";
import { eventually } from "./patience.ts";

export const STAND_INS_URL = process.env.STAND_INS_URL ?? "http://localhost:8081";

/** Newest first. */
export async function textsTo(phone: string): Promise<string[]> {
  const reply = await fetch(`${STAND_INS_URL}/control/messages?to=${phone}`);
  const { messages } = (await reply.json()) as { messages: { text: string }[] };
  return messages.map(({ text }) => text);
}

/** How many codes a number was sent so far; owners are told other things too. */
export async function countCodes(phone: string): Promise<number> {
  return (await codesTo(phone)).length;
}

/** The digits of the newest code to a number that did not stand there before. */
export function newestCode(phone: string, before = 0): Promise<string> {
  return eventually(async () => {
    const [newest, ...earlier] = await codesTo(phone);
    const code = newest?.match(/\d{6}/)?.[0];
    ok(code !== undefined && earlier.length >= before, `no code reached ${phone}`);
    return code;
  });
}

/** What a pattern finds in the newest message that holds it. */
export function newestOf(phone: string, pattern: RegExp): Promise<string> {
  return eventually(async () => {
    const found = (await textsTo(phone)).map((text) => pattern.exec(text)?.[0]).find((each) => each !== undefined);
    ok(found !== undefined, `no message with ${String(pattern)} reached ${phone}`);
    return found;
  });
}

async function codesTo(phone: string): Promise<string[]> {
  return (await textsTo(phone)).filter((text) => /验证码|is your code/.test(text));
}
