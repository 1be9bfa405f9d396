/**
 * The rules a city's documents must keep, beyond their schemas. Those named after a number are the consistency rules
 * for 实施清单 gathered in the domain facts, §2.2; a fault in one would tell a person something untrue.
 */
import { isCreditCode } from "../../kernel/identifiers/credit-code.ts";
import { distanceMetres } from "./distance.ts";
import { findSchemaFaults, KIND_TRAITS } from "./document-kinds.ts";
import { lintBookings } from "./lint-bookings.ts";
import { lintSources } from "./lint-sources.ts";
import type { CityDocuments, Department, Duration, Office, Retirement, ServiceItem } from "./documents.ts";

export interface Finding {
  /** Kebab-case name of the rule. */
  rule: string;
  /** JSON pointer within the document. */
  pointer: string;
  message: string;
  remedy: string;
}

type Report = (rule: string, pointer: string, message: string, remedy: string) => void;

/** What an item refers to: everything of its city that exists beside it. */
export interface CityContext {
  areaCode: string;
  departments: Map<string, Department>;
  topics: Map<string, CityDocuments["topics"][number]>;
  serviceIds: Set<string>;
  offeredIds: Set<string>;
  retiredIds: Set<string>;
  offices: Office[];
}

function cityContext(documents: CityDocuments): CityContext {
  return {
    areaCode: documents.city.areaCode,
    departments: new Map(documents.departments.map((each) => [each.id, each])),
    topics: new Map(documents.topics.map((each) => [each.id, each])),
    // What was retired may still be named: readers are led on or see it left out, and nobody's document is stuck for it.
    serviceIds: new Set([...documents.services, ...documents.retired].map((each) => each.id)),
    offeredIds: new Set(documents.services.map((each) => each.id)),
    retiredIds: new Set(documents.retired.map((each) => each.id)),
    offices: documents.offices,
  };
}

/** Faults of one document's shape. Rules are only asked once the shape is right. */
export function lintSchema(kind: keyof typeof KIND_TRAITS | "retirement", document: unknown): Finding[] {
  const schema = kind === "retirement" ? "retirement" : KIND_TRAITS[kind].schema;
  return findSchemaFaults(schema, document).map(({ pointer, message }) => ({
    rule: "schema",
    pointer,
    message: `${pointer || "the document"} ${message}`,
    remedy: `Follow cities/schemas/${schema}.schema.json.`,
  }));
}

/** Every rule about one service item whose shape is right. */
function lintService(item: ServiceItem, context: CityContext): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (rule, pointer, message, remedy) => findings.push({ rule, pointer, message, remedy });
  checkReferences(item, context, report);
  checkLimits(item, report);
  checkResult(item, report);
  checkVisits(item, report);
  checkFee(item, report);
  checkPhones(item.phones, context.areaCode, "/phones", report);
  checkAudience(item, context, report);
  if (item.itemType === "licence") checkLicence(item, report);
  checkCodes(item, context, report);
  checkLanguages(item, "", report);
  return findings;
}

function checkReferences(item: ServiceItem, context: CityContext, report: Report): void {
  const missing = (pointer: string, what: string, id: string, file: string) =>
    report("unknown-reference", pointer, `there is no ${what} "${id}"`, `Use an id of ${file}, or add it there.`);
  if (!context.topics.has(item.topic)) missing("/topic", "topic", item.topic, "topics.json");
  if (!context.departments.has(item.department)) missing("/department", "department", item.department, "departments.json");
  item.jointDepartments?.forEach((id, index) => {
    if (!context.departments.has(id)) missing(`/jointDepartments/${index}`, "department", id, "departments.json");
  });
  item.related.forEach((id, index) => {
    if (!context.serviceIds.has(id)) missing(`/related/${index}`, "service item", id, "services/");
    if (id === item.id) report("self-reference", `/related/${index}`, "an item cannot be related to itself", "Remove it.");
  });
  if (item.channels.includes("window") && !context.offices.some((office) => servesItem(office, item))) {
    report("no-office", "/channels", "the counter is offered but no office handles this item", "Add an office of the department to offices.json, or take \"window\" out.");
  }
}

