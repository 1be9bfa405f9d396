import { plain } from "../../documents/json.ts";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import "./code-field.css";

const FEWEST_ROWS = 2;
const MOST_ROWS = 24;

/** An expression or a statement: letters of one width, as many lines as it has. Tab goes on to the next field, as everywhere. */
export function CodeField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  const text = plain(value);
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <textarea
          id={controlId(pointer)}
          className="control control-code"
          lang="en"
          spellCheck={false}
          autoCapitalize="none"
          autoComplete="off"
          wrap="soft"
          rows={Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, text.split("\n").length))}
          value={text}
          readOnly={readOnly}
          aria-describedby={describedBy}
          aria-invalid={invalid}
          onChange={({ currentTarget }) => change(pointer, currentTarget.value === "" && !required ? undefined : currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}
