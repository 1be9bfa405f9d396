/** Builders for tests: a small city that keeps every rule, to be bent where a test wants it broken. */
import type { BookingCalendar } from "./booking-documents.ts";
import type { CityDocuments, Department, Office, ServiceItem } from "./documents.ts";
import type { Agreement, RecordKind, Source } from "./source-documents.ts";

const text = (zh: string, en: string) => ({ zh, en });

export function aDepartment(change: Partial<Department> = {}): Department {
  return {
    id: "transport",
    names: text("市交通运输局", "Transport Bureau"),
    shortNames: text("交通局", "Transport"),
    type: "bureau",
    socialCreditCode: "11460100MB9999A02E",
    duties: text("管客运和驾驶员。", "Coaches and drivers."),
    address: text("测试路 1 号", "1 Test Road"),
    phones: { consult: "0898-12328", complaint: "0898-12345" },
    remedies: { reconsideration: text("市人民政府", "The city government"), litigation: text("基层人民法院", "The basic court") },
    ...change,
  };
}

export function aService(change: Partial<ServiceItem> = {}): ServiceItem {
  const base = "002000001000";
  return {
    id: "S001",
    names: text("客运班线查询", "Coach schedule query"),
    summary: text("查班车时刻。", "Find a coach."),
    aliases: { zh: ["大巴时间"], en: ["bus times"] },
    kind: "query",
    topic: "transport",
    department: "transport",
    level: "city",
    audience: "citizen",
    codes: { base, implementing: `11460100MB9999A02E3${base}` },
    itemType: "public-service",
    caseType: "immediate",
    assurance: 0,
    legalBasis: [],
    conditions: [text("任何人", "Anybody")],
    materials: [],
    steps: [
      { stage: "query", actor: "applicant", name: text("查询", "Ask"), detail: text("选择线路。", "Choose a line.") },
      { stage: "deliver", actor: "system", name: text("看结果", "Read"), detail: text("显示班次。", "The departures are shown.") },
    ],
    limits: { promised: "immediate" },
    visits: { count: 0 },
    onlineDepth: 4,
    channels: ["mobile", "pc"],
    fee: { charged: false, onlinePayment: false },
    result: { type: "information", name: text("班次", "Departures"), sample: text("线路和时间", "Line and time"), delivery: ["online"] },
    scope: "city",
    faq: [],
    related: [],
    source: "test",
    ...change,
  };
}

export function anOffice(change: Partial<Office> = {}): Office {
  const weekday = ["08:30-12:00", "14:30-17:30"];
  return {
    id: "main-hall",
    names: text("政务服务中心", "Service hall"),
    kind: "service-hall",
    level: "city",
    division: "460100",
    address: text("测试路 2 号", "2 Test Road"),
    location: { latitude: 20.04, longitude: 110.2 },
    phone: "0898-12345",
    hours: { weekly: { monday: weekday, tuesday: weekday, wednesday: weekday, thursday: weekday, friday: weekday, saturday: [], sunday: [] } },
    departments: ["transport"],
    access: ["step-free"],
    ...change,
  };
}

export function aCity(change: Partial<CityDocuments> = {}): CityDocuments {
  return {
    city: {
      id: "haikou",
      names: text("海口市", "Haikou"),
      appNames: text("椰城市民云", "Yecheng Citizen Cloud"),
      slogan: text("一处办完", "All in one place"),
      seal: "椰",
      province: text("海南省", "Hainan"),
      division: "460100",
      areaCode: "0898",
      hotline: "12345",
      timeZone: "Asia/Shanghai",
      centre: { latitude: 20.04, longitude: 110.2 },
      popular: ["S001", "S002", "S003", "S004"],
      firstWeek: { newcomer: ["S001"], student: [] },
      about: text("测试城市", "A city for tests"),
    },
    divisions: [
      { code: "460100", names: text("海口市", "Haikou"), level: "city", status: "current" },
      { code: "460106", names: text("龙华区", "Longhua"), level: "district", parent: "460100", status: "current" },
    ],
    departments: [aDepartment()],
    topics: [{ id: "transport", names: text("交通出行", "Transport"), shortNames: text("交通", "Transport"), summary: text("车和路", "Cars and roads"), icon: "bus", tone: "sky", audience: "citizen", aliases: { zh: [], en: [] } }],
    offices: [anOffice()],
    lifeEvents: [
      { id: "car", names: text("买车", "Buying a car"), summary: text("买车用车", "Buying and driving"), icon: "car", tone: "sky", aliases: { zh: [], en: [] }, audience: "citizen", stages: [{ names: text("开始", "First"), services: ["S001"] }] },
    ],
    calendar: [{ id: "2026", provisional: false, source: "test", days: [{ date: "2026-10-01", name: text("国庆节", "National Day"), isOffDay: true }] }],
    services: ["S001", "S002", "S003", "S004"].map((id) => aService({ id })),
    retired: [],
    sources: [],
    recordKinds: [],
    agreements: [],
    bookingCalendars: [],
    campaigns: [],
    ...change,
  };
}

