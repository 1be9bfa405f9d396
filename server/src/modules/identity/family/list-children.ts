import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { findProvenData } from "../account/proven-data.ts";
import type { IdentityParts } from "../parts.ts";
import { isOfAge } from "./age.ts";
import { listKinships } from "./store.ts";

/** Ids of the children for whom somebody may act: added by their birth records, and not of age. */
export async function listChildren(parts: Pick<IdentityParts, "vault" | "database" | "clock">, guardian: string): Promise<string[]> {
  const kinships = (await listKinships(parts.database, guardian)).filter((kinship) => kinship.guardian === guardian);
  const children = await Promise.all(kinships.map(async ({ child }) => ({ child, ...(await findProvenData(parts, parts.database, child)) })));
  return children.flatMap(({ child, idNumber }) => {
    const number = idNumber === undefined ? undefined : readIdNumber(idNumber, parts.clock());
    return number?.ok && !isOfAge(number.birthDate, parts.clock()) ? [child] : [];
  });
}
