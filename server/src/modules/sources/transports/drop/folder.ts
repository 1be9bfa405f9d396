/**
 * The folder where a department drops its files: taken when they are complete, each once, whole or not at all. What is in
 * it comes from outside, names and links included, so nothing is followed out of it.
 */
import { createHash } from "node:crypto";
import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, mkdir, open, opendir, readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SourceFault } from "../source-fault.ts";
import { type DropLayout, type DropRow, FileRejection, readRows } from "./rows.ts";

export interface DropFile {
  name: string;
  /** SHA-256 of its bytes, hex: the same file twice is one file. */
  digest: string;
  bytes: number;
  /** When the department wrote it, ISO 8601: as of when its rows are. */
  writtenAt: string;
}

/** Keeps the rows of one source. */
export interface DropStore {
  /** Whether a file of this digest was stored already, and its rows are still what counts. */
  knows(digest: string): Promise<boolean>;
  /** All rows of a file in one transaction: when reading them throws, nothing of it remains. */
  store(file: DropFile, rows: AsyncIterable<DropRow>): Promise<{ rows: number }>;
  /** What is known of a file that was not taken, for the console. */
  noteRejection?(file: { name: string; digest: string | undefined }, reason: string): Promise<void>;
  /** Rows of the key, in the order in which they came; undefined: no file has ever been taken, so nobody can say. */
  find(key: string): Promise<Record<string, string>[] | undefined>;
}

export type Picked = { name: string; outcome: "taken"; rows: number } | { name: string; outcome: "known" } | { name: string; outcome: "rejected"; reason: string };

export interface PickUpOptions {
  /** A file must have rested this long: nobody writes to it any more. */
  restMs?: number;
  largestFileBytes?: number;
  mostFiles?: number;
  /** Somebody may fill the folder with millions of names: those beyond wait until others are put away. */
  mostNames?: number;
  /** A file that has been taken in for so long was left behind by a process that ended. */
  forgottenMs?: number;
}

const DEFAULTS = { restMs: 1_000, largestFileBytes: 2 * 1024 ** 3, mostFiles: 100, mostNames: 20_000, forgottenMs: 600_000 } as const;
const UNREADABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "ELOOP", "ENXIO"]);
const [TAKING, TAKEN, REJECTED] = ["taking", "taken", "rejected"] as const;

/**
 * Picks up every complete file that the layout's pattern names, oldest first. Any number of processes may do it at once.
 * @throws {SourceFault} not-connected: the folder is not there, or is not ours to use
 */
export async function pickUpFiles(folder: string, layout: DropLayout, store: DropStore, options: PickUpOptions = {}): Promise<Picked[]> {
  const { restMs, largestFileBytes, mostFiles, mostNames, forgottenMs } = { ...DEFAULTS, ...options };
  await prepareFolder(folder);
  const { forgotten, isBusy } = await listBeingTaken(folder, forgottenMs);
  const picked: Picked[] = [];
  for (const name of forgotten) picked.push(await takeIn(folder, name, layout, store, largestFileBytes));
  // Newer files wait for the older one that is being read: the last to be stored is what people see.
  if (isBusy) return picked;
  for (const name of await findRestingFiles(folder, layout.pattern, { restMs, mostFiles, mostNames })) {
    // Another process may be faster.
    if (await claim(folder, name)) picked.push(await takeIn(folder, name, layout, store, largestFileBytes));
  }
  return picked;
}

async function prepareFolder(folder: string): Promise<void> {
  try {
    for (const name of [TAKING, TAKEN, REJECTED]) {
      const path = join(folder, name);
      await mkdir(path).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      });
      if (!(await lstat(path)).isDirectory()) throw new SourceFault("not-connected", `has something else than a folder where ${name} should be`);
    }
  } catch (error) {
    if (error instanceof SourceFault) throw error;
    throw new SourceFault("not-connected", "has no folder that we may use", { detail: { code: (error as NodeJS.ErrnoException).code ?? "unknown" } });
  }
}

