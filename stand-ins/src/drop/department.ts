/**
 * A department that answers nobody and leaves files instead: now and then a new one with everything in it, which replaces
 * the one before. Whoever looks sees a whole file or none, since it is written under another name first.
 */
import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import iconv from "iconv-lite";
import type { Conduct } from "../behaviour.ts";
import type { Fault } from "../faults.ts";
import { timeIn } from "../lives/index.ts";
import { DEMONSTRATION_PEOPLE, type Person } from "../population/index.ts";
import type { Department, Surroundings } from "../systems/department.ts";

export interface DropFormat {
  /** Before the time, in the file's name. */
  prefix: string;
  extension: string;
  encoding: "utf-8" | "gb18030";
  /** Before all others; undefined: none. */
  header?: string;
  /** Whole lines about somebody; none about who has nothing. */
  write(person: Person): string[];
  /** Another layout than was agreed on. */
  widen(line: string): string;
  /** Words where amounts should be. */
  confuse(line: string): string;
}

/** There is no caller to be refused or kept waiting. */
export const DROP_FAULTS: readonly Fault[] = ["none", "unavailable", "trickle", "truncated", "duplicate", "wrong-shape", "wrong-types", "malformed", "wrong-charset"];

const EVERY_MS = 3_600_000;
const NEWLINE = "\r\n";
/** Files that nobody took. */
const FILES_KEPT = 5;
const PEOPLE_AT_ONCE = 20;
const TRICKLE_PARTS = 40;
const TRICKLE_MS = 250;

export function createDropDepartment(surroundings: Surroundings, system: Pick<Department, "id" | "title">, format: DropFormat): Department {
  const { city, now } = surroundings;
  let opened: { folder: string; conduct: Conduct } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastGood: Buffer | undefined;
  let files = 0;
  /** One file after another, so that the newest is the last. */
  let work: Promise<unknown> = Promise.resolve();
  return {
    city, ...system,
    faults: DROP_FAULTS,
    async open(opening) {
      opened = opening;
      dropUnasked();
      timer = setInterval(dropUnasked, EVERY_MS).unref();
    },
    async close() {
      clearInterval(timer);
      opened = undefined;
      await work;
    },
    drop,
    // What was changed is to be seen now, not in an hour.
    behaved: dropUnasked,
    connection: () => ({ folder: opened?.folder ?? "" }),
  };

  /** Nobody waits for it; a folder that is gone or full stops nothing else. */
  function dropUnasked(): void {
    drop().catch((error: unknown) => process.stderr.write(`${city}/${system.id} left no file: ${(error as Error).message}\n`));
  }

  function drop(): Promise<string | undefined> {
    const dropped = work.then(dropOne);
    work = dropped.catch(() => undefined);
    return dropped;
  }

  async function dropOne(): Promise<string | undefined> {
    if (!opened) return undefined;
    const { folder, conduct } = opened;
    const { waitMs, fault } = conduct.next();
    if (fault === "off" || fault === "limited" || fault === "unavailable") return undefined;
    if (waitMs > 0) await sleep(waitMs);
    const name = `${format.prefix}_${timeIn(now()).slice(0, 19).replaceAll(/[-:T]/g, "")}_${String(++files).padStart(3, "0")}.${format.extension}`;
    const bytes = await writeFile(fault);
    removeForgotten(folder);
    if (fault === "trickle") await writeSlowly(join(folder, name), bytes, () => opened !== undefined);
    else {
      writeFileSync(join(folder, `.${name}.tmp`), bytes);
      renameSync(join(folder, `.${name}.tmp`), join(folder, name));
    }
    return name;
  }

  async function writeFile(fault: Fault): Promise<Buffer> {
    if (fault === "duplicate" && lastGood) return lastGood;
    const lines = format.header === undefined ? [] : [format.header];
    for (const [index, person] of peopleOf(surroundings).entries()) {
      lines.push(...format.write(person));
      // Callers of other systems are answered meanwhile.
      if (index % PEOPLE_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const good = encode(lines, format.encoding);
    switch (fault) {
      case "truncated": return good.subarray(0, Math.floor(good.length * 0.6) + 7);
      case "wrong-shape": return encode(lines.map(format.widen), format.encoding);
      case "wrong-types": return encode(lines.map(format.confuse), format.encoding);
      case "malformed": return Buffer.concat([good.subarray(0, 400), Buffer.from('"\0\x01\xff\xfe\x80"', "latin1"), good.subarray(400, 900)]);
      case "wrong-charset": return encode(lines, format.encoding === "gb18030" ? "utf-8" : "gb18030");
      default:
        lastGood = good;
        return good;
    }
  }

  function removeForgotten(folder: string): void {
    const left = readdirSync(folder).filter((name) => name.startsWith(format.prefix)).map((name) => ({ name, writtenAt: statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
    for (const { name } of left.sort((one, other) => other.writtenAt - one.writtenAt).slice(FILES_KEPT - 1)) rmSync(join(folder, name), { force: true });
  }
}

/** Under its own name from the first byte on. */
async function writeSlowly(path: string, bytes: Buffer, goesOn: () => boolean): Promise<void> {
  const file = await open(path, "w");
  const part = Math.ceil(bytes.length / TRICKLE_PARTS);
  for (let start = 0; start < bytes.length && goesOn(); start += part) {
    await file.write(bytes.subarray(start, start + part));
    await sleep(TRICKLE_MS, undefined, { ref: false });
  }
  await file.close();
}

function encode(lines: string[], encoding: DropFormat["encoding"]): Buffer {
  return iconv.encode(lines.map((line) => line + NEWLINE).join(""), encoding);
}

/** A file cannot hold a whole city: it holds the demonstration's people and some others. */
function peopleOf({ world: { population }, city, dropPeople }: Surroundings): Person[] {
  const people: Person[] = [];
  const add = (index: number) => {
    const person = population.personAt(index);
    if (person.city === city) people.push(person);
  };
  const known = Math.min(DEMONSTRATION_PEOPLE.length, population.size);
  for (let index = 0; index < known; index++) add(index);
  const most = people.length + dropPeople;
  // Odd, so that it comes by all twenty places of a neighbourhood.
  const step = Math.max(1, Math.floor((population.size - known) / (dropPeople * 4 + 1))) | 1;
  for (let index = known; index < population.size && people.length < most; index += step) add(index);
  return people;
}
