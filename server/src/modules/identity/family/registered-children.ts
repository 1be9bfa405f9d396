import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { getProvenData } from "../account/proven-data.ts";
import type { RegisteredChild } from "../outside/registers.ts";
import type { IdentityParts } from "../parts.ts";
import { isOfAge } from "./age.ts";

const QUESTIONS_BY_DAY = 50;

/**
 * The children under age whose birth record names this person. Whoever asks is level 2, so their own number opens from
 * the vault; nobody can ask about another's children.
 * @throws outside-unavailable, too-many-requests
 */
export async function findRegisteredChildren(parts: IdentityParts, person: string): Promise<RegisteredChild[]> {
  const { database, registers, clock } = parts;
  await countAttempt(database, [{ bucket: `registered-children:${person}`, limit: QUESTIONS_BY_DAY, windowSeconds: 86_400 }]);
  const { idNumber: own } = await getProvenData(parts, database, person);
  const now = clock();
  return (await registers.listChildren(own)).flatMap((child) => {
    const number = readIdNumber(child.idNumber, now);
    if (!number.ok || number.normalised === own || isOfAge(number.birthDate, now)) return [];
    // The number says the birth date that decides; a record that disagrees with it is the register's fault to mend.
    return [{ ...child, idNumber: number.normalised, birthDate: number.birthDate }];
  });
}
