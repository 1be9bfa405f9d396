import { Plus, X } from "lucide-react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { isObject, type JsonObject } from "../../documents/json.ts";
import { fieldLabel } from "../../documents/labels.ts";
import { childPointer } from "../../documents/pointer.ts";
import { blankOf, type Schema, type Shape, shapeOf } from "../../documents/shape.ts";
import { m } from "../../i18n/m.ts";
import { Field } from "../field.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import "./group-field.css";

/** Small controls stand side by side; what holds sentences or lists takes the whole width. */
const NARROW = new Set<Shape>(["choice", "yes-no", "number", "date", "duration", "scale", "reference", "string"]);

export function GroupFields({ pointer, value, schema, only }: { pointer: string; value: JsonObject; schema: Schema; only?: readonly string[] }) {
  const names = only ?? Object.keys(schema.properties ?? {});
  return (
    <div className="group-fields">
      {names.map((name) => {
        const member = schema.properties?.[name];
        if (!member) return null;
        return (
          <div key={name} className={NARROW.has(shapeOf(member, name)) ? "group-narrow" : "group-wide"}>
            <Field pointer={childPointer(pointer, name)} name={name} schema={member} value={value[name]} required={schema.required?.includes(name) ?? false} />
          </div>
        );
      })}
    </div>
  );
}

/** A group that may be left out altogether is added and removed as a whole. */
export function GroupField({ pointer, value, required, schema }: FieldProps & { schema: Schema }) {
  const { kind, change, readOnly } = useForm();
  const label = fieldLabel(kind, pointer);
  if (!required && value === undefined) {
    if (readOnly) return null;
    return (
      <div data-pointer={pointer}>
        <Button id={controlId(pointer)} variant="quiet" onClick={() => change(pointer, blankOf(schema))}>
          <Plus size={16} aria-hidden="true" />
          {m.add_group({ name: label })}
        </Button>
      </div>
    );
  }
  return (
    <FieldFrame pointer={pointer} required={required} as="several">
      {() => (
        <div className="group-frame">
          <GroupFields pointer={pointer} value={isObject(value) ? value : {}} schema={schema} />
          {required || readOnly ? null : (
            <Button variant="quiet" onClick={() => change(pointer, undefined)}>
              <X size={16} aria-hidden="true" />
              {m.remove_named({ name: label })}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  );
}