/** Whether an office handles an item: named in its list, or its department's business when it has no list. */
export function servesItem(office: Office, item: Pick<ServiceItem, "id" | "department">): boolean {
  return office.services ? office.services.includes(item.id) : office.departments.includes(item.department);
}

function checkLimits(item: ServiceItem, report: Report): void {
  const { promised, statutory } = item.limits;
  const immediate = promised === "immediate";
  if (immediate !== (item.caseType === "immediate")) {
    report("1-case-type", "/caseType", `promised ${immediate ? "at once" : "within a time"} but the case type is ${item.caseType}`, `Set caseType to "${immediate ? "immediate" : "promised"}".`);
  }
  if (!immediate && statutory && inHours(promised).least > inHours(statutory).most) {
    report("promised-within-statutory", "/limits/promised", "the promised time is longer than the law allows", "Promise the statutory time or less.");
  }
}

/** Bounds of a period in hours, since a working day is at least one and at most about three calendar days. */
function inHours({ amount, unit }: Duration): { least: number; most: number } {
  const [least, most] = { hour: [1, 1], "calendar-day": [24, 24], "working-day": [24, 72], month: [672, 744] }[unit] as [number, number];
  return { least: amount * least, most: amount * most };
}

const RESULT_ENDINGS: [ending: string, type: ServiceItem["result"]["type"]][] = [["证", "certificate"], ["文", "document"], ["批复", "approval"]];

function checkResult({ result }: ServiceItem, report: Report): void {
  for (const [ending, type] of RESULT_ENDINGS) {
    if (result.name.zh.endsWith(ending) && result.type !== type) {
      report("2-result-type", "/result/type", `a result named …${ending} is a ${type}, not a ${result.type}`, `Set the type to "${type}".`);
    }
  }
  if (!result.sample) report("7-result-sample", "/result", "the result has no sample", "Say in `sample` what the result shows.");
}

function checkVisits(item: ServiceItem, report: Report): void {
  const { count, reason } = item.visits;
  if (count > 0 && !reason) report("3-visit-reason", "/visits", "a visit is asked for without a reason", "Say in `reason` why somebody must come.");
  if (count === 0 && !item.channels.some((channel) => channel === "pc" || channel === "mobile" || channel === "courier")) {
    report("3-no-visit-channel", "/channels", "no visit is needed, yet it cannot be done online or by courier", "Add \"pc\", \"mobile\" or \"courier\", or count the visit.");
  }
  if (item.onlineDepth === 4 && count > 0) report("3-online-depth", "/onlineDepth", "depth 4 means no visit at all", "Lower onlineDepth to 3 or set visits to 0.");
}

function checkFee({ fee }: ServiceItem, report: Report): void {
  if (fee.charged) {
    if (!fee.basis) report("4-fee-basis", "/fee", "a fee is charged without its basis", "Name the document that sets the fee.");
    if (!fee.lines?.length) report("4-fee-lines", "/fee", "a fee is charged but none is listed", "List what is charged and the standard.");
  } else if (fee.onlinePayment) {
    report("4-free-payment", "/fee/onlinePayment", "nothing is charged, so nothing can be paid online", "Set onlinePayment to false.");
  }
}

function checkPhones(phones: ServiceItem["phones"], areaCode: string, pointer: string, report: Report): void {
  if (!phones) return;
  if (phones.consult === phones.complaint) report("5-phones", `${pointer}/complaint`, "advice and complaints share one number", "Give another number for complaints.");
  for (const purpose of ["consult", "complaint"] as const) {
    if (!phones[purpose].startsWith(`${areaCode}-`)) report("5-area-code", `${pointer}/${purpose}`, `the number lacks this city's area code ${areaCode}`, `Write it as ${areaCode}-….`);
  }
}

