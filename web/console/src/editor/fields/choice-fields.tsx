/** One or several of given options. */
import { plain } from "../../documents/json.ts";
import type { Schema } from "../../documents/shape.ts";
import { optionLabel } from "../../documents/labels.ts";
import { namesOn } from "../../documents/pointer.ts";
import { w } from "../../i18n/room-words.ts";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import "./choice-fields.css";

/** As many as stand side by side and are seen at once. */
const MAX_SEGMENTS = 4;

type Option = string | number | boolean;

export function ChoiceField({ pointer, value, required, schema }: FieldProps & { schema: Schema }) {
  const name = namesOn(pointer).at(-1) ?? "";
  const options = schema.enum ?? scaleOf(schema);
  if (required && options.length <= MAX_SEGMENTS) return <Segments pointer={pointer} value={value} required={required} options={options} label={(option) => optionLabel(name, String(option))} />;
  return <SelectField pointer={pointer} value={value} required={required} options={options} />;
}

export function YesNoField({ pointer, value, required }: FieldProps) {
  return <Segments pointer={pointer} value={value} required={required} options={[true, false]} label={(option) => (option ? w.yes() : w.no())} />;
}

function scaleOf({ minimum = 0, maximum = 0 }: Schema): number[] {
  return Array.from({ length: maximum - minimum + 1 }, (_each, index) => minimum + index);
}

function Segments({ pointer, value, required, options, label }: FieldProps & { options: readonly Option[]; label(option: Option): string }) {
  const { change, readOnly } = useForm();
  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => (
        <div className="segments">
          {options.map((option, index) => (
            <label key={String(option)} className="segment">
              <input type="radio" id={index === 0 ? controlId(pointer) : undefined} name={controlId(pointer)} checked={value === option} disabled={readOnly} onChange={() => change(pointer, option)} />
              <span>{label(option)}</span>
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  );
}

function SelectField({ pointer, value, required, options }: FieldProps & { options: readonly (string | number)[] }) {
  const { change, readOnly } = useForm();
  const name = namesOn(pointer).at(-1) ?? "";
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <select
          id={controlId(pointer)}
          className="control"
          value={plain(value)}
          disabled={readOnly}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={({ currentTarget }) => change(pointer, options.find((option) => String(option) === currentTarget.value))}
        >
          <option value="">{required ? w.please_choose() : w.none()}</option>
          {options.map((option) => (
            <option key={option} value={String(option)}>
              {optionLabel(name, option)}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}

export function ChoicesField({ pointer, value, required, schema }: FieldProps & { schema: Schema }) {
  const { change, readOnly } = useForm();
  const name = namesOn(pointer).at(-1) ?? "";
  const options = schema.items?.enum ?? [];
  const chosen = Array.isArray(value) ? value : [];
  const toggle = (option: string, on: boolean) => {
    // In the schema's order, so that the same choice is always written the same way.
    const next = options.filter((each) => (each === option ? on : chosen.includes(each)));
    change(pointer, next.length === 0 && !required ? undefined : next);
  };
  return (
    <FieldFrame pointer={pointer} required={required} as="several" gathersFaults>
      {() => (
        <div className="ticks">
          {options.map((option, index) => (
            <label key={option} className="tick">
              <input type="checkbox" id={index === 0 ? controlId(pointer) : undefined} checked={chosen.includes(option)} disabled={readOnly} onChange={({ currentTarget }) => toggle(option, currentTarget.checked)} />
              <span>{optionLabel(name, option)}</span>
            </label>
          ))}
        </div>
      )}
    </FieldFrame>
  );
}
