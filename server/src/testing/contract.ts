/** For tests that go through the whole contract: its operations, and the least value that each of its schemas takes. */
import type { HttpServer } from "../kernel/http/server.ts";
import { newId } from "../kernel/ids.ts";

export interface Schema {
  type?: string;
  const?: unknown;
  anyOf?: Schema[];
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  minItems?: number;
  items?: Schema;
  enum?: unknown[];
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
}

export interface Operation {
  /** For example `GET /api/v1/cities/{city}/services`. */
  name: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  parameters: { in: string; name: string; required?: boolean; schema: Schema }[];
  /** Groups of the documentation, for example `account`. */
  tags: string[];
  /** Undefined: takes no body. */
  body: Schema | undefined;
}

interface Documented {
  tags?: string[];
  parameters?: Operation["parameters"];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

/** Every operation that the server documents; it must be ready. */
export function listOperations(server: HttpServer): Operation[] {
  const { paths } = server.swagger() as { paths: Record<string, Record<string, Documented>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([key, { parameters = [], tags = [], requestBody }]) => {
      const method = key.toUpperCase() as Operation["method"];
      return { name: `${method} ${path}`, method, path, parameters, tags, body: requestBody?.content["application/json"]?.schema };
    }),
  );
}

/** The operation's address with the values given, and the least one for every other parameter in its path, or that its query must have. */
export function addressOf({ path, parameters }: Operation, values: Record<string, string> = {}): string {
  const valueOf = ({ name, schema }: Operation["parameters"][number]) => encodeURIComponent(values[name] ?? String(sample(schema)));
  const query = parameters.filter((each) => each.in === "query" && each.required === true).map((each) => `${each.name}=${valueOf(each)}`);
  const inPath = parameters.filter((each) => each.in === "path").reduce((address, each) => address.replace(`{${each.name}}`, valueOf(each)), path);
  return query.length === 0 ? inPath : `${inPath}?${query.join("&")}`;
}

/** Texts of every form that an address or a body of ours asks for: a number first, so that a telephone is one. */
const TEXTS = () => [
  "15400000001", "haikou", "S001", "service", "123456", "12345678", "460106", "0-1", "compare-face", "CASE-2026-1", "a".repeat(200), newId(), new Date().toISOString(), "A".repeat(22), "A".repeat(43),
];

/** The least value that a schema takes, so that a refusal is not about shape. */
export function sample(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf?.[0]) return sample(schema.anyOf[0]);
  if (schema.type === "object") return Object.fromEntries((schema.required ?? []).map((name) => [name, sample(schema.properties?.[name] ?? {})]));
  if (schema.type === "array") return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items ?? {}));
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 1;
  if (schema.type === "boolean") return true;
  if (schema.format === "uuid") return newId();
  if (schema.format === "date") return new Date().toISOString().slice(0, 10);
  if (schema.format === "date-time") return new Date().toISOString();
  return TEXTS().find((text) => fits(text, schema)) ?? "text";
}

/** Whether a text has the length and the form that a schema asks for. */
export function fits(text: string, { pattern = "", minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema): boolean {
  return text.length >= minLength && text.length <= maxLength && new RegExp(pattern, "u").test(text);
}
