/** JSON pointers (RFC 6901): how the server names a field, and how the form finds it. */
import { isObject, type Json, type JsonObject } from "./json.ts";

export function pointerParts(pointer: string): string[] {
  return pointer === "" ? [] : pointer.slice(1).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function childPointer(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The names on the way to a field, without the positions in lists: what its label depends on. */
export function namesOn(pointer: string): string[] {
  return pointerParts(pointer).filter((part) => !/^\d+$/.test(part));
}

/** Whether a pointer is the other one or lies below it. */
export function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

export function valueAt(document: Json | undefined, pointer: string): Json | undefined {
  let value = document;
  for (const part of pointerParts(pointer)) {
    if (Array.isArray(value)) value = value[Number(part)];
    else if (isObject(value)) value = value[part];
    else return undefined;
  }
  return value;
}

/** A copy with one value replaced; `undefined` takes the member away. What did not change keeps its identity. */
export function withValue(document: JsonObject, pointer: string, value: Json | undefined): JsonObject {
  return place(document, pointerParts(pointer), value) as JsonObject;
}

function place(container: Json | undefined, [part, ...rest]: string[], value: Json | undefined): Json | undefined {
  if (part === undefined) return value;
  if (Array.isArray(container)) {
    const index = Number(part);
    const next = place(container[index], rest, value);
    if (next === undefined) return container.filter((_each, position) => position !== index);
    return container.map((each, position) => (position === index ? next : each));
  }
  const { [part]: before, ...others } = isObject(container) ? container : {};
  const next = place(before, rest, value);
  if (next === undefined) return others;
  return { ...(isObject(container) ? container : {}), [part]: next };
}

/** The deepest of the shown fields that a pointer lies in: where a fault is to be seen. */
export function nearestField(pointer: string, isShown: (pointer: string) => boolean): string | undefined {
  let candidate = pointer;
  while (candidate !== "") {
    if (isShown(candidate)) return candidate;
    candidate = candidate.slice(0, candidate.lastIndexOf("/"));
  }
  return undefined;
}
