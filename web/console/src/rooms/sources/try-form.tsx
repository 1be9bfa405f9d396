import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Play } from "lucide-react";
import { type FormEvent, useState } from "react";
import { documentQuery } from "../../api/queries.ts";
import { type Trial, trySource } from "../../api/source-commands.ts";
import type { SourceDetail, TrialResult } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ChoiceField, TextField } from "../../components/text-field.tsx";
import { isObject, type JsonObject, plain } from "../../documents/json.ts";
import { m } from "../../i18n/m.ts";
import { findRoomWord, w } from "../../i18n/room-words.ts";
import { useCity } from "../../staff/staff-context.tsx";
import { showMilliseconds, sourceFaultName } from "./source-words.tsx";

/** Asks the system once, about somebody, and tells where it fails: on record, and without showing what was answered. */
export function TryForm({ source }: { source: SourceDetail }) {
  const city = useCity();
  const [operation, setOperation] = useState(source.operations[0]?.id ?? "");
  const [name, setName] = useState("");
  const [idNumber, setIdNumber] = useState("");
  const [purpose, setPurpose] = useState("");
  const [parameters, setParameters] = useState<Record<string, string>>({});
  const asked = useParameters(source.id, operation);
  const attempt = useMutation({ mutationFn: (trial: Trial) => trySource(city, source.id, trial) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = Object.fromEntries(asked.map((each): [string, string] => [each, (parameters[each] ?? "").trim()]).filter(([, value]) => value !== ""));
    attempt.mutate({
      operation,
      purpose: purpose.trim(),
      ...(name.trim() === "" ? {} : { name: name.trim() }),
      ...(idNumber.trim() === "" ? {} : { idNumber: idNumber.trim() }),
      ...(Object.keys(given).length === 0 ? {} : { parameters: given }),
    });
  };
  return (
    <div className="panel-columns">
      <form className="stack" onSubmit={submit}>
        <Notice kind="info">{w.try_recorded()}</Notice>
        <ChoiceField label={w.column_operation()} value={operation} options={source.operations.map(({ id }) => ({ value: id, label: id }))} onChoose={setOperation} />
        <TextField label={w.optional_label({ label: w.field_name() })} value={name} onChange={setName} maxLength={50} autoComplete="off" />
        <TextField label={w.optional_label({ label: w.field_idNumber() })} value={idNumber} onChange={setIdNumber} pattern="[0-9]{17}[0-9Xx]" maxLength={18} autoComplete="off" spellCheck={false} />
        {asked.map((parameter) => (
          <TextField key={parameter} label={w.try_parameter({ name: parameter })} value={parameters[parameter] ?? ""} onChange={(value) => setParameters({ ...parameters, [parameter]: value })} maxLength={100} autoComplete="off" spellCheck={false} />
        ))}
        <TextField label={w.persons_purpose()} hint={w.purpose_hint()} value={purpose} onChange={setPurpose} minLength={4} maxLength={200} required />
        <span className="row">
          <Button type="submit" disabled={attempt.isPending || operation === ""}>
            <Play size={16} aria-hidden="true" />
            {w.try_do()}
          </Button>
        </span>
      </form>
      <div aria-live="polite">
        {attempt.isPending ? <p className="meta">{w.try_running()}</p> : null}
        {attempt.error ? <ProblemNote error={attempt.error} /> : null}
        {attempt.data ? <Result result={attempt.data} /> : attempt.isPending || attempt.error ? null : <p className="meta">{w.try_hint()}</p>}
      </div>
    </div>
  );
}

/** The published document says what an operation is asked with. */
function useParameters(id: string, operation: string): string[] {
  const { data } = useQuery(documentQuery(useCity(), { kind: "source", id }));
  const { operations } = (data?.body ?? {}) as JsonObject;
  const found = Array.isArray(operations) ? operations.find((each) => isObject(each) && each.id === operation) : undefined;
  const parameters = isObject(found) ? found.parameters : undefined;
  return Array.isArray(parameters) ? parameters.map((each) => (isObject(each) ? plain(each.name) : "")).filter((name) => name !== "") : [];
}

function Result({ result }: { result: TrialResult }) {
  const { outcome, tookMs, fault, fields, steps } = result;
  const kinds = { record: "calm", "no-record": "info", fault: "danger" } as const;
  const words = { record: w.try_record, "no-record": w.try_no_record, fault: w.try_fault };
  return (
    <div className="stack">
      <Notice kind={kinds[outcome]}>
        <p>
          <strong>{words[outcome]()}</strong> · {showMilliseconds(tookMs)}
        </p>
        {fault ? (
          <p>
            {sourceFaultName(fault.kind)} <span lang="en">{fault.message}</span>
          </p>
        ) : null}
        {fault && Object.keys(fault.detail).length > 0 ? (
          <p className="meta">
            <code>{JSON.stringify(fault.detail)}</code>
          </p>
        ) : null}
      </Notice>
      {fields.length > 0 ? (
        <p>
          {w.try_fields()} {fields.map((field, index) => (
            <span key={field}>
              {index > 0 ? m.list_separator() : ""}
              <code>{field}</code>
            </span>
          ))}
        </p>
      ) : null}
      <h3>{w.try_steps()}</h3>
      <ol className="source-steps">
        {steps.map(({ step, summary, tookMs: stepMs }, index) => (
          // The same step may come twice; their order is what tells them apart.
          <li key={index}>
            {findRoomWord(`step_${step}`) ?? step}
            {stepMs === undefined ? "" : ` · ${showMilliseconds(stepMs)}`}
            <span className="row-sub" lang="en">
              <code>{summary}</code>
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}
