/** One value, one control. */
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import { instantOf, wallTime } from "../../documents/instant.ts";
import { plain } from "../../documents/json.ts";
import { idMember } from "../../documents/layouts.ts";

export function StringField({ pointer, value, required }: FieldProps) {
  const { kind, change, readOnly } = useForm();
  // The id is the document's address; it is chosen once, when the document is begun.
  const fixed = pointer === `/${idMember(kind)}`;
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <input
          id={controlId(pointer)}
          className="control"
          type="text"
          value={typeof value === "string" ? value : ""}
          readOnly={readOnly || fixed}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={({ currentTarget }) => change(pointer, currentTarget.value === "" && !required ? undefined : currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

export function NumberField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <input
          id={controlId(pointer)}
          className="control control-number"
          type="number"
          step="any"
          value={typeof value === "number" ? value : ""}
          readOnly={readOnly}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={({ currentTarget }) => change(pointer, currentTarget.value === "" ? undefined : Number(currentTarget.value))}
        />
      )}
    </FieldFrame>
  );
}

export function DateField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <input
          id={controlId(pointer)}
          className="control control-date"
          type="date"
          value={typeof value === "string" ? value : ""}
          readOnly={readOnly}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={({ currentTarget }) => change(pointer, currentTarget.value === "" ? undefined : currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

export function InstantField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <input
          id={controlId(pointer)}
          className="control control-instant"
          type="datetime-local"
          value={wallTime(plain(value))}
          readOnly={readOnly}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={({ currentTarget }) => change(pointer, currentTarget.value === "" ? undefined : instantOf(currentTarget.value))}
        />
      )}
    </FieldFrame>
  );
}
