/** Parts that are named elsewhere: chosen, so that nobody mistypes what the server then looks for. */
import { useQuery } from "@tanstack/react-query";
import { useContext } from "react";
import { documentQuery } from "../../api/queries.ts";
import { isObject, type JsonObject, plain } from "../../documents/json.ts";
import { spokenLocale } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { FieldFrame } from "../field-frame.tsx";
import { BodyContext, controlId, type FieldProps, useForm } from "../form-scope.ts";
import { documentNamedFrom, type LocalName, localNames } from "../local-names.ts";
import "./choice-fields.css";

/** What is offered, and what is named already but no longer there: a fault to mend, not an empty field. */
function useLocalNames(pointer: string, chosen: readonly string[]): LocalName[] {
  const { kind } = useForm();
  const body = useContext(BodyContext);
  const city = useCity();
  const key = documentNamedFrom(kind, body, pointer);
  const beside = useQuery({ ...documentQuery(city, key ?? { kind, id: "" }), enabled: key !== undefined });
  const besideBody = key && ((beside.data?.body ?? beside.data?.draft?.body) as JsonObject | undefined);
  const offered = localNames(kind, body, pointer, besideBody);
  const lost = chosen.filter((id) => !offered.some((each) => each.id === id));
  return [...offered, ...lost.map((id) => ({ id, names: undefined }))];
}

function labelOf({ id, names }: LocalName): string {
  const name = isObject(names) ? plain(names[spokenLocale() === "en" ? "en" : "zh"]) : "";
  return name === "" ? id : `${name}  ${id}`;
}

export function LocalNameField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  const chosen = plain(value);
  const offered = useLocalNames(pointer, chosen === "" ? [] : [chosen]);
  return (
    <FieldFrame pointer={pointer} required={required}>
      {({ describedBy, invalid }) => (
        <select id={controlId(pointer)} className="control" value={chosen} disabled={readOnly} aria-describedby={describedBy} aria-invalid={invalid} onChange={({ currentTarget }) => change(pointer, currentTarget.value === "" ? undefined : currentTarget.value)}>
          <option value="">{required ? w.please_choose() : w.none()}</option>
          {offered.map((each) => (
            <option key={each.id} value={each.id}>
              {labelOf(each)}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}

/** In the order of choosing: a card shows its facts in it. */
export function LocalNamesField({ pointer, value, required }: FieldProps) {
  const { change, readOnly } = useForm();
  const chosen = Array.isArray(value) ? value.map(plain) : [];
  const offered = useLocalNames(pointer, chosen);
  const toggle = (id: string, on: boolean) => {
    const next = on ? [...chosen, id] : chosen.filter((each) => each !== id);
    change(pointer, next.length === 0 && !required ? undefined : next);
  };
  return (
    <FieldFrame pointer={pointer} required={required} as="several" gathersFaults>
      {() =>
        offered.length === 0 ? (
          <p className="meta">{w.nothing_to_name()}</p>
        ) : (
          <div className="ticks">
            {offered.map((each, index) => (
              <label key={each.id} className="tick">
                <input type="checkbox" id={index === 0 ? controlId(pointer) : undefined} checked={chosen.includes(each.id)} disabled={readOnly} onChange={({ currentTarget }) => toggle(each.id, currentTarget.checked)} />
                <span>{labelOf(each)}</span>
              </label>
            ))}
          </div>
        )
      }
    </FieldFrame>
  );
}
