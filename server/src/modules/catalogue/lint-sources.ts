/** The rules for the documents that connect departments' systems: that what they name exists, and that their mappings can be read. */
import jsonata from "jsonata";
import type { CityDocuments } from "./documents.ts";
import { checkParts, longestTextFor, mayExplode } from "./expression-limits.ts";
import type { Finding } from "./lint.ts";
import type { Agreement, Operation, RecordField, RecordKind, RecordListField, Source } from "./source-documents.ts";

type Report = (rule: string, pointer: string, message: string, remedy: string) => void;
export type SourceFinding = Finding & { of: { kind: "source" | "record-kind" | "agreement"; id: string } };

/** Every rule about a city's sources, kinds of record and agreements whose shape is right. */
export function lintSources(documents: CityDocuments): SourceFinding[] {
  const findings: SourceFinding[] = [];
  const reportOn = (kind: SourceFinding["of"]["kind"], id: string): Report => (rule, pointer, message, remedy) => findings.push({ of: { kind, id }, rule, pointer, message, remedy });
  for (const source of documents.sources) checkSource(source, documents, reportOn("source", source.id));
  for (const kind of documents.recordKinds) checkRecordKind(kind, documents, reportOn("record-kind", kind.id));
  for (const agreement of documents.agreements) checkAgreement(agreement, documents, reportOn("agreement", agreement.id));
  return findings;
}

function checkSource(source: Source, documents: CityDocuments, report: Report): void {
  if (!documents.departments.some(({ id }) => id === source.department)) missing(report, "/department", "department", source.department, "departments.json");
  checkTransport(source, report);
  source.operations.forEach((operation, index) => {
    const at = `/operations/${index}`;
    if (source.operations.findIndex(({ id }) => id === operation.id) !== index) report("double", `${at}/id`, `there are two operations "${operation.id}"`, "Give one of them another id.");
    checkOperation(operation, source, at, report);
  });
}

function checkTransport({ transport }: Source, report: Report): void {
  if (transport.kind === "http-json" || transport.kind === "soap") {
    const { authentication } = transport;
    if (authentication === "api-key" && !transport.apiKeyHeader) report("authentication", "/transport", "an API key needs the name of its header", "Add `apiKeyHeader`.");
    if (transport.kind === "http-json" && authentication === "oauth-client-credentials" && !transport.tokenPath) report("authentication", "/transport", "tokens must be had somewhere", "Add `tokenPath`.");
    const [only, means] = transport.kind === "soap" ? (["http-json", ["oauth-client-credentials", "signed"]] as const) : (["soap", ["username-token"]] as const);
    if (means.some((each) => each === authentication)) report("authentication", "/transport/authentication", `${authentication} is for ${only} alone`, "Choose another way of proving who asks.");
  }
  if (transport.kind !== "file-drop") return;
  if (!transport.columns.some(({ name }) => name === transport.keyColumn)) report("key-column", "/transport/keyColumn", `there is no column "${transport.keyColumn}"`, "Name the column that holds the ID number.");
  transport.columns.forEach(({ start, length }, index) => {
    if (transport.format === "fixed-width" && (start === undefined || length === undefined)) report("column-width", `/transport/columns/${index}`, "a column of fixed width has neither start nor length", "Give both, in bytes.");
  });
}

const NEEDED: Record<Source["transport"]["kind"], (keyof Operation["request"])[]> = { "http-json": ["method", "path"], soap: ["action", "element"], sql: ["statement"], "file-drop": [], manual: [] };

function checkOperation({ request, found, answer, asOf, parameters }: Operation, { transport }: Source, at: string, report: Report): void {
  for (const member of NEEDED[transport.kind]) {
    if (request[member] === undefined) report("request", `${at}/request`, `${transport.kind} needs \`${member}\``, `Add \`${member}\`.`);
  }
  for (const member of ["method", "path", "action", "element", "statement"] as const) {
    if (request[member] !== undefined && !NEEDED[transport.kind].includes(member)) report("request", `${at}/request/${member}`, `${transport.kind} has no \`${member}\``, "Remove it.");
  }
  if (request.path?.split("/").some((part) => part === ".." || part === ".")) report("request", `${at}/request/path`, "the path climbs out of the connection's address", "Write it without dots.");
  if (request.statement !== undefined && !/^\s*(select|with)\b/i.test(request.statement)) report("request", `${at}/request/statement`, "the statement does not begin with select", "Only reading is allowed.");
  checkMapping(request.input, `${at}/request/input`, report);
  if (found !== undefined) checkMapping(found, `${at}/found`, report);
  checkMapping(answer, `${at}/answer`, report);
  if (asOf !== undefined) checkMapping(asOf, `${at}/asOf`, report);
  parameters.forEach(({ pattern }, index) => {
    if (!isRegularExpression(pattern)) report("pattern", `${at}/parameters/${index}/pattern`, "the pattern is no regular expression", "Correct it; \\d and [0-9] are digits.");
    else if (mayExplode(pattern) || longestTextFor(pattern) < LONGEST_PARAMETER) report("pattern", `${at}/parameters/${index}/pattern`, "somebody could make the check of the pattern last for minutes", "Repeat no group that repeats or chooses, and repeat without an end once at most.");
  });
}

