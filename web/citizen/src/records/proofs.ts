/** Proofs of records, as their holder sees them. */
import { queryOptions } from "@tanstack/react-query";
import { type Answer, askPersonal } from "../account/api.ts";
import { PERSONAL } from "../account/me.ts";
import type { Acting } from "../device/acting.ts";

export type Proof = Answer<"get", "/api/v1/me/proofs">["items"][number];

export function proofsKey(whose: Acting | undefined) {
  return [PERSONAL, "proofs", whose?.id ?? ""] as const;
}

export function proofsQuery(whose: Acting | undefined) {
  return queryOptions({
    queryKey: proofsKey(whose),
    queryFn: ({ signal }) => askPersonal("get", "/api/v1/me/proofs", {}, signal),
    staleTime: 10_000,
  });
}

/** K7QW 3MZP: read aloud and typed in fours. */
export function spacedCode(code: string): string {
  return code.includes("-") || code.includes(" ") ? code : (code.match(/.{1,4}/gu) ?? [code]).join(" ");
}
