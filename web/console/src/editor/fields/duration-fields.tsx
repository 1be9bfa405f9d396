import { isObject } from "../../documents/json.ts";
import { fieldLabel, optionLabel } from "../../documents/labels.ts";
import { childPointer } from "../../documents/pointer.ts";
import { w } from "../../i18n/room-words.ts";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import "./duration-fields.css";

const UNITS = ["working-day", "calendar-day", "hour", "month"];

export function DurationField({ pointer, value, required }: FieldProps) {
  return (
    <FieldFrame pointer={pointer} required={required} as="several" gathersFaults>
      {({ invalid }) => <DurationInputs pointer={pointer} value={value} required={required} invalid={invalid} />}
    </FieldFrame>
  );
}

function DurationInputs({ pointer, value, required, invalid }: FieldProps & { invalid: boolean }) {
  const { kind, change, readOnly } = useForm();
  const duration = isObject(value) ? value : {};
  const amountId = controlId(childPointer(pointer, "amount"));
  return (
    <div className="duration">
      <input
        id={amountId}
        className="control"
        type="number"
        min={1}
        aria-label={fieldLabel(kind, childPointer(pointer, "amount"))}
        aria-invalid={invalid}
        value={typeof duration.amount === "number" ? duration.amount : ""}
        readOnly={readOnly}
        onChange={({ currentTarget }) => {
          const amount = currentTarget.value === "" ? undefined : Number(currentTarget.value);
          if (amount === undefined && !required) change(pointer, undefined);
          else change(pointer, { ...(amount === undefined ? {} : { amount }), unit: duration.unit ?? "working-day" });
        }}
      />
      <select
        className="control"
        aria-label={fieldLabel(kind, childPointer(pointer, "unit"))}
        value={typeof duration.unit === "string" ? duration.unit : "working-day"}
        disabled={readOnly}
        onChange={({ currentTarget }) => change(pointer, { ...duration, unit: currentTarget.value })}
      >
        {UNITS.map((unit) => (
          <option key={unit} value={unit}>
            {optionLabel("unit", unit)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** At once, or within a time. */
export function PromiseField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  const timed = isObject(value);
  return (
    <FieldFrame pointer={pointer} required={required} as="several" gathersFaults>
      {({ invalid }) => (
        <div className="segments">
          <label className="segment">
            <input type="radio" id={controlId(pointer)} name={controlId(pointer)} checked={value === "immediate"} disabled={readOnly} onChange={() => change(pointer, "immediate")} />
            <span>{w.promise_at_once()}</span>
          </label>
          <label className="segment">
            <input type="radio" name={controlId(pointer)} checked={timed} disabled={readOnly} onChange={() => change(pointer, { unit: "working-day" })} />
            <span>{w.promise_within()}</span>
          </label>
          {timed ? <DurationInputs pointer={pointer} value={value} required invalid={invalid} /> : null}
        </div>
      )}
    </FieldFrame>
  );
}