/** Characters of what anybody may send. */
const LONGEST_PARAMETER = 100;

function isRegularExpression(pattern: string): boolean {
  try {
    return RegExp(`^(?:${pattern})$`, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

function checkMapping(expression: string, pointer: string, report: Report): void {
  try {
    checkParts(jsonata(expression).ast());
  } catch (error) {
    const { message, position } = error as { message: string; position?: number };
    report("mapping", pointer, `the expression cannot be read${position === undefined ? "" : ` at character ${position}`}: ${message}`, "Correct it; docs.jsonata.org describes the language.");
  }
}

function checkRecordKind(kind: RecordKind, documents: CityDocuments, report: Report): void {
  if (!documents.topics.some(({ id }) => id === kind.topic)) missing(report, "/topic", "topic", kind.topic, "topics.json");
  const source = documents.sources.find(({ id }) => id === kind.source);
  const operation = source?.operations.find(({ id }) => id === kind.operation);
  if (!source) missing(report, "/source", "source", kind.source, "sources/");
  else if (!operation) missing(report, "/operation", "operation", kind.operation, `sources/${source.id}.json`);
  kind.services.forEach((id, index) => checkService(id, `/services/${index}`, documents, report));
  if (kind.correction.service !== undefined) checkService(kind.correction.service, "/correction/service", documents, report);

  kind.parameters.forEach(({ name, type, options }, index) => {
    if (type === "choice" && !options) report("options", `/parameters/${index}`, "a choice has nothing to choose from", "Add `options`.");
    if (operation && !operation.parameters.some((each) => each.name === name)) report("parameter", `/parameters/${index}/name`, `the operation takes no parameter "${name}"`, "Add it to the operation, or remove it here.");
  });
  const fields = new Map(kind.fields.map((field) => [field.name, field]));
  kind.fields.forEach((field, index) => checkField(field, `/fields/${index}`, report));
  if (fields.size < kind.fields.length) report("double", "/fields", "two fields have the same name", "Give one of them another name.");
  const named: [string, string][] = [...(kind.headline === undefined ? [] : [["/headline", kind.headline] as [string, string]]), ...kind.facts.map((name, index): [string, string] => [`/facts/${index}`, name]), ...(kind.proof?.fields ?? []).map((name, index): [string, string] => [`/proof/fields/${index}`, name])];
  for (const [pointer, name] of named) {
    if (!fields.has(name)) report("unknown-field", pointer, `there is no field "${name}"`, "Name one of `fields`.");
  }
  kind.charts.forEach(({ list, x, y }, index) => {
    const of = fields.get(list);
    const members = of?.type === "list" ? of.fields.map(({ name }) => name) : [];
    for (const name of [x, ...y]) if (!members.includes(name)) report("unknown-field", `/charts/${index}`, `there is no field "${name}" in "${list}"`, "A chart draws members of a list.");
  });
  kind.notices.forEach(({ when }, index) => checkMapping(when, `/notices/${index}/when`, report));
}

function checkField(field: RecordField | RecordListField, at: string, report: Report): void {
  if (field.type === "list") {
    field.fields.forEach((each, index) => checkField(each, `${at}/fields/${index}`, report));
    return;
  }
  if ((field.type === "code") !== (field.codes !== undefined)) report("codes", at, "codes belong to a field of the type code, and such a field has them", "Add `codes`, or correct the type.");
}

function checkAgreement(agreement: Agreement, documents: CityDocuments, report: Report): void {
  for (const side of ["provider", "consumer"] as const) {
    if (!documents.departments.some(({ id }) => id === agreement[side])) missing(report, `/${side}`, "department", agreement[side], "departments.json");
  }
  if (agreement.provider === agreement.consumer) report("agreement", "/consumer", "a department needs no agreement with itself", "Name the department that asks.");
  if (agreement.validFrom >= agreement.validUntil) report("agreement", "/validUntil", "it ends before it begins", "Correct the dates.");
  agreement.services.forEach((id, index) => checkService(id, `/services/${index}`, documents, report));
  agreement.grants.forEach((grant, index) => {
    const kind = documents.recordKinds.find(({ id }) => id === grant.kind);
    if (!kind) {
      missing(report, `/grants/${index}/kind`, "kind of record", grant.kind, "records/");
      return;
    }
    const owner = documents.sources.find(({ id }) => id === kind.source)?.department;
    if (owner !== undefined && owner !== agreement.provider) report("agreement", `/grants/${index}/kind`, `"${grant.kind}" belongs to ${owner}, not to ${agreement.provider}`, "Only who owns a record can share it.");
    grant.fields.forEach((name, fieldIndex) => {
      if (!kind.fields.some((field) => field.name === name)) report("unknown-field", `/grants/${index}/fields/${fieldIndex}`, `"${grant.kind}" has no field "${name}"`, "Name one of its fields.");
    });
  });
}

function checkService(id: string, pointer: string, documents: CityDocuments, report: Report): void {
  // A retired item leads to its successor.
  if (![...documents.services, ...documents.retired].some((each) => each.id === id)) missing(report, pointer, "service item", id, "services/");
}

function missing(report: Report, pointer: string, what: string, id: string, file: string): void {
  report("unknown-reference", pointer, `there is no ${what} "${id}"`, `Use an id of ${file}, or add it there.`);
}
