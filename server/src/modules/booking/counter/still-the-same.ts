import type { FastifyRequest } from "fastify";
import type { CounterParts } from "./parts.ts";

/** Of whom a live connection is: whether they are signed in as they were, and may act by what they could. */
export async function stillTheSame({ identity }: Pick<CounterParts, "identity">, request: FastifyRequest): Promise<() => Promise<boolean>> {
  const first = await identity.signInOf(request);
  return async () => {
    const now = await identity.signInOf(request);
    return now !== undefined && now.signIn === first?.signIn && now.rights === first.rights;
  };
}
