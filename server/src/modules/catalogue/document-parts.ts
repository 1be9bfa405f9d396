/** What the schemas of a city's documents are put together from. */
import Type, { type Static, type TProperties, type TSchema, type TUnion } from "typebox";

export const closed = <T extends TProperties>(properties: T, options: { description?: string } = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });

export const oneOf = <const T extends string[]>(values: [...T], options: { description?: string } = {}) =>
  Type.Enum(values, { type: "string", ...options });

/** One of several shapes, told apart by a member: a fault is then named for the shape that was meant. */
export const oneShapeOf = <Shapes extends TSchema[]>(member: string, shapes: [...Shapes], options: { description?: string } = {}) =>
  Type.Unsafe<Static<TUnion<Shapes>>>({ type: "object", required: [member], discriminator: { propertyName: member }, oneOf: shapes, ...options });

/** A text people read, in simplified Chinese and English. Traditional Chinese is derived from `zh`. */
export const Text = closed(
  {
    zh: Type.String({ minLength: 1, maxLength: 2000 }),
    en: Type.String({ minLength: 1, maxLength: 4000 }),
  },
  { description: "The same text in simplified Chinese and in English" },
);
export type Text = Static<typeof Text>;

export const CityId = Type.String({ pattern: "^[a-z][a-z0-9-]{1,30}$", description: "City id, for example haikou" });
export const ServiceId = Type.String({ pattern: "^[A-Z][0-9]{3,4}$", description: "Service item id, for example S077" });
export const Slug = Type.String({ pattern: "^[a-z][a-z0-9-]{1,60}$" });
export const DepartmentKey = Type.String({ pattern: "^[a-z][a-z0-9_]{1,40}$" });
export const OfficeId = Type.String({ pattern: "^[a-z][a-z0-9-]{1,60}$" });
export const DivisionCode = Type.String({
  pattern: "^[0-9]{6}(-[A-Z0-9]{1,8})?$",
  description: "GB/T 2260 code; zones, streets and communities that have none carry a local suffix",
});
