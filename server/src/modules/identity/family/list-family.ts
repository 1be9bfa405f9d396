import type { Static } from "typebox";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { maskName } from "../../../kernel/mask.ts";
import { findProvenData } from "../account/proven-data.ts";
import { findAccount } from "../account/store.ts";
import type { IdentityParts } from "../parts.ts";
import { isOfAge } from "./age.ts";
import type { FamilyMember } from "./contract.ts";
import { type KinshipRow, listKinships } from "./store.ts";

/** A person's children, and the parents who act for them. */
export async function listFamily(parts: IdentityParts, person: string): Promise<Static<typeof FamilyMember>[]> {
  const described = await Promise.all((await listKinships(parts.database, person)).map((kinship) => describe(parts, kinship, person)));
  return described.filter((member) => member !== undefined);
}

/** Undefined once the child is of age, also before the nightly job has said so, and when the child's data is gone. */
async function describe(parts: IdentityParts, { guardian, child, relation, since }: KinshipRow, person: string): Promise<Static<typeof FamilyMember> | undefined> {
  const { database, clock } = parts;
  const { name: childName, idNumber } = await findProvenData(parts, database, child);
  const number = idNumber === undefined ? undefined : readIdNumber(idNumber, clock());
  if (!number?.ok || isOfAge(number.birthDate, clock())) return undefined;
  const common = { relation, since: since.toISOString() };
  if (guardian === person) {
    const account = await findAccount(database, child);
    return { ...common, person: child, role: "child", ...(childName === undefined ? {} : { name: childName }), birthDate: number.birthDate, hasAccount: account !== undefined };
  }
  const { name } = await findProvenData(parts, database, guardian);
  return { ...common, person: guardian, role: "parent", ...(name === undefined ? {} : { name: maskName(name) }) };
}
