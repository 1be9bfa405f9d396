/** How passwords are kept: Argon2id (RFC 9106), as a PHC string that says its own parameters. */
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { overloaded } from "../errors.ts";

/** OWASP Password Storage Cheat Sheet: at least 19 MiB, two passes, one lane. Stronger ones reach each person at their next sign-in. */
export const PARAMETERS = { memoryKib: 19_456, passes: 2, lanes: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** Of Node's four helper threads two stay free for everything else, and of memory no more than 38 MiB is taken. */
const AT_ONCE = 2;
/** At some 30 ms each, who would wait longer than two seconds is told so. */
const MOST_WAITING = 120;

interface Parameters {
  memoryKib: number;
  passes: number;
  lanes: number;
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  return write(PARAMETERS, salt, await derive(password, salt, PARAMETERS, TAG_BYTES));
}

export interface PasswordCheck {
  right: boolean;
  /** The hash was made with other parameters than today's: make it anew while the password is at hand. */
  outdated: boolean;
}

/**
 * Compares a password with a kept hash. Without one it takes as long and is wrong, so that nobody learns by a clock
 * which accounts have passwords.
 */
export async function checkPasswordHash(password: string, kept: string | undefined): Promise<PasswordCheck> {
  const { parameters, salt, tag } = kept === undefined ? NOBODYS : read(kept);
  const made = await derive(password, salt, parameters, tag.length);
  const outdated = parameters.memoryKib !== PARAMETERS.memoryKib || parameters.passes !== PARAMETERS.passes || parameters.lanes !== PARAMETERS.lanes;
  return { right: timingSafeEqual(made, tag) && kept !== undefined, outdated };
}

const NOBODYS = { parameters: PARAMETERS as Parameters, salt: randomBytes(SALT_BYTES), tag: randomBytes(TAG_BYTES) };

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,128})$/;

function read(phc: string): { parameters: Parameters; salt: Buffer; tag: Buffer } {
  const [, memory, passes, lanes, salt, tag] = PHC.exec(phc) ?? [];
  if (memory === undefined || passes === undefined || lanes === undefined || salt === undefined || tag === undefined) throw new Error("A kept password hash is not in the form we write");
  return { parameters: { memoryKib: Number(memory), passes: Number(passes), lanes: Number(lanes) }, salt: Buffer.from(salt, "base64"), tag: Buffer.from(tag, "base64") };
}

/** PHC string format: base64 without padding. */
export function write({ memoryKib, passes, lanes }: Parameters, salt: Buffer, tag: Buffer): string {
  const plain = (bytes: Buffer) => bytes.toString("base64").replaceAll("=", "");
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${plain(salt)}$${plain(tag)}`;
}

let running = 0;
const waiting: (() => void)[] = [];

/** @throws overloaded when too many wait already */
export async function derive(password: string, salt: Buffer, { memoryKib, passes, lanes }: Parameters, tagLength: number): Promise<Buffer> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw overloaded("Too many people are signing in at this moment.", { extensions: { retryAfterSeconds: 3 } });
    // Whoever ends hands the place on, so nobody who comes later overtakes.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      argon2("argon2id", { message: Buffer.from(password, "utf8"), nonce: salt, parallelism: lanes, tagLength, memory: memoryKib, passes }, (error, key) => (error ? reject(error) : resolve(key)));
    });
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