function checkAudience(item: ServiceItem, context: CityContext, report: Report): void {
  const topic = context.topics.get(item.topic);
  if (topic && topic.audience !== "both" && item.audience !== "both" && topic.audience !== item.audience) {
    report("6-audience-topic", "/audience", `an item for ${item.audience === "citizen" ? "people" : "companies"} stands in a topic for the other`, "Move it to another topic or correct the audience.");
  }
}

const LICENCE_STAGES = ["accept", "review", "approve", "conclude", "deliver"] as const;

function checkLicence(item: ServiceItem, report: Report): void {
  const missing = LICENCE_STAGES.filter((stage) => !item.steps.some((step) => step.stage === stage));
  if (missing.length > 0) report("7-licence-steps", "/steps", `a licence's process lacks: ${missing.join(", ")}`, "Add the steps: people may see all of them.");
  if (item.faq.length === 0) report("7-licence-faq", "/faq", "a licence needs at least one question with its answer", "Add what people ask most.");
  if (!item.limits.statutory) report("licence-limit", "/limits", "a licence has a statutory time limit", "Give it: 20 working days unless a law says otherwise (Administrative Licensing Law, article 42).");
}

/** Exercise level of GB/T 39046-2020 A.2 by the level at which an item is handled. */
const EXERCISE_LEVELS: Record<ServiceItem["level"], string> = { city: "3", district: "4", community: "6" };

function checkCodes({ codes, level, department }: ServiceItem, context: CityContext, report: Report): void {
  const body = context.departments.get(department);
  if (!body) return;
  const expected = `${body.socialCreditCode}${EXERCISE_LEVELS[level]}${codes.base}`;
  if (codes.implementing !== expected) {
    report("implementing-code", "/codes/implementing", "the code is not credit code, exercise level and base code joined", `Write ${expected}.`);
  }
}

const CHINESE = /[\u3400-\u9fff]/;

/** Each text really is in its language: a forgotten translation is the commonest fault in bilingual data. */
function checkLanguages(value: unknown, pointer: string, report: Report): void {
  if (value === null || typeof value !== "object") return;
  const { zh, en } = value as { zh?: unknown; en?: unknown };
  if (typeof zh === "string" && typeof en === "string") {
    if (CHINESE.test(en)) report("language", `${pointer}/en`, "the English text holds Chinese characters", "Translate it.");
    if (!CHINESE.test(zh) && /[a-z]{4}/i.test(zh) && zh.includes(" ")) report("language", `${pointer}/zh`, "the Chinese text is not Chinese", "Translate it.");
    return;
  }
  for (const [name, member] of Object.entries(value)) checkLanguages(member, `${pointer}/${name}`, report);
}

/** Faults between documents other than service items. The pointer is into the document that `of` names. */
export interface CityFinding extends Finding {
  of: { kind: keyof typeof KIND_TRAITS | "retirement"; id: string };
}

const FARTHEST_OFFICE_METRES = 200_000;