/** A system that answers over HTTP with records in our own words. Tests of what is too slow set a time of their own. */
export function aSource(change: Partial<Source> = {}): Source {
  return {
    id: "traffic",
    names: text("交管系统", "Traffic police system"),
    department: "transport",
    transport: { kind: "http-json", authentication: "none" },
    limits: { timeoutMs: 60_000, concurrency: 8, retries: 0, largestAnswerBytes: 100_000 },
    breaker: { failures: 3, openSeconds: 1 },
    operations: [{ id: "licence", safe: true, freshSeconds: 60, keepSeconds: 86_400, parameters: [], request: { method: "POST", path: "/licence", input: '{ "idNumber": subject.idNumber }' }, answer: "$" }],
    ...change,
  };
}

/** One whose clerks look things up by hand. */
export function aManualSource(change: Partial<Source> = {}): Source {
  return aSource({
    id: "archive",
    names: text("档案室", "Archive"),
    transport: { kind: "manual", promiseHours: 24, instructions: text("查阅纸质档案", "Look into the paper file") },
    operations: [{ id: "file", safe: true, freshSeconds: 3_600, keepSeconds: 86_400, parameters: [], request: { input: "{}" }, answer: "$" }],
    ...change,
  });
}

export function aRecordKind(change: Partial<RecordKind> = {}): RecordKind {
  return {
    id: "driving-licence",
    names: text("驾驶证", "Driving licence"),
    summary: text("准驾车型、有效期与记分", "Class, validity and points"),
    topic: "transport",
    subject: "person",
    level: 2,
    source: "traffic",
    operation: "licence",
    services: ["S001"],
    parameters: [],
    fields: [
      { name: "licenceNumber", names: text("证号", "Number"), type: "text", sensitivity: "personal", mask: "id-number" },
      { name: "points", names: text("记分", "Points"), type: "number", sensitivity: "personal" },
    ],
    headline: "points",
    facts: ["licenceNumber"],
    charts: [],
    notices: [],
    correction: { text: text("到窗口更正", "Have it corrected at the counter") },
    ground: text("道路交通安全法", "Road Traffic Safety Law"),
    ...change,
  };
}

export function anAgreement(change: Partial<Agreement> = {}): Agreement {
  return {
    id: "hrss-asks-transport",
    names: text("驾驶证核验", "Checking driving licences"),
    provider: "transport",
    consumer: "hrss",
    purpose: text("核验职业资格", "Checking a qualification"),
    ground: text("数据安全法第三十八条", "Data Security Law, article 38"),
    grants: [{ kind: "driving-licence", fields: ["points"] }],
    services: ["S001"],
    validFrom: "2020-01-01",
    validUntil: "2099-12-31",
    requestsPerDay: 1_000,
    ...change,
  };
}

/** Two places every half hour of a weekday's morning and afternoon, for a week ahead. */
export function aBookingCalendar(change: Partial<BookingCalendar> = {}): BookingCalendar {
  const day = [{ hours: "09:00-12:00", slotMinutes: 30, capacity: 2 }, { hours: "14:00-17:00", slotMinutes: 30, capacity: 2 }];
  return {
    id: "hall-counter",
    names: text("政务大厅窗口", "Service hall counter"),
    department: "transport",
    office: "main-hall",
    services: ["S001"],
    servicesPerVisit: 1,
    where: "office",
    weekly: { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day, saturday: [], sunday: [] },
    holidays: "closed",
    exceptions: [],
    kinds: [{ id: "counter", names: text("窗口", "Counter"), slots: 1 }],
    counters: 2,
    bufferMinutes: 0,
    leadMinutes: 0,
    horizonDays: 14,
    holdMinutes: 10,
    changeUntilMinutes: 60,
    party: { most: 1, named: false },
    limits: { open: 2 },
    noShow: { strikes: 2, withinDays: 90, laterDays: 7, forDays: 30 },
    walkInPercent: 30,
    assurance: 1,
    needs: ["wheelchair", "sign-language"],
    questions: [],
    bring: [text("身份证", "Identity card")],
    ...change,
  };
}
