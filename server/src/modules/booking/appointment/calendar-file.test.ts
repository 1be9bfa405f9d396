// What we write is read by a reader of another hand, as RFC 5545 says, whatever stands in it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CalendarEvent, escapeText, fold, writeCalendar } from "./calendar-file.ts";

interface Component {
  name: string;
  properties: { name: string; parameters: Record<string, string>; value: string }[];
  components: Component[];
}

/** 3.1 and 3.6 of the RFC and nothing of our own: lines end with CRLF and have 75 octets at most, what begins with a space goes on. */
function readCalendar(text: string): Component {
  assert.ok(text.endsWith("\r\n") && !text.replaceAll("\r\n", "").match(/[\r\n]/), "every line ends with CRLF");
  const raw = text.slice(0, -2).split("\r\n");
  for (const line of raw) assert.ok(Buffer.byteLength(line) <= 75 && !line.includes("\uFFFD"), `a line of ${Buffer.byteLength(line)} octets`);
  const lines = raw.reduce<string[]>((all, line) => (line.startsWith(" ") ? [...all.slice(0, -1), `${all.at(-1) ?? ""}${line.slice(1)}`] : [...all, line]), []);
  const root: Component = { name: "", properties: [], components: [] };
  const open = [root];
  for (const line of lines) {
    const match = /^([A-Z-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)$/u.exec(line);
    assert.ok(match, `no property: ${line}`);
    const [, name = "", parameters = "", value = ""] = match;
    const current = open.at(-1) as Component;
    if (name === "BEGIN") {
      const inner: Component = { name: value, properties: [], components: [] };
      current.components.push(inner);
      open.push(inner);
    } else if (name === "END") {
      assert.equal(open.pop()?.name, value);
    } else {
      current.properties.push({ name, value, parameters: Object.fromEntries(parameters.split(";").slice(1).map((each) => each.split("=") as [string, string])) });
    }
  }
  assert.equal(open.length, 1);
  assert.deepEqual([root.properties, root.components.length, root.components[0]?.name], [[], 1, "VCALENDAR"]);
  return root.components[0] as Component;
}
const unescape = (value: string) => value.replaceAll(/\\(.)/gs, (_all, character: string) => (character === "n" || character === "N" ? "\n" : character));
const valueOf = ({ properties }: Component, name: string) => {
  const found = properties.filter((each) => each.name === name);
  assert.equal(found.length, 1, `${name} is there ${found.length} times`);
  return unescape(found[0]?.value ?? "");
};

/** 3.3.5: a local time with a zone whose offset is what the file itself says of it. */
function readTime(calendar: Component, event: Component, name: string): Date {
  const property = event.properties.find((each) => each.name === name);
  const zone = calendar.components.find((each) => each.name === "VTIMEZONE" && valueOf(each, "TZID") === property?.parameters.TZID);
  const offset = valueOf(zone?.components.find((each) => each.name === "STANDARD") as Component, "TZOFFSETTO");
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(property?.value ?? "") ?? [];
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset.slice(0, 3)}:${offset.slice(3)}`);
}

const EVENT: CalendarEvent = {
  id: "01990000-0000-7000-8000-000000000001", startsAt: new Date("2026-11-24T01:00:00Z"), endsAt: new Date("2026-11-24T01:30:00Z"), changedAt: new Date("2026-11-22T08:15:30.123Z"), sequence: 0, cancelled: false,
  summary: "婚姻登记", location: "政务服务中心 测试路 2 号", description: "请带：身份证、户口簿", position: { latitude: 20.04, longitude: 110.2 }, url: "https://city.example/haikou/me/appointments/1",
};

test("an appointment is one event with its times in China, its place and an alarm", () => {
  const calendar = readCalendar(writeCalendar([EVENT], { language: "zh" }));
  assert.deepEqual([valueOf(calendar, "VERSION"), valueOf(calendar, "CALSCALE")], ["2.0", "GREGORIAN"]);
  assert.ok(valueOf(calendar, "PRODID").length > 5);
  const [event] = calendar.components.filter(({ name }) => name === "VEVENT");
  assert.ok(event);
  assert.deepEqual([readTime(calendar, event, "DTSTART"), readTime(calendar, event, "DTEND")], [EVENT.startsAt, EVENT.endsAt]);
  assert.deepEqual(
    ["UID", "DTSTAMP", "SEQUENCE", "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION", "GEO", "CLASS"].map((name) => valueOf(event, name)),
    [`${EVENT.id}@citizen-cloud`, "20261122T081530Z", "0", "CONFIRMED", EVENT.summary, EVENT.location, EVENT.description, "20.04;110.2", "PRIVATE"],
  );
  const [alarm] = event.components;
  assert.ok(alarm);
  assert.deepEqual([alarm.name, valueOf(alarm, "ACTION"), valueOf(alarm, "TRIGGER")], ["VALARM", "DISPLAY", "-PT2H"]);
});

test("a change has the same UID and a higher SEQUENCE; what was cancelled says so and rings no more", () => {
  const calendar = readCalendar(writeCalendar([{ ...EVENT, sequence: 2, cancelled: true }], { language: "en", name: "Appointments" }));
  const [event] = calendar.components.filter(({ name }) => name === "VEVENT");
  assert.ok(event);
  assert.deepEqual([valueOf(event, "UID"), valueOf(event, "SEQUENCE"), valueOf(event, "STATUS"), event.components], [`${EVENT.id}@citizen-cloud`, "2", "CANCELLED", []]);
  assert.equal(valueOf(calendar, "X-WR-CALNAME"), "Appointments");
});

test("whatever stands in a text comes back as it was and never becomes a property", () => {
  const texts = ["a,b;c\\d", "END:VEVENT\r\nBEGIN:VALARM", "第一行\n第二行", "😀".repeat(60), "市民云".repeat(50), "x".repeat(200), "\\n", ";;,,\\\\", "a\rb", " leading", "𠮷".repeat(30) + ";"];
  for (const each of texts) {
    const calendar = readCalendar(writeCalendar([{ ...EVENT, summary: each, location: each, description: each }, EVENT], { language: "zh" }));
    const events = calendar.components.filter(({ name }) => name === "VEVENT");
    assert.equal(events.length, 2);
    for (const name of ["SUMMARY", "LOCATION", "DESCRIPTION"]) assert.equal(valueOf(events[0] as Component, name), each.replaceAll(/\r\n|\r/g, "\n"), each);
  }
  assert.equal(escapeText("a\u0000b\u0007"), "ab");
});

test("no line is longer than 75 octets and no character is torn apart", () => {
  for (let length = 1; length < 300; length += 7) {
    const folded = fold(`SUMMARY:${"预a😀".repeat(length)}`);
    for (const line of folded.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75 && line.isWellFormed());
    assert.equal(folded.replaceAll("\r\n ", ""), `SUMMARY:${"预a😀".repeat(length)}`);
  }
});
