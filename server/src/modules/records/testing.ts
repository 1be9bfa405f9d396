/** For tests: a city whose one department answers as told, over a real socket, and people who have proven who they are. */
import type { ServerResponse } from "node:http";
import { checkCharacter } from "../../kernel/identifiers/id-number.ts";
import { PATIENT, startTestApp, type TestApp } from "../../testing/app.ts";
import { until } from "../../testing/patience.ts";
import type { RecordKind, Source } from "../catalogue/index.ts";
import { aCity } from "../catalogue/testing.ts";
import { type OutsideOffice, signIn, startOutsideOffice, type Visitor } from "../identity/testing.ts";
import { startDepartment, writeConnections } from "../sources/testing.ts";

export type Person = Visitor & { person: string; idNumber: string };

const text = (zh: string, en: string) => ({ zh, en });

/** An ID number of a division that was retired in 2002. */
export function anIdNumber(birthDate: string, order: number): string {
  const digits = `460102${birthDate.replaceAll("-", "")}${String(order).padStart(3, "0")}`;
  return digits + checkCharacter(digits);
}

export function aKind(change: Partial<RecordKind> = {}): RecordKind {
  return {
    id: "fund-account",
    names: text("公积金账户", "Housing fund account"),
    summary: text("余额和缴存", "Balance and deposits"),
    topic: "transport",
    subject: "person",
    level: 2,
    source: "fund",
    operation: "account",
    services: ["S001"],
    parameters: [],
    fields: [
      { name: "accountNumber", names: text("账号", "Account"), type: "text", sensitivity: "personal", mask: "account" },
      { name: "balance", names: text("余额", "Balance"), type: "money", sensitivity: "personal" },
      { name: "active", names: text("正常", "Active"), type: "truth", sensitivity: "personal" },
      { name: "employer", names: text("单位", "Employer"), type: "text", sensitivity: "personal", optional: true },
      { name: "deposits", names: text("缴存", "Deposits"), type: "list", sensitivity: "personal", fields: [{ name: "month", names: text("月份", "Month"), type: "month", sensitivity: "personal" }, { name: "amount", names: text("金额", "Amount"), type: "money", sensitivity: "personal" }] },
    ],
    headline: "balance",
    facts: ["accountNumber", "active", "employer"],
    charts: [{ names: text("缴存", "Deposits"), shape: "bars", list: "deposits", x: "month", y: ["amount"] }],
    notices: [
      { when: "balance < 100000", tone: "warning", text: text("余额不足", "The balance is low") },
      { when: "$undefinedFunction(balance)", tone: "info", text: text("从不出现", "Never") },
    ],
    correction: { text: text("找管理中心", "Ask the centre"), service: "S001" },
    proof: { title: text("缴存证明", "Certificate of deposits"), statement: text("兹证明缴存情况如下。", "Deposits are as follows."), fields: ["accountNumber", "balance", "deposits"], validDays: 30 },
    ground: text("住房公积金管理条例", "Regulations on housing funds"),
    ...change,
  };
}

export const ACCOUNT = { accountNumber: "460100012345678", balance: 88_050, active: true, deposits: [{ month: "2026-10", amount: 120_000 }] };

const operation = (id: string, path: string, change: Partial<Source["operations"][number]> = {}): Source["operations"][number] => ({
  id, safe: true, freshSeconds: 0, keepSeconds: 86_400 * 30, parameters: [], request: { method: "GET", path, input: '{"idNumber": subject.idNumber}' }, answer: "$", ...change,
});

function aSource(id: string, operations: Source["operations"]): Source {
  return {
    id, names: text(`${id}系统`, `System ${id}`), department: "transport", transport: { kind: "http-json", authentication: "none" },
    limits: { timeoutMs: 60_000, concurrency: 20, retries: 0, largestAnswerBytes: 100_000 }, breaker: { failures: 50, openSeconds: 1 }, operations,
  };
}

const SOURCES = [
  aSource("fund", [operation("account", "/fund/{idNumber}"), operation("visits", "/visits/{idNumber}")]),
  aSource("cdc", [operation("doses", "/doses/{idNumber}")]),
  aSource("transit", [operation("arrivals", "/arrivals", { parameters: [{ name: "line", pattern: "[0-9]{1,3}" }], request: { method: "GET", path: "/arrivals", input: '{"line": parameters.line}' } })]),
  aSource("traffic-police", [operation("owner-by-plate", "/owners", { parameters: [{ name: "plate", pattern: ".{7,8}" }], request: { method: "POST", path: "/owners", input: '{"plate": parameters.plate}' } })]),
];

