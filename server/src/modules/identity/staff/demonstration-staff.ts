import type { StaffRow } from "./store.ts";

/**
 * Invented people to try the console with, in every duty. Their password and their app's secret stand here and in
 * docs/operating.md for everybody to read: a server in production neither makes these accounts nor lets them in.
 */
export function demonstrationStaff(cities: string[]): Pick<StaffRow, "id" | "city" | "name" | "department" | "roles" | "demonstration">[] {
  return cities.flatMap((city) =>
    PEOPLE.map(([suffix, name, roles, department]) => ({ id: `${city}-${suffix}`, city, name, department: department ?? null, roles: [...roles], demonstration: true })),
  );
}

const PEOPLE: readonly (readonly [suffix: string, name: string, roles: readonly string[], department?: string])[] = [
  ["editor", "程一然 Cheng Yiran", ["editor"]],
  ["editor-hrss", "苏小满 Su Xiaoman", ["editor"], "hrss"],
  ["reviewer", "陆知秋 Lu Zhiqiu", ["editor", "reviewer"]],
  ["operator", "何望舒 He Wangshu", ["reviewer", "operator"]],
  ["clerk", "林听雨 Lin Tingyu", ["clerk"]],
  ["clerk-housing", "孟晚晴 Meng Wanqing", ["clerk"], "housing"],
  ["clerk-civil-affairs", "许知遥 Xu Zhiyao", ["clerk"], "civil_affairs"],
  ["clerk-gov-services", "唐云舒 Tang Yunshu", ["clerk"], "gov_services"],
  ["clerk-vehicle", "陈思源 Chen Siyuan", ["clerk"], "traffic_police"],
  ["head-hrss", "顾长风 Gu Changfeng", ["department-head"], "hrss"],
  ["auditor", "沈明鉴 Shen Mingjian", ["auditor"]],
  ["security", "秦守正 Qin Shouzheng", ["security-officer"]],
  ["leader", "江怀远 Jiang Huaiyuan", ["leader"]],
  ["personnel", "叶知人 Ye Zhiren", ["personnel-officer"]],
  ["personnel-2", "白若谷 Bai Ruogu", ["personnel-officer"]],
];

/** "demonstration only" */
export const DEMONSTRATION_PASSWORD_HASH = "$argon2id$v=19$m=19456,t=2,p=1$ZGVtb25zdHJhdGlvbi0wMQ$BXL+/24DBehlR+RR72sGkBN1r0/GWwoZe/1eGy6ZIg8";
export const DEMONSTRATION_TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
