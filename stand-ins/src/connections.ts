/** The operators' file with the addresses and secrets of departments' systems, into which the stand-ins write theirs. */
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Connection } from "./systems/department.ts";

/** Whoever reads meanwhile sees the file as it was or as it is, never a part. Entries of other systems stay. */
export function writeConnections(file: string, entries: Readonly<Record<string, Connection>>): void {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  writeFileSync(draft, `${JSON.stringify({ ...readEntries(file), ...entries }, null, 2)}\n`, { mode: 0o600 });
  // A draft left behind by a crash keeps its mode.
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}

function readEntries(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
  const entries = parse(text);
  // Somebody's secrets may stand in it, so it is neither overwritten nor quoted.
  if (entries === null || typeof entries !== "object" || Array.isArray(entries)) throw new Error(`${file} is no JSON object: mend it or move it away.`);
  return entries as Record<string, unknown>;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
