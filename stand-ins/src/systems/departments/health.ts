/** The regional health platform: SOAP 1.2, visits of all hospitals and the findings of their laboratories. */
import { makeSecret, requireKey } from "../../callers.ts";
import { type Visit, visitsOf } from "../../lives/index.ts";
import { addSoapService } from "../../soap/service.ts";
import type { XmlElements } from "../../soap/xml.ts";
import { type Department, findResident, type Surroundings, timeOf, todayIn } from "../department.ts";
import { compactDay } from "./writing.ts";

const NAMESPACE = "urn:example:rhin:healthrecord:1";
const KEY_HEADER = "X-Platform-Key";
/** As HL7 has them. */
const ENCOUNTERS = { outpatient: "O", inpatient: "I", emergency: "E" } as const;
const FLAGS = { normal: "N", high: "H", low: "L", abnormal: "A" } as const;

export function createHealth(surroundings: Surroundings): Department {
  const { world, city } = surroundings;
  const key = makeSecret();
  const answer = (idNumber: string, write: (visits: Visit[]) => XmlElements): XmlElements => {
    const person = findResident(surroundings, idNumber);
    if (!person) return { ResultCode: "NO_RECORD", ResultText: "未检索到居民健康档案" };
    return { ResultCode: "OK", ResultText: "成功", DocumentTime: timeOf(surroundings), ...write(visitsOf(world, person, todayIn(surroundings))) };
  };
  return {
    city, id: "health",
    title: "全民健康信息平台 Health platform",
    http: {
      guard: requireKey(KEY_HEADER, key),
      routes(http) {
        addSoapService(http, {
          version: "1.2", path: "/HealthRecordService", namespace: NAMESPACE, encoding: "UTF-8",
          operations: {
            GetEncounters: { action: "urn:GetEncounters", wants: ["IdentityNumber"], answer: ({ IdentityNumber = "" }) => answer(IdentityNumber, writeEncounters) },
            GetLabReports: { action: "urn:GetLabReports", wants: ["IdentityNumber"], answer: ({ IdentityNumber = "" }) => answer(IdentityNumber, writeReports) },
          },
        });
      },
    },
    connection: () => ({ apiKey: key }),
  };
}

function writeEncounters(visits: Visit[]): XmlElements {
  return {
    Encounters: {
      Encounter: visits.map(({ number, on, hospital, department, kind, diagnosis, doctor }) => ({
        EncounterNo: number, EncounterDate: compactDay(on), EncounterType: ENCOUNTERS[kind], Organization: { Name: hospital, Department: department }, Diagnosis: { Name: diagnosis }, Doctor: doctor,
      })),
    },
  };
}

/** One report for each test of a visit, its items within. */
function writeReports(visits: Visit[]): XmlElements {
  return {
    Reports: {
      Report: visits.flatMap(({ on, hospital, number, results }) => [...Map.groupBy(results, ({ test }) => test)].map(([test, items], index) => ({
        ReportNo: `${number}-${index + 1}`, ReportDate: compactDay(on), Organization: hospital, TestName: test,
        Items: { Item: items.map(({ item, value, unit, reference, flag }) => ({ ItemName: item, Result: value, Unit: unit ?? "", ReferenceRange: reference ?? "", AbnormalFlag: FLAGS[flag] })) },
      }))),
    },
  };
}
