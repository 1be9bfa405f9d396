import type { FastifyRequest } from "fastify";
import type { Identity } from "../identity/index.ts";

/** Of whom a live connection is: whether they are signed in as they were, and may act by what they could. */
export async function stillTheSame({ identity }: { identity: Pick<Identity, "signInOf"> }, request: FastifyRequest): Promise<() => Promise<boolean>> {
  const first = await identity.signInOf(request);
  return async () => {
    const now = await identity.signInOf(request);
    return now !== undefined && now.signIn === first?.signIn && now.rights === first.rights;
  };
}
