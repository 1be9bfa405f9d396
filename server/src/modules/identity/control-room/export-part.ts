import type { TSchema } from "typebox";

/** What a room above keeps of a person, for the copy that the person takes along. */
export interface ExportPart {
  /** Its member in the copy. */
  name: string;
  schema: TSchema;
  /** Of this person and nobody else; nothing that another keeps of them in confidence. */
  read(person: string): Promise<unknown>;
}
