/** A department that speaks SOAP is understood in both versions, and XML made to harm reads nothing and reaches nobody. */
import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { workedMs } from "../../../testing/patience.ts";
import type { Source } from "../../catalogue/index.ts";
import { openTransport } from "./open-transport.ts";
import { openEnvelope, writeEnvelope } from "./soap/envelope.ts";
import { readXml } from "./soap/xml.ts";
import { anOperation, aSource, assertFault, type Handler, listenHttp, soon, strayErrors } from "./testing.ts";
import type { Step } from "./transport.ts";

const ENDINGS: (() => Promise<void>)[] = [];
after(async () => {
  for (const end of ENDINGS.reverse()) await end();
});

type Soap = Extract<Source["transport"], { kind: "soap" }>;
const SETTINGS = { kind: "soap", version: "1.1", path: "/services/Account", namespace: "urn:medical", authentication: "none" } as const;
const operation = anOperation({ action: "urn:medical/getAccount", element: "GetAccount" });
const inEnvelope = (body: string, prefix = "soap") => `<?xml version="1.0"?><${prefix}:Envelope xmlns:${prefix}="http://schemas.xmlsoap.org/soap/envelope/"><${prefix}:Body>${body}</${prefix}:Body></${prefix}:Envelope>`;

async function against(handler: Handler, settings: Partial<Soap> = {}, connection = {}, limits = {}) {
  const department = await listenHttp(handler);
  const transport = openTransport(aSource({ ...SETTINGS, ...settings }, limits), { url: `${department.url}/medical/`, ...connection });
  ENDINGS.push(() => department.stop(), () => transport.close());
  return transport;
}
const answering = (body: string | Buffer, type = "text/xml; charset=utf-8", status = 200): Handler => (_request, reply) => reply.writeHead(status, { "content-type": type }).end(body);
const ask = async (handler: Handler, settings: Partial<Soap> = {}, limits = {}, ms?: number) => (await against(handler, settings, {}, limits)).ask({ operation, input: { idNumber: "1" } }, soon(ms));

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test("SOAP 1.1 and 1.2 differ in their headers and their namespace, and in nothing the mapping sees", async () => {
  for (const [version, type, action] of [["1.1", "text/xml; charset=utf-8", '"urn:medical/getAccount"'], ["1.2", 'application/soap+xml; charset=utf-8; action="urn:medical/getAccount"', undefined]] as const) {
    const transport = await against(
      async (request, reply) => {
        const body = await bodyOf(request);
        assert.equal(`${request.method} ${request.url}`, "POST /medical/services/Account");
        assert.equal(request.headers["content-type"], type);
        assert.equal(request.headers.soapaction, action);
        assert.deepEqual(openEnvelope(body), { idNumber: "1", name: "李 <&>", items: ["a", "b"], within: { deep: "true" } });
        assert.ok(body.includes(version === "1.1" ? "schemas.xmlsoap.org" : "2003/05/soap-envelope"));
        reply.writeHead(200, { "content-type": version === "1.1" ? "text/xml" : "application/soap+xml" }).end(inEnvelope('<m:Answer xmlns:m="urn:medical"><m:Balance>00120.50</m:Balance><m:Month>1</m:Month><m:Month>2</m:Month></m:Answer>', version === "1.1" ? "soap" : "env"));
      },
      { version },
    );
    const answer = await transport.ask({ operation, input: { idNumber: "1", name: "李 <&>", items: ["a", "b"], within: { deep: true }, left: null } }, soon());
    assert.deepEqual(answer, { found: true, value: { Balance: "00120.50", Month: ["1", "2"] } });
  }
});

test("a user name and password travel as a WS-Security token, masked in explanations", async () => {
  const steps: Step[] = [];
  let body = "";
  const transport = await against(
    async (request, reply) => {
      body = await bodyOf(request);
      reply.writeHead(200, { "content-type": "text/xml" }).end(inEnvelope("<A/>"));
    },
    { authentication: "username-token" },
    { username: "cloud", password: "p<ss" },
  );
  await transport.ask({ operation, input: {} }, soon(), (step) => steps.push(step));
  assert.match(body, /<wsse:Username>cloud<\/wsse:Username><wsse:Password Type="[^"]*#PasswordText">p&#x3C;ss<\/wsse:Password>/);
  assert.ok(!JSON.stringify(steps).includes("p&#x3C;ss"));
});