const LIST = { names: text("剂次", "Doses"), type: "list" as const, sensitivity: "sensitive" as const };
const KINDS = [
  aKind(),
  aKind({ id: "visits", operation: "visits", level: 3 }),
  aKind({
    id: "vaccinations", source: "cdc", operation: "doses", services: ["S002"], derivation: "immunisation-schedule", headline: "nextOn", facts: ["nextVaccine"], charts: [],
    notices: [{ when: "$count(schedule[state = 'overdue']) > 0", tone: "urgent", text: text("有疫苗逾期", "A vaccination is overdue") }],
    fields: [
      { ...LIST, name: "doses", fields: [{ name: "vaccine", names: text("疫苗", "Vaccine"), type: "text", sensitivity: "sensitive" }, { name: "number", names: text("剂", "Dose"), type: "number", sensitivity: "sensitive" }, { name: "givenOn", names: text("日期", "On"), type: "date", sensitivity: "sensitive" }] },
      { ...LIST, name: "schedule", optional: true, fields: [{ name: "vaccine", names: text("疫苗", "Vaccine"), type: "text", sensitivity: "sensitive" }] },
      { name: "nextOn", names: text("下次", "Next"), type: "date", sensitivity: "sensitive", optional: true },
      { name: "nextVaccine", names: text("下次疫苗", "Next vaccine"), type: "text", sensitivity: "sensitive", optional: true },
    ],
    proof: { title: text("接种证明", "Vaccination certificate"), statement: text("兹证明接种情况。", "Vaccinations given."), fields: ["doses", "schedule"], validDays: 7 },
  }),
  aKind({
    id: "bus-arrivals", subject: "public", level: 1, source: "transit", operation: "arrivals", services: [], headline: "minutes", facts: [], charts: [],
    parameters: [{ name: "line", names: text("线路", "Line"), type: "text", sample: "3" }],
    fields: [{ name: "minutes", names: text("分钟", "Minutes"), type: "number", sensitivity: "plain" }],
    notices: [{ when: "minutes > 30", tone: "info", text: text("要等很久", "A long wait") }],
  }),
];
// What is about nobody is proven to nobody.
const [BUS] = KINDS.filter(({ subject }) => subject === "public");
if (BUS) delete BUS.proof;

export interface RecordsLab {
  app: TestApp;
  office: OutsideOffice;
  /** By path, for example `/fund/<ID number>`; undefined: 404; "broken": 500; "hung": no answer. */
  answers: Map<string, unknown>;
  /** Paths asked, newest last. */
  asked: string[];
  clock: { now: number };
  /** How many times longer than people wait departments are waited for: as long as a busy machine needs, unless a test waits in vain. */
  patience: { times: number };
  /** Ends what hangs. */
  hangUp(): void;
  signUp(phone: string, name: string, idNumber: string): Promise<Person>;
  stop(): Promise<void>;
}

/** @param more.freshSeconds of every operation; left out: no answer stays fresh */
export async function startRecordsLab(settings: Record<string, string> = {}, more: { freshSeconds?: number; sources?: Source[]; recordKinds?: RecordKind[] } = {}): Promise<RecordsLab> {
  const clock = { now: Date.parse("2026-11-22T04:00:00Z") };
  const answers: RecordsLab["answers"] = new Map();
  const asked: string[] = [];
  const hanging: ServerResponse[] = [];
  const patience = { times: PATIENT };
  const office = await startOutsideOffice();
  for (const path of ["/police/v1/identity-checks", "/telecom/v1/number-checks"]) office.answers.set(path, () => ({ result: "match" }));
  const department = await startDepartment({});
  department.behave((request, body, reply) => {
    const path = decodeURIComponent(request.url ?? "");
    asked.push(path);
    const answer = request.method === "POST" ? answers.get(`${path} ${body}`) : answers.get(path);
    if (answer === "hung") {
      hanging.push(reply);
      return;
    }
    reply.statusCode = answer === undefined ? 404 : answer === "broken" ? 500 : 200;
    reply.setHeader("content-type", "application/json").end(JSON.stringify(answer ?? {}));
  });
  const { freshSeconds = 0 } = more;
  const sources = [...SOURCES.map((source) => ({ ...source, operations: source.operations.map((each) => ({ ...each, freshSeconds })) })), ...(more.sources ?? [])];
  const connections = writeConnections(Object.fromEntries(sources.map(({ id }) => [`haikou/${id}`, { url: department.url }])));
  const city = aCity({ sources, recordKinds: [...KINDS, ...(more.recordKinds ?? [])] });
  const app = await startTestApp([city], { clock: () => new Date(clock.now), settings: { ...office.settings, CONNECTIONS_FILE: connections.file, ...settings }, departmentPatience: () => patience.times });
  await app.startWorker();
  return {
    app, office, answers, asked, clock, patience,
    hangUp() {
      for (const reply of hanging.splice(0)) reply.destroy();
    },
    async signUp(phone, name, idNumber) {
      await app.forgetAttempts();
      const visitor = await signIn(app, office, phone);
      const reply = await visitor.ask("POST", "/api/v1/me/real-name", { name, idNumber, proof: { kind: "number" } });
      if (reply.statusCode !== 200) throw new Error(`The real name was refused: ${reply.body}`);
      // Until every process has heard of the new level.
      const person = await until(async () => {
        const me = (await visitor.ask("GET", "/api/v1/me")).json<{ level: number; person: string }>();
        return me.level >= 2 && me.person;
      }, "the new level");
      return Object.assign(visitor, { person, idNumber });
    },
    async stop() {
      await app.stop();
      await department.stop();
      await office.stop();
      connections.remove();
    },
  };
}
