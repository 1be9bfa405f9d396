import { isSameSecret } from "../../../kernel/crypto/codes.ts";
import { createMac } from "../../../kernel/crypto/signed-text.ts";
import type { MasterKeys } from "../../../kernel/crypto/keys.ts";
import type { Level } from "./session.ts";
import type { SessionHolder } from "./store.ts";

export const SLIP_COOKIE = "cc_slip";
const SLIP_MS = 10 * 60_000;
/** Clocks of two processes may differ by so much. */
const SKEW_MS = 2_000;
/** Beyond so many people whose sessions changed at a time, every slip is asked about once instead. */
const CHANGES_REMEMBERED = 50_000;

/** Who a slip says it is. */
export interface SlipHolder {
  person: string;
  level: Level;
}

/**
 * A slip repeats for ten minutes what the database said of a sign-in: its owner and level, signed together with the
 * sign-in's token, without which it is worth nothing. It lets a crowd be recognised by arithmetic, in every process. Word
 * that something about a person changed makes their earlier slips worthless; lost word makes all of them so.
 */
export interface Slips {
  /** Undefined for sign-ins that may end sooner than a slip. @param readAt when the database was asked */
  write(session: SessionHolder, token: string, readAt: number): string | undefined;
  read(slip: string, token: string, now: number): SlipHolder | undefined;
  /** Whether what the database said of somebody then may still be believed. */
  holds(person: string, readAt: number, now: number): boolean;
  personChanged(person: string, now: number): void;
  /** No earlier slip is believed any more. */
  forgetAll(now: number): void;
}

export function createSlips(keys: MasterKeys, startedAt: number): Slips {
  const macs = new Map(keys.versions.map((version) => [String(version), createMac(keys.derive("session-slip", version))]));
  const changes = new Map<string, number>();
  let validFrom = startedAt;

  const forgetAll = (now: number) => {
    validFrom = now;
    changes.clear();
  };
  const holds = (person: string, readAt: number, now: number) => {
    if (!(now - readAt < SLIP_MS && readAt - now < SKEW_MS) || readAt < validFrom + SKEW_MS) return false;
    const changedAt = changes.get(person);
    return changedAt === undefined || readAt >= changedAt + SKEW_MS;
  };
  return {
    holds,
    write(session, token, readAt) {
      if (session.kind !== "personal" || session.accountState !== "active" || session.expiresAt.getTime() < readAt + SLIP_MS) return undefined;
      return signSlip(macs.get(String(keys.currentVersion)), keys.currentVersion, { person: session.person, level: session.level }, token, readAt);
    },
    read(slip, token, now) {
      const end = slip.lastIndexOf(".");
      const [version = "", person = "", level = "", written = ""] = slip.split(".");
      const mac = macs.get(version);
      if (!mac || token.length > 100 || slip.length > 200) return undefined;
      if (!holds(person, Number.parseInt(written, 36), now)) return undefined;
      return isSameSecret(mac(`${slip.slice(0, end)}|${token}`), slip.slice(end + 1)) ? { person, level: Number(level) as Level } : undefined;
    },
    personChanged(person, now) {
      changes.delete(person);
      changes.set(person, now);
      for (const [each, at] of changes) {
        if (now - at < SLIP_MS + SKEW_MS) break;
        changes.delete(each);
      }
      if (changes.size > CHANGES_REMEMBERED) forgetAll(now);
    },
    forgetAll,
  };
}

function signSlip(mac: ((text: string) => string) | undefined, version: number, { person, level }: SlipHolder, token: string, writtenAt: number): string {
  const text = `${version}.${person}.${level}.${Math.floor(writtenAt).toString(36)}`;
  return `${text}.${mac?.(`${text}|${token}`) ?? ""}`;
}

/** What somebody's browser would carry, for measurements and rehearsals with people who exist nowhere else. */
export function mintSlip(keys: MasterKeys, holder: SlipHolder, token: string, writtenAt: number): string {
  return signSlip(createMac(keys.derive("session-slip")), keys.currentVersion, holder, token, writtenAt);
}
