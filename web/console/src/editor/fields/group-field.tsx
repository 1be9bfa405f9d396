import { Plus, X } from "lucide-react";
import { useContext } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { isObject, type JsonObject } from "../../documents/json.ts";
import { fieldLabel } from "../../documents/labels.ts";
import { childPointer } from "../../documents/pointer.ts";
import { blankOf, type Schema, type Shape, shapeOf, shapeTaken } from "../../documents/shape.ts";
import { w } from "../../i18n/room-words.ts";
import { Field } from "../field.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { controlId, type FieldProps, useForm } from "../form-scope.ts";
import { isRelevant, TransportContext } from "../relevance.ts";
import "./group-field.css";

/** Small controls stand side by side; what holds sentences or lists takes the whole width. */
const NARROW = new Set<Shape>(["choice", "yes-no", "number", "date", "instant", "duration", "scale", "reference", "local-name", "string"]);

export function GroupFields({ pointer, value, schema, only }: { pointer: string; value: JsonObject; schema: Schema; only?: readonly string[] }) {
  const { kind } = useForm();
  const transport = useContext(TransportContext);
  const { properties = {}, required = [] } = shapeTaken(schema, value);
  const names = (only ?? Object.keys(properties)).filter((name) => required.includes(name) || isRelevant(kind, pointer, name, value, transport));
  return (
    <div className="group-fields">
      {names.map((name) => {
        const member = properties[name];
        if (!member) return null;
        return (
          <div key={name} className={NARROW.has(shapeOf(member, name)) ? "group-narrow" : "group-wide"}>
            <Field pointer={childPointer(pointer, name)} name={name} schema={member} value={value[name]} required={required.includes(name)} />
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
          {w.add_group({ name: label })}
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
              {w.remove_named({ name: label })}
            </Button>
          )}
        </div>
      )}
    </FieldFrame>
  );
}
