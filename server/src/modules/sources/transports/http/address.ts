/** Where a question goes: always below the connection's own address, whatever the question holds. */
import { SourceFault } from "../source-fault.ts";

const LONGEST_PATH = 8_000;

/** Members of a question, checked to be an object. */
export function membersOf(input: unknown): Record<string, unknown> {
  if (input === undefined) return {};
  if (input === null || typeof input !== "object" || Array.isArray(input)) throw unaskable("must be an object");
  return { ...input };
}

/**
 * The path below the base with its placeholders filled, and the members it did not use.
 * @throws {SourceFault} malformed: a member is missing, or would lead to another place than the document names
 */
export function fillPath(base: URL, template: string, members: Record<string, unknown>): { path: string; rest: Record<string, unknown> } {
  const rest = { ...members };
  const filled = template.replaceAll(/\{([^{}]*)\}/g, (_whole, name: string) => {
    const text = asText(members[name], name);
    delete rest[name];
    // Some servers decode before they look for the parents of a path.
    if (text === "" || text.split(/[/\\]/).some((part) => part === "." || part === "..")) throw unaskable(`cannot stand in a path: ${name}`);
    return encode(text, name);
  });
  const path = base.pathname.replace(/\/$/, "") + filled;
  // Resolving it as any server would must change nothing: no parent, no other host, no query.
  const resolved = URL.canParse(path, base) ? new URL(path, base) : undefined;
  if (!filled.startsWith("/") || filled.includes("//") || path.length > LONGEST_PATH || resolved?.origin !== base.origin || resolved.pathname !== path) throw unaskable("does not make an address below the connection's");
  return { path, rest };
}

/** Members as a query; lists repeat their name. Empty when there are none. */
export function asQuery(members: Record<string, unknown>): string {
  const pairs = Object.entries(members).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).filter((each) => each !== undefined && each !== null).map((each) => `${encode(name, name)}=${encode(asText(each, name), name)}`));
  const query = pairs.length === 0 ? "" : `?${pairs.join("&")}`;
  if (query.length > LONGEST_PATH) throw unaskable("is too long for an address");
  return query;
}

function asText(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return String(value);
  throw unaskable(`must be a text or a number: ${name}`);
}

function encode(text: string, name: string): string {
  if (!text.isWellFormed() || /\p{Cc}/u.test(text)) throw unaskable(`holds characters that no address may: ${name}`);
  return encodeURIComponent(text).replaceAll(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

const unaskable = (what: string) => new SourceFault("malformed", `cannot be asked: request.input ${what}`, { detail: { place: "request.input" } });
