/**
 * How this installation reaches one department's system: the operators' part of a source, with the addresses and the
 * secrets. It never stands in a city's documents and never reaches a log: faults name the member, not its value.
 */
import { X509Certificate, createPrivateKey } from "node:crypto";
import { isIP } from "node:net";
import { isAbsolute } from "node:path";
import Type, { type Static } from "typebox";
import Value from "typebox/value";
import type { Source } from "../../catalogue/index.ts";

const closed = <Members extends Parameters<typeof Type.Object>[0]>(members: Members) => Type.Object(members, { additionalProperties: false });
const Secret = Type.String({ minLength: 1, maxLength: 4096 });
const Name = Type.String({ minLength: 1, maxLength: 256 });
const Pem = Type.String({ minLength: 1, maxLength: 65_536, pattern: "^\\s*-----BEGIN " });

const Tls = closed({
  /** Ours, which the system wants to see. */
  certificate: Type.Optional(Pem),
  key: Type.Optional(Pem),
  /** Vouches for the system's; left out: the authorities that the operating system trusts. */
  authority: Type.Optional(Pem),
});

export const Connection = closed({
  /** Base of every address asked: `http:` or `https:`. */
  url: Type.Optional(Type.String({ minLength: 8, maxLength: 500 })),
  apiKey: Type.Optional(Secret),
  username: Type.Optional(Name),
  password: Type.Optional(Secret),
  oauth: Type.Optional(closed({ clientId: Name, clientSecret: Secret })),
  tls: Type.Optional(Tls),
  /** HTTP message signatures (RFC 9421), hmac-sha256. */
  signing: Type.Optional(closed({ keyId: Name, secret: Secret })),
  sql: Type.Optional(
    closed({
      host: Name,
      port: Type.Integer({ minimum: 1, maximum: 65_535 }),
      user: Name,
      password: Type.String({ maxLength: 4096 }),
      database: Name,
      /** Left out: the link is not encrypted. */
      tls: Type.Optional(Tls),
    }),
  ),
  /** Where the files are dropped; absolute. */
  folder: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
});
export type Connection = Static<typeof Connection>;
export type TlsIdentity = Static<typeof Tls>;

/** @throws {Error} saying what is wrong with the entry, member by member, without repeating a value */
export function readConnection(entry: unknown): Connection {
  const faults = findConnectionFaults(entry);
  if (faults.length > 0) throw new Error(faults.join("; "));
  return entry as Connection;
}

function findConnectionFaults(value: unknown): string[] {
  const shape = Value.Errors(Connection, value).filter(({ keyword }) => keyword !== "boolean").map(({ instancePath, keyword, params, message }) => {
    const place = instancePath || "the entry";
    if (keyword === "additionalProperties") return `${place} has a member that is not known: ${unknownMembers(params).join(", ")}`;
    if (keyword === "required") return `${place} lacks ${requiredMembers(params).join(", ")}`;
    return `${place} ${message}`;
  });
  if (shape.length > 0) return [...new Set(shape)];
  const connection = value as Connection;
  return [...findAddressFaults(connection), ...findTlsFaults("/tls", connection.tls), ...findTlsFaults("/sql/tls", connection.sql?.tls), ...findFolderFaults(connection)];
}

/** Which members this source needs that the entry lacks, as JSON pointers, or has in a form that cannot serve. Empty: it is connected. */
export function findMissingMembers({ transport }: Pick<Source, "transport">, connection: Connection): string[] {
  const { url, apiKey, username, password, oauth, signing, tls, sql, folder } = connection;
  const needed: Record<string, Record<string, unknown>> = {
    manual: {},
    sql: { "/sql": sql },
    "file-drop": { "/folder": folder },
    none: { "/url": url },
    "api-key": { "/url": url, "/apiKey": apiKey },
    "oauth-client-credentials": { "/url": url, "/oauth": oauth },
    "mutual-tls": { "/url": url, "/tls/certificate": tls?.certificate, "/tls/key": tls?.key },
    signed: { "/url": url, "/signing": signing },
    "username-token": { "/url": url, "/username": username, "/password": password },
  };
  // mysql2 compares the certificate with the host's name, and has none to compare an address with.
  const hasNoName = transport.kind === "sql" && transport.dialect === "mysql" && sql?.tls !== undefined && isIP(sql.host) > 0;
  const means = transport.kind === "http-json" || transport.kind === "soap" ? transport.authentication : transport.kind;
  return Object.entries(needed[means] ?? {}).filter(([, value]) => value === undefined).map(([pointer]) => pointer).concat(hasNoName ? "/sql/host as a name, since it is encrypted" : []);
}

function findAddressFaults({ url }: Connection): string[] {
  if (url === undefined) return [];
  if (!URL.canParse(url)) return ["/url is not an address"];
  const { protocol, username, password, search, hash } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:") return ["/url must begin with http: or https:"];
  if (username || password) return ["/url must not hold a name or a password: use the members for them"];
  if (search || hash) return ["/url must not hold a query or a fragment"];
  return [];
}

/** Found here, not at the first question: a certificate that does not fit its key fails in ways nobody understands. */
function findTlsFaults(place: string, tls: TlsIdentity | undefined): string[] {
  if (!tls) return [];
  if ((tls.certificate === undefined) !== (tls.key === undefined)) return [`${place} needs certificate and key together`];
  const faults: string[] = [];
  const certificate = readPem(() => tls.certificate && new X509Certificate(tls.certificate), `${place}/certificate is not a certificate`, faults);
  const key = readPem(() => tls.key && createPrivateKey(tls.key), `${place}/key is not an unencrypted private key`, faults);
  readPem(() => tls.authority && new X509Certificate(tls.authority), `${place}/authority is not a certificate`, faults);
  if (certificate && key && !certificate.checkPrivateKey(key)) faults.push(`${place}/key does not belong to ${place}/certificate`);
  return faults;
}

function readPem<T>(read: () => T, fault: string, faults: string[]): T | undefined {
  try {
    return read();
  } catch {
    faults.push(fault);
    return undefined;
  }
}

function findFolderFaults({ folder }: Connection): string[] {
  return folder === undefined || isAbsolute(folder) ? [] : ["/folder must be an absolute path"];
}

const unknownMembers = (params: unknown) => (params as { additionalProperties?: string[] }).additionalProperties ?? [];
const requiredMembers = (params: unknown) => (params as { requiredProperties?: string[] }).requiredProperties ?? [];
