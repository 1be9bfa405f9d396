import { useCallback, useEffect, useRef, useState } from "react";
import type { FieldFault } from "@citizen-cloud/ui/components/error-summary.tsx";
import { ApiProblem } from "../api/problem.ts";
import { Withdrawn } from "./account-page.tsx";
import { faultText, problemText } from "./problem-words.ts";

type Values = Record<string, string>;
type Faults<Fields extends Values> = Partial<Record<keyof Fields & string, string>>;

interface FormOptions<Fields extends Values> {
  /** Prefix of the controls' ids. */
  id: string;
  initial: Fields;
  /** Kept for this tab until it is sent, so that going back loses nothing. Secrets are never named here. */
  draft?: { key: string; fields: readonly (keyof Fields & string)[] };
  /** What the person can be told before anything is sent. */
  check?(values: Fields): Faults<Fields>;
  /** By field, where the API says it: `/idNumber`. A field's own name otherwise. */
  pointers?: Partial<Record<keyof Fields & string, string>>;
  /** Words for what stopped it, where the screen has its own. */
  words?(error: unknown): string;
}

/** What was typed, what is wrong with it, and the sending. */
export function useForm<Fields extends Values>({ id, initial, draft, check, pointers = {}, words = problemText }: FormOptions<Fields>) {
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<Faults<Fields>>({});
  const [failure, setFailure] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const store = draft && `cc-draft-${draft.key}`;

  // After the first drawing, so that the browser's equals the server's.
  const fields = useRef(draft?.fields ?? []);
  useEffect(() => {
    if (!store) return;
    const kept = readDraft(store);
    const known = Object.fromEntries(fields.current.flatMap((field) => (typeof kept[field] === "string" ? [[field, kept[field]]] : [])));
    if (Object.keys(known).length > 0) setValues((before) => ({ ...before, ...known }));
  }, [store]);

  const set = useCallback(
    (field: keyof Fields & string, value: string) => {
      setValues((before) => {
        const after = { ...before, [field]: value };
        if (store) writeDraft(store, Object.fromEntries(fields.current.map((each) => [each, after[each]])));
        return after;
      });
      setFaults((before) => (before[field] === undefined ? before : { ...before, [field]: undefined }));
    },
    [store],
  );

  const refuse = (found: Faults<Fields>, text?: string) => {
    setFaults(found);
    setFailure(text);
    setAttempt((count) => count + 1);
  };

  /** Sends what `work` sends, once at a time; puts what is wrong where it belongs. */
  const submit = async (work: (values: Fields) => Promise<void>, given: Fields = values): Promise<void> => {
    if (sending.current) return;
    const found = Object.fromEntries(Object.entries(check?.(given) ?? {}).filter(([, message]) => message !== undefined)) as Faults<Fields>;
    if (Object.keys(found).length > 0) return refuse(found);
    sending.current = true;
    setBusy(true);
    setFaults({});
    setFailure(undefined);
    try {
      await work(given);
    } catch (error) {
      if (error instanceof Withdrawn) return;
      const atFields = error instanceof ApiProblem ? faultsAtFields(error, Object.keys(initial), pointers) : {};
      refuse(atFields as Faults<Fields>, Object.keys(atFields).length > 0 ? undefined : words(error));
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };

  const controlId = (field: keyof Fields & string) => `${id}-${field}`;
  const list: FieldFault[] = Object.entries(faults).flatMap(([field, message]) => (message === undefined ? [] : [{ field: controlId(field), message }]));
  return {
    values, set, submit, busy, attempt, failure, faults: list, refuse,
    forgetDraft: () => store && writeDraft(store, undefined),
    /** The properties of a field's control. */
    bind: (field: keyof Fields & string) => ({ id: controlId(field), value: values[field] ?? "", onChange: (value: string) => set(field, value), error: faults[field] }),
  };
}

function faultsAtFields(error: ApiProblem, fields: readonly string[], pointers: Partial<Record<string, string>>): Values {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const text = faultText(error, pointers[field] ?? `/${field}`);
      return text === undefined ? [] : [[field, text]];
    }),
  );
}

function readDraft(store: string): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(store) ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function writeDraft(store: string, values: Record<string, unknown> | undefined): void {
  try {
    if (values) sessionStorage.setItem(store, JSON.stringify(values));
    else sessionStorage.removeItem(store);
  } catch {
    // A draft is a convenience.
  }
}
