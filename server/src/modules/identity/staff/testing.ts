/** For tests: members of staff who sign in, in every way. */
import { Secret, TOTP } from "otpauth";
import type { TestApp } from "../../../testing/app.ts";
import { Visitor } from "../testing.ts";
import { DEMONSTRATION_TOTP_SECRET } from "./demonstration-staff.ts";

export const DEMONSTRATION_PASSWORD = "demonstration only";

/** Picks an invented account. */
export async function signInDemonstration(app: TestApp, staffId: string): Promise<Visitor> {
  const visitor = new Visitor(app);
  const reply = await visitor.ask("POST", "/staff/v1/demonstration-sign-in", { staffId });
  if (reply.statusCode !== 200) throw new Error(`Sign-in as ${staffId} answered ${reply.statusCode}: ${reply.body}`);
  return visitor;
}

export function appCode(now: Date, secret = DEMONSTRATION_TOTP_SECRET): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now.getTime() });
}

export const STAFF_PASSWORD = "bamboo-river-lantern";

/** The first sign-in with an activation code. */
export async function activate(app: TestApp, staffId: string, activationCode: string, now: () => Date): Promise<Visitor & { secret: string }> {
  const visitor = new Visitor(app);
  const begun = await visitor.ask("POST", "/staff/v1/activation", { staffId, activationCode });
  if (begun.statusCode !== 200) throw new Error(`Activation answered ${begun.statusCode}: ${begun.body}`);
  const { secret } = begun.json<{ secret: string }>();
  const done = await visitor.ask("POST", "/staff/v1/activation/confirmation", { staffId, activationCode, password: STAFF_PASSWORD, code: appCode(now(), secret) });
  if (done.statusCode !== 200) throw new Error(`Activation answered ${done.statusCode}: ${done.body}`);
  return Object.assign(visitor, { secret });
}
