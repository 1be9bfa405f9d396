/** What the family takes and gives over HTTP. */
import Type from "typebox";
import { Instant, PersonId } from "../contract.ts";

const BirthDate = Type.String({ description: "YYYY-MM-DD" });
const Parent = Type.Enum(["father", "mother"], { type: "string", description: "What the birth record says the parent is" });

export const RegisteredChildren = Type.Object({
  items: Type.Array(Type.Object({ recordNumber: Type.String(), name: Type.String(), birthDate: BirthDate, relation: Parent, added: Type.Boolean() })),
  total: Type.Integer(),
});

export const ChildBody = Type.Object(
  {
    recordNumber: Type.String({ minLength: 1, maxLength: 60, description: "Of the birth record, from registered-children" }),
    consent: Type.Literal(true, { description: "As guardian: the city may keep the child's data to act upon it (PIPL article 31). A consent of its own, not ticked beforehand" }),
  },
  { additionalProperties: false },
);

export const FamilyMember = Type.Object({
  person: PersonId,
  role: Type.Enum(["child", "parent"], { type: "string", description: "What they are to you: you act for a child; a parent acts for you" }),
  name: Type.Optional(Type.String({ description: "A child's in full, a parent's masked" })),
  birthDate: Type.Optional(BirthDate),
  relation: Parent,
  since: Instant,
  hasAccount: Type.Optional(Type.Boolean({ description: "The child signs in too" })),
});

export const Family = Type.Object({ items: Type.Array(FamilyMember), total: Type.Integer() });
export const ChildAdded = Type.Object({ person: PersonId });
