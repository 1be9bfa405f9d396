/** What a draft changes in a document, field by field, as its form shows it. */
import { isObject, type Json, type JsonObject, sameJson } from "../documents/json.ts";
import { childPointer } from "../documents/pointer.ts";
import { membersOf, type Schema, shapeOf } from "../documents/shape.ts";
import { commonSubsequence } from "./align.ts";

export interface Change {
  kind: "added" | "removed" | "changed" | "moved";
  /** Into the new document, or for what was removed into the old one. */
  pointer: string;
  before?: Json;
  after?: Json;
}

export function differences(schema: Schema, before: JsonObject | undefined, after: JsonObject): Change[] {
  return groupChanges(schema, before ?? {}, after, "");
}

function groupChanges(schema: Schema, before: JsonObject, after: JsonObject, pointer: string): Change[] {
  return Object.entries(membersOf(schema)).flatMap(([name, member]) => valueChanges(member, name, before[name], after[name], childPointer(pointer, name)));
}

function valueChanges(schema: Schema, name: string, before: Json | undefined, after: Json | undefined, pointer: string): Change[] {
  if (sameJson(before, after)) return [];
  const shape = shapeOf(schema, name);
  if (shape === "list") return listChanges(schema.items ?? {}, name, asList(before), asList(after), pointer);
  if (before === undefined) return [{ kind: "added", pointer, after }];
  if (after === undefined) return [{ kind: "removed", pointer, before }];
  if (shape === "group" && isObject(before) && isObject(after)) return groupChanges(schema, before, after, pointer);
  return [{ kind: "changed", pointer, before, after }];
}

function asList(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/**
 * Members that stayed are matched first; what stands between the same two of them is taken for one member rewritten,
 * and what turns up elsewhere unchanged was moved.
 */
function listChanges(item: Schema, name: string, before: Json[], after: Json[], pointer: string): Change[] {
  const kept = commonSubsequence(before, after, sameJson);
  const changes: Change[] = [];
  const arrived = new Set<number>();
  const left = new Set<number>();
  const gone = before.map((_each, index) => index).filter((index) => !kept.some(([b]) => b === index));
  const come = after.map((_each, index) => index).filter((index) => !kept.some(([, a]) => a === index));
  for (const a of come) {
    const b = gone.find((index) => !left.has(index) && sameJson(before[index], after[a]));
    if (b === undefined) continue;
    left.add(b);
    arrived.add(a);
    // Its neighbours changed places around it: it is where it was.
    if (a !== b) changes.push({ kind: "moved", pointer: childPointer(pointer, a), before: b + 1, after: a + 1 });
  }
  let fromBefore = 0;
  let fromAfter = 0;
  for (const [b, a] of [...kept, [before.length, after.length] as const]) {
    const old = gone.filter((index) => index >= fromBefore && index < b && !left.has(index));
    const fresh = come.filter((index) => index >= fromAfter && index < a && !arrived.has(index));
    fresh.forEach((index, position) => {
      const partner = old[position];
      if (partner === undefined) changes.push({ kind: "added", pointer: childPointer(pointer, index), after: after[index] });
      else changes.push(...valueChanges(item, name, before[partner], after[index], childPointer(pointer, index)));
    });
    for (const index of old.slice(fresh.length)) changes.push({ kind: "removed", pointer: childPointer(pointer, index), before: before[index] });
    fromBefore = b + 1;
    fromAfter = a + 1;
  }
  return changes;
}
