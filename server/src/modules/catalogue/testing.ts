/** Builders for tests: a small city that keeps every rule, to be bent where a test wants it broken. */
import type { CityDocuments, Department, Office, ServiceItem } from "./documents.ts";

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
    ...change,
  };
}