/** Every rule about a whole city whose documents have the right shape. */
export function lintCity(documents: CityDocuments): CityFinding[] {
  const context = cityContext(documents);
  const findings: CityFinding[] = [];
  const reportOn = (kind: CityFinding["of"]["kind"], id: string): Report => (rule, pointer, message, remedy) => findings.push({ of: { kind, id }, rule, pointer, message, remedy });

  for (const item of documents.services) {
    for (const finding of lintService(item, context)) findings.push({ of: { kind: "service", id: item.id }, ...finding });
    if (context.retiredIds.has(item.id)) reportOn("service", item.id)("retired", "/id", "the item is also listed as retired", "Remove it from retired.json or delete its file.");
  }
  for (const department of documents.departments) checkDepartment(department, documents, context, reportOn("department", department.id));
  for (const office of documents.offices) checkOffice(office, documents, context, reportOn("office", office.id));
  const divisionCodes = new Set(documents.divisions.map((each) => each.code));
  const parents = new Map(documents.divisions.map((each) => [each.code, each.parent]));
  for (const { code, parent } of documents.divisions) {
    if (isWithinItself(code, parents)) reportOn("division", code)("division-circle", "/parent", "the division lies within itself", "Name the division above it.");
    if (parent && !divisionCodes.has(parent)) reportOn("division", code)("unknown-reference", "/parent", `there is no division "${parent}"`, "Add it or correct the code.");
  }
  for (const event of documents.lifeEvents) {
    event.stages.forEach((stage, stageIndex) =>
      stage.services.forEach((id, index) => {
        if (!context.serviceIds.has(id)) reportOn("life-event", event.id)("unknown-reference", `/stages/${stageIndex}/services/${index}`, `there is no service item "${id}"`, "Correct the id.");
      }),
    );
  }
  const { city } = documents;
  const mentioned: [string, string[]][] = [["/popular", city.popular], ["/firstWeek/newcomer", city.firstWeek.newcomer], ["/firstWeek/student", city.firstWeek.student]];
  for (const [pointer, ids] of mentioned) {
    ids.forEach((id, index) => {
      if (!context.serviceIds.has(id)) reportOn("city", city.id)("unknown-reference", `${pointer}/${index}`, `there is no service item "${id}"`, "Correct the id.");
    });
  }
  if (!divisionCodes.has(city.division)) reportOn("city", city.id)("unknown-reference", "/division", `there is no division "${city.division}"`, "Add it to divisions.json.");
  if (!isTimeZone(city.timeZone)) reportOn("city", city.id)("time-zone", "/timeZone", `"${city.timeZone}" is not a time zone`, "Use a name such as Asia/Shanghai.");
  for (const retirement of documents.retired) checkRetirement(retirement, context, reportOn("retirement", retirement.id));
  return [...findings, ...lintSources(documents), ...lintBookings(documents)];
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function isWithinItself(code: string, parents: Map<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let above = parents.get(code); above !== undefined && !seen.has(above); above = parents.get(above)) {
    if (above === code) return true;
    seen.add(above);
  }
  return false;
}

function checkDepartment(department: Department, documents: CityDocuments, context: CityContext, report: Report): void {
  if (!isCreditCode(department.socialCreditCode)) {
    report("credit-code", "/socialCreditCode", "the check character of the credit code is wrong", "Copy it again from the certificate: its last character is worked out from the others (GB 32100-2015).");
  }
  checkPhones(department.phones, context.areaCode, "/phones", report);
  if (!documents.offices.some((office) => office.departments.includes(department.id))) {
    report("no-office", "", "no office serves this department", "Add one to offices.json: people must know where to go.");
  }
}

function checkOffice(office: Office, documents: CityDocuments, context: CityContext, report: Report): void {
  office.departments.forEach((id, index) => {
    if (!context.departments.has(id)) report("unknown-reference", `/departments/${index}`, `there is no department "${id}"`, "Use an id of departments.json.");
  });
  office.services?.forEach((id, index) => {
    if (!context.serviceIds.has(id)) report("unknown-reference", `/services/${index}`, `there is no service item "${id}"`, "Correct the id.");
  });
  if (!documents.divisions.some((division) => division.code === office.division)) {
    report("unknown-reference", "/division", `there is no division "${office.division}"`, "Use a code of divisions.json.");
  }
  if (distanceMetres(office.location, documents.city.centre) > FARTHEST_OFFICE_METRES) {
    report("far-away", "/location", "the office lies more than 200 km from the city", "Correct the coordinates; latitude comes first.");
  }
  for (const [day, spans] of Object.entries(office.hours.weekly)) {
    spans.forEach((span, index) => {
      const [opens = "", closes = ""] = span.split("-");
      const before = spans[index - 1]?.split("-")[1] ?? "00:00";
      if (opens >= closes || opens < before) report("opening-hours", `/hours/weekly/${day}/${index}`, `${span} ends before it begins or overlaps the span before`, "Write the spans of a day in order.");
    });
  }
}

function checkRetirement({ id, redirectTo }: Retirement, context: CityContext, report: Report): void {
  if (redirectTo === undefined) return;
  if (redirectTo === id || !context.offeredIds.has(redirectTo)) {
    report("redirect", "/redirectTo", `"${redirectTo}" is not an item that is offered`, "Lead to an item that is, or leave redirectTo out.");
  }
}