test("input cannot become elements, and names that are none are refused", () => {
  const letter = { version: "1.1", namespace: "urn:a", element: "Ask" } as const;
  const written = writeEnvelope({ ...letter, input: { idNumber: "1</idNumber><admin>true</admin><!--", other: "]]>" } });
  assert.deepEqual(openEnvelope(written), { idNumber: "1</idNumber><admin>true</admin><!--", other: "]]>" });
  for (const input of [{ "a><b": "1" }, { "a b": "1" }, { "": "1" }, { a: "\0" }, { a: "\uD800" }, { a: Number.NaN }]) assert.throws(() => writeEnvelope({ ...letter, input }), { name: "SourceFault" }, JSON.stringify(input));
});

test("elements become objects: prefixes gone, attributes kept, texts as they stand", () => {
  assert.deepEqual(
    readXml('<?xml version="1.0"?><!-- c --><a:r xmlns:a="urn:a" xmlns:xsi="x" kind="1"><a:n>007</a:n><e/><nil xsi:nil="true"/><t xsi:type="xs:string"> x </t><c><![CDATA[<b>&amp;]]></c><m u="yuan">1</m>&#x6D77;&amp;</a:r>'),
    { name: "r", value: { "@kind": "1", n: "007", e: "", nil: null, t: "x", c: "<b>&amp;", m: { "@u": "yuan", "#text": "1" }, "#text": "海&" } },
  );
});