/** Looks twice: what changed in between is still being written. */
async function findRestingFiles(folder: string, pattern: string, { restMs, mostFiles, mostNames }: Pick<Required<PickUpOptions>, "restMs" | "mostFiles" | "mostNames">): Promise<string[]> {
  const matches = new RegExp(`^${pattern.split("*").map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`)).join(".*")}$`, "su");
  const looks = async (place: string) => {
    const found = new Map<string, Stats>();
    let seen = 0;
    for await (const { name } of await opendir(place)) {
      seen += 1;
      if (seen > mostNames) break;
      if (name.startsWith(".") || name.endsWith(".tmp") || name.length > 200 || /\p{Cc}/u.test(name) || !matches.test(name)) continue;
      const stats = await lstat(join(place, name)).catch(() => undefined);
      // Links of both sorts could show us files from elsewhere.
      if (stats?.isFile() && stats.nlink === 1) found.set(name, stats);
    }
    return found;
  };
  const first = await looks(folder);
  if (first.size === 0) return [];
  await sleep(restMs);
  const second = await looks(folder);
  const resting = [...second].filter(([name, { size, mtimeMs, ino }]) => {
    const before = first.get(name);
    return before?.size === size && before.mtimeMs === mtimeMs && before.ino === ino;
  });
  return resting.sort(([name, { mtimeMs }], [otherName, other]) => mtimeMs - other.mtimeMs || (name < otherName ? -1 : 1)).slice(0, mostFiles).map(([name]) => name);
}

/** What lies in the folder of files being taken in: read by some process now, or left there by one that ended. */
async function listBeingTaken(folder: string, forgottenMs: number): Promise<{ forgotten: string[]; isBusy: boolean }> {
  const forgotten: { name: string; mtimeMs: number }[] = [];
  let isBusy = false;
  for (const name of await readdir(join(folder, TAKING))) {
    const stats = await lstat(join(folder, TAKING, name)).catch(() => undefined);
    if (!stats?.isFile()) continue;
    if (Date.now() - stats.ctimeMs >= forgottenMs) forgotten.push({ name, mtimeMs: stats.mtimeMs });
    else isBusy = true;
  }
  return { forgotten: forgotten.sort((a, b) => a.mtimeMs - b.mtimeMs).map(({ name }) => name), isBusy };
}

/** @returns false when another process was faster */
async function claim(folder: string, name: string): Promise<boolean> {
  try {
    await rename(join(folder, name), join(folder, TAKING, name));
    return true;
  } catch {
    return false;
  }
}

/** Taking one in again is harmless: the store knows what it has. */
async function takeIn(folder: string, name: string, layout: DropLayout, store: DropStore, largestFileBytes: number): Promise<Picked> {
  const path = join(folder, TAKING, name);
  let file: FileHandle | undefined;
  let digest: string | undefined;
  try {
    // Opened once, and read from what was opened: what its name leads to may be changed at any time.
    file = await openOnly(path);
    const stats = await file.stat();
    const { size, mtime } = stats;
    if (!stats.isFile() || stats.nlink > 1) throw new FileRejection("is not a file of its own");
    if (size > largestFileBytes) throw new FileRejection(`has more than ${largestFileBytes} bytes`);
    digest = await digestOf(file);
    const outcome: Picked = (await store.knows(digest)) ? { name, outcome: "known" } : { name, outcome: "taken", rows: (await store.store({ name, bytes: size, writtenAt: mtime.toISOString(), digest }, unchangedRows(file, layout, digest))).rows };
    await rename(path, await freeName(join(folder, TAKEN), name));
    return outcome;
  } catch (error) {
    if (!(error instanceof FileRejection)) {
      // Ours, not the file's: it goes back and is tried again, unless a new one of its name came.
      if (!(await lstat(join(folder, name)).catch(() => undefined))) await rename(path, join(folder, name)).catch(() => undefined);
      throw error;
    }
    const reason = error.line === undefined ? `The file ${error.message}.` : `Line ${error.line} ${error.message}.`;
    const rejected = await freeName(join(folder, REJECTED), name);
    await rename(path, rejected);
    await writeFile(`${rejected}.reject.txt`, `${name}\n${reason}\nNothing of it was stored. Mend it and drop it again.\n`, { flag: "wx" }).catch(() => undefined);
    await store.noteRejection?.({ name, digest }, reason);
    return { name, outcome: "rejected", reason };
  } finally {
    await file?.close();
  }
}

/** The rows, and at the end the certainty that they were read from the bytes whose digest was taken. */
async function* unchangedRows(file: FileHandle, layout: DropLayout, digest: string): AsyncGenerator<DropRow> {
  yield* readRows(file, layout);
  if ((await digestOf(file)) !== digest) throw new FileRejection("changed while it was read");
}

/** Follows no link, and waits for nobody at the other end of a pipe. */
async function openOnly(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error: unknown) => {
    // The department's doing, and no reason to leave its next files waiting.
    if (UNREADABLE.has((error as NodeJS.ErrnoException).code ?? "")) throw new FileRejection("may not be read by us");
    throw error;
  });
}

async function digestOf(file: FileHandle): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of file.createReadStream({ start: 0, autoClose: false }) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest("hex");
}

/** Names may come again; what was taken under one stays. */
async function freeName(folder: string, name: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const path = join(folder, number === 1 ? name : `${name}.${number}`);
    if (!(await lstat(path).catch(() => undefined))) return path;
  }
}
