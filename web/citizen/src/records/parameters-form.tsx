import { Search } from "lucide-react";
import { useState } from "react";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { describedBy, Field } from "@citizen-cloud/ui/components/field.tsx";
import { say } from "../i18n/locale.ts";
import { m } from "../paraglide/messages.js";
import { useNavigator } from "../routing/navigator.tsx";
import { useHref, usePlace } from "../routing/place.tsx";
import type { RecordKind } from "./kinds.ts";

type Parameter = RecordKind["parameters"][number];

/** What the address says of a kind's parameters, as the API takes them: `line:3`. */
export function parametersOf(kind: Pick<RecordKind, "parameters">, search: URLSearchParams): string[] {
  return kind.parameters.flatMap(({ name }) => {
    const value = search.get(name)?.trim().slice(0, 60);
    return value ? [`${name}:${value}`] : [];
  });
}

export function areComplete(kind: Pick<RecordKind, "parameters">, search: URLSearchParams): boolean {
  return kind.parameters.every(({ name, optional }) => optional || (search.get(name)?.trim() ?? "") !== "");
}

/** What a department needs to know before it can answer. A plain form: it also works before, and without, any script. */
export function ParametersForm({ kind }: { kind: RecordKind }) {
  const { path, search } = usePlace();
  const href = useHref();
  const navigator = useNavigator();
  const [values, setValues] = useState<Record<string, string>>(() => Object.fromEntries(kind.parameters.map(({ name }) => [name, search.get(name) ?? ""])));
  const [tried, setTried] = useState(false);
  if (kind.parameters.length === 0) return null;
  const missing = (parameter: Parameter) => (tried && !parameter.optional && (values[parameter.name] ?? "").trim() === "" ? m.record_parameter_missing({ name: say(parameter.names) }) : undefined);
  const submit = () => {
    setTried(true);
    const first = kind.parameters.find(({ name, optional }) => !optional && (values[name] ?? "").trim() === "");
    if (first) {
      document.getElementById(`parameter-${first.name}`)?.focus();
      return;
    }
    const given = Object.entries(values).flatMap(([name, value]) => (value.trim() === "" ? [] : [[name, value.trim()]]));
    void navigator.visit(href(`${path}?${new URLSearchParams(given).toString()}`), { replace: true });
  };
  return (
    <form
      className="parameters-form"
      method="get"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {kind.parameters.map((parameter) => (
        <ParameterField key={parameter.name} parameter={parameter} value={values[parameter.name] ?? ""} error={missing(parameter)} onChange={(value) => setValues({ ...values, [parameter.name]: value })} />
      ))}
      <Button type="submit" large>
        <Search size={20} aria-hidden="true" />
        {m.record_look_up()}
      </Button>
    </form>
  );
}

function ParameterField({ parameter, value, error, onChange }: { parameter: Parameter; value: string; error: string | undefined; onChange(value: string): void }) {
  const { name, names, type, options, optional, sample } = parameter;
  const id = `parameter-${name}`;
  const frame = { id, label: say(names), optional: optional ? m.record_optional() : undefined, hint: sample ? m.record_parameter_sample({ sample }) : undefined };
  if (type === "choice" && options) {
    return (
      <Field {...frame} error={error}>
        <select name={name} className="text-input" value={value} onChange={(event) => onChange(event.currentTarget.value)} {...describedBy({ id, hint: frame.hint, error })}>
          <option value="">{optional ? m.record_parameter_all() : m.record_parameter_choose()}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {say(option.names)}
            </option>
          ))}
        </select>
      </Field>
    );
  }
  return (
    <Field {...frame} error={error}>
      <input name={name} type={type === "date" ? "date" : "text"} className="text-input" value={value} maxLength={60} autoComplete="off" onInput={(event) => onChange(event.currentTarget.value)} {...describedBy({ id, hint: frame.hint, error })} />
    </Field>
  );
}
