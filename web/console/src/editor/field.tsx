/** The control for a piece of a document, chosen by its schema. */
import { memo } from "react";
import type { Json } from "../documents/json.ts";
import { type Schema, type Shape, shapeOf } from "../documents/shape.ts";
import { ChoiceField, ChoicesField, YesNoField } from "./fields/choice-fields.tsx";
import { CodeField } from "./fields/code-field.tsx";
import { DurationField, PromiseField } from "./fields/duration-fields.tsx";
import { GroupField } from "./fields/group-field.tsx";
import { ItemCodeField } from "./fields/item-code-field.tsx";
import { ListField } from "./fields/list-field.tsx";
import { LocalNameField, LocalNamesField } from "./fields/local-name-fields.tsx";
import { CoordinatesField, WeekField } from "./fields/place-fields.tsx";
import { ReferenceField, ReferencesField } from "./fields/reference-fields.tsx";
import { DateField, InstantField, NumberField, StringField } from "./fields/simple-fields.tsx";
import { TextField, WordsField } from "./fields/text-fields.tsx";
import { WindowsField, WindowWeekField } from "./fields/windows-fields.tsx";
import type { FieldProps } from "./form-scope.ts";

type Control = (props: FieldProps & { schema: Schema }) => React.ReactNode;

const CONTROLS: Record<Shape, Control> = {
  text: TextField,
  words: WordsField,
  duration: DurationField,
  promise: PromiseField,
  coordinates: CoordinatesField,
  week: WeekField,
  windows: WindowsField,
  "window-week": WindowWeekField,
  group: GroupField,
  list: ListField,
  choice: ChoiceField,
  choices: ChoicesField,
  scale: ChoiceField,
  reference: ReferenceField,
  references: ReferencesField,
  "yes-no": YesNoField,
  number: NumberField,
  date: DateField,
  instant: InstantField,
  code: CodeField,
  "local-name": LocalNameField,
  "local-names": LocalNamesField,
  string: StringField,
};

interface Props {
  pointer: string;
  name: string;
  schema: Schema;
  value: Json | undefined;
  required: boolean;
}

/** Drawn again only when its own value changes: a guide has some two hundred fields. */
export const Field = memo(function Field({ pointer, name, schema, value, required }: Props) {
  const Control = pointer === "/codes/implementing" ? ItemCodeField : CONTROLS[shapeOf(schema, name)];
  return <Control pointer={pointer} value={value} required={required} schema={schema} />;
});