test("entities, document types and files are never read", async () => {
  let visited = false;
  const inside = await listenHttp((_request, reply) => {
    visited = true;
    reply.end("secret");
  });
  ENDINGS.push(() => inside.stop());
  const laughs = Array.from({ length: 9 }, (_each, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`).join("");
  const harmful = [
    `<!DOCTYPE r [<!ENTITY l0 "ha">${laughs}]>${inEnvelope("<A>&l9;</A>")}`,
    `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${inEnvelope("<A>&x;</A>")}`,
    `<!DOCTYPE r [<!ENTITY x SYSTEM "${inside.url}/">]>${inEnvelope("<A>&x;</A>")}`,
    `<!DOCTYPE r SYSTEM "${inside.url}/dtd">${inEnvelope("<A/>")}`,
    `<!DOCTYPE r [<!ENTITY % p SYSTEM "${inside.url}/">%p;]>${inEnvelope("<A/>")}`,
    `<!doctype r>${inEnvelope("<A/>")}`,
    inEnvelope("<A>&undefined;</A>"),
    inEnvelope("<A>&#0;</A>"),
    inEnvelope("<A>& b</A>"),
    inEnvelope(`${"<d>".repeat(100)}${"</d>".repeat(100)}`),
    inEnvelope("<__proto__><admin>1</admin></__proto__><A/>"),
  ];
  for (const body of harmful) {
    let message = "";
    const worked = await workedMs(async () => ({ message } = await assertFault(ask(answering(body)), "malformed")));
    assert.ok(worked < 1_000 && !message.includes("root:"), body.slice(0, 60));
  }
  assert.equal(visited, false);
});

test("what is no envelope, is cut off, or is no XML is refused", async () => {
  const whole = inEnvelope("<A><b>1</b></A>");
  for (const body of ["", "nonsense", "<a>", whole.slice(0, -10), whole.slice(0, 120), "<a/>", "<a/><b/>", inEnvelope(""), inEnvelope("<A/><B/>"), inEnvelope("<A/><A/>"), inEnvelope("<A><b></A></b>"), '{"a":1}']) {
    await assertFault(ask(answering(body)), "malformed");
  }
  await assertFault(ask(answering(whole, "text/html")), "malformed");
  await assertFault(ask(answering(inEnvelope(`<A>${"x".repeat(20_000)}</A>`))), "too-large");
  await assertFault(ask((_request, reply) => void setTimeout(() => reply.end(), 5_000).unref(), {}, {}, 300), "slow");
  await assertFault(ask((_request, reply) => reply.writeHead(302, { location: "http://127.0.0.1/" }).end()), "redirected");
  await assertFault(ask(answering("", "text/xml", 404)), "refused");
});

test("a SOAP fault says whose fault it is, and its reason stays out of the log", async () => {
  const fault11 = (code: string) => inEnvelope(`<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>No person 460100199001011234</faultstring></soap:Fault>`);
  const fault12 = '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:Unknown</e:Value></e:Subcode></e:Code><e:Reason><e:Text>460100199001011234</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>';
  const cases = [
    [fault11("Server"), 500, "failed", "Server"],
    [fault11("Client"), 500, "refused", "Client"],
    [fault11("Server"), 200, "failed", "Server"],
    [fault12, 400, "refused", "Sender"],
  ] as const;
  for (const [body, status, kind, code] of cases) {
    const fault = await assertFault(ask(answering(body, "text/xml", status)), kind);
    assert.equal(fault.detail.faultCode, code);
    assert.ok(!JSON.stringify([fault.message, fault.detail]).includes("460100"));
  }
  await assertFault(ask(answering("<html>", "text/html", 500)), "failed");
});

test("the encoding is the header's, else the XML declaration's, else the document's", async () => {
  const gb = (declaration: string) => Buffer.concat([Buffer.from(`${declaration}<s:Envelope xmlns:s="x"><s:Body><A><n>`), Buffer.from([0xba, 0xa3, 0xbf, 0xda]), Buffer.from("</n></A></s:Body></s:Envelope>")]);
  const right = { found: true, value: { n: "海口" } };
  assert.deepEqual(await ask(answering(gb('<?xml version="1.0" encoding="GB18030"?>'), "text/xml")), right);
  assert.deepEqual(await ask(answering(gb('<?xml version="1.0"?>'), "text/xml; charset=gb2312")), right);
  assert.deepEqual(await ask(answering(gb(""), "text/xml"), { encoding: "gb18030" }), right);
  await assertFault(ask(answering(gb('<?xml version="1.0"?>'), "text/xml")), "wrong-charset");
  await assertFault(ask(answering(gb('<?xml version="1.0" encoding="UTF-16"?>'), "text/xml")), "wrong-charset");
  const lying = '<?xml version="1.0" encoding="GBK"?><s:Envelope xmlns:s="x"><s:Body><A><n>海口市医疗保障局</n></A></s:Body></s:Envelope>';
  await assertFault(ask(answering(lying, "text/xml")), "wrong-charset");
});

test("XML made to keep us busy is refused before anything is made of it", async () => {
  const bytes = 4 * 1024 * 1024;
  const bombs = [
    `<r>${"<a/>".repeat(bytes / 4)}</r>`,
    `<r ${Array.from({ length: bytes / 20 }, (_each, index) => `a${index}="1"`).join(" ")}/>`,
    `<r>${'<a b="1" c="2" d="3" e="4"/>'.repeat(40_000)}</r>`,
    "<a>".repeat(bytes / 3),
    `<r>${"&amp;".repeat(bytes / 5)}</r>`,
    `<r>${"<?a b?>".repeat(bytes / 7)}</r>`,
    "<".repeat(bytes),
    `<r${" ".repeat(bytes)}/>`,
    `<${"a".repeat(bytes)}`,
  ];
  for (const text of bombs) {
    const worked = await workedMs(() => assert.throws(() => readXml(text), { name: "SourceFault", kind: "malformed" }));
    assert.ok(worked < 500, `${text.slice(0, 30)} took ${worked} ms of work`);
  }
  // A paper of a megabyte within one element is an answer like any other.
  const paper = "QUJD".repeat(262_144);
  assert.deepEqual(readXml(`<r><a><![CDATA[${paper}]]></a><b>${paper}</b></r>`), { name: "r", value: { a: paper, b: paper } });
});

test("nothing of all this was left to crash the process", async () => {
  await sleep(100);
  assert.deepEqual(strayErrors, []);
});
