import { join } from "node:path";
import type { CityDocuments } from "../../server/src/modules/catalogue/index.ts";
import { lintFolder } from "../../server/src/modules/catalogue/index.ts";

/** A city's documents. @throws when they have faults */
export function readFolder(city: string): CityDocuments {
  const { documents, findings } = lintFolder(join(import.meta.dirname, "../../cities", city));
  if (!documents) throw new Error(`${city} has ${findings.length} faults, for example ${findings[0]?.message}`);
  return documents;
}
