/** One value, one control. */
import { classNames } from "@citizen-cloud/ui/components/class-names.ts";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import { instantOf, wallTime } from "../../documents/instant.ts";
import { plain } from "../../documents/json.ts";
import { idMember } from "../../documents/layouts.ts";

type InputType = "text" | "number" | "date" | "datetime-local";

interface InputProps extends FieldProps {
  type: InputType;
  className?: string;
  shown: string | number;
  fixed?: boolean;
  onType(typed: string): void;
}

function Input({ pointer, required, type, className, shown, fixed = false, onType }: InputProps) {
  const { readOnly } = useForm();
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <input
          id={controlId(pointer)}
          className={classNames("control", className)}
          type={type}
          step={type === "number" ? "any" : undefined}
          value={shown}
          readOnly={readOnly || fixed}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={({ currentTarget }) => onType(currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

export function StringField(props: FieldProps) {
  const { pointer, value, required } = props;
  const { kind, change } = useForm();
  // The id is the document's address; it is chosen once, when the document is begun.
  return <Input {...props} type="text" shown={typeof value === "string" ? value : ""} fixed={pointer === `/${idMember(kind)}`} onType={(typed) => change(pointer, typed === "" && !required ? undefined : typed)} />;
}

export function NumberField(props: FieldProps) {
  const { pointer, value } = props;
  const { change } = useForm();
  return <Input {...props} type="number" className="control-number" shown={typeof value === "number" ? value : ""} onType={(typed) => change(pointer, typed === "" ? undefined : Number(typed))} />;
}

export function DateField(props: FieldProps) {
  const { pointer, value } = props;
  const { change } = useForm();
  return <Input {...props} type="date" className="control-date" shown={typeof value === "string" ? value : ""} onType={(typed) => change(pointer, typed === "" ? undefined : typed)} />;
}

export function InstantField(props: FieldProps) {
  const { pointer, value } = props;
  const { change } = useForm();
  return <Input {...props} type="datetime-local" className="control-instant" shown={wallTime(plain(value))} onType={(typed) => change(pointer, typed === "" ? undefined : instantOf(typed))} />;
}
