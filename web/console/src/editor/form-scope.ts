import { createContext, useContext } from "react";
import type { DocumentKind, Finding } from "../api/types.ts";
import type { Json, JsonObject } from "../documents/json.ts";

/** What every field of one form shares. */
export interface FormScope {
  kind: DocumentKind;
  /** Replaces one value; `undefined` takes the member away. */
  change(pointer: string, value: Json | undefined): void;
  /** The whole document, for fields whose meaning depends on others. */
  readBody(): JsonObject;
  findings: readonly Finding[];
  readOnly: boolean;
}

export const FormContext = createContext<FormScope | undefined>(undefined);

/** The whole document as it stands: only for fields that offer what others name, since they are drawn again at every key. */
export const BodyContext = createContext<JsonObject>({});

export function useForm(): FormScope {
  const scope = useContext(FormContext);
  if (!scope) throw new Error("useForm outside a form");
  return scope;
}

export interface FieldProps<Value extends Json = Json> {
  pointer: string;
  value: Value | undefined;
  required: boolean;
}

/** The id of the control at a pointer, to which labels and the error summary lead. */
export function controlId(pointer: string): string {
  return `field${pointer}`;
}
