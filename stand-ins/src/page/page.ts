/** The page a person opens: the phones' messages, the demonstration's people, and how each system behaves. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Type } from "typebox";
import type { ControlledSystem, StandIns } from "../app.ts";
import { requireLoopback } from "../callers.ts";
import type { Fault } from "../faults.ts";
import { type Html, html } from "../html.ts";
import type { Http } from "../http.ts";
import { DEMONSTRATION_PEOPLE, type Population } from "../population/index.ts";
import type { Message } from "../systems/sms-gateway.ts";

const STYLE = readFileSync(join(import.meta.dirname, "page.css"), "utf8");
const SCRIPT = readFileSync(join(import.meta.dirname, "page.js"), "utf8");
const DEMONSTRATION_ENTERPRISES = 3;

const FAULT_NAMES: Record<Fault, string> = {
  none: "正常 as it should",
  unavailable: "停机 down (503)",
  "hang-up": "断开 closes the connection",
  hang: "挂起 never answers",
  trickle: "逐字节 one byte at a time",
  endless: "无尽 never ends",
  truncated: "截断 breaks off half way",
  "wrong-shape": "答非所问 another shape",
  "wrong-types": "类型错误 numbers and texts confused",
  malformed: "坏数据 cannot be read",
  "wrong-charset": "乱码 another charset than it says",
  redirect: "跳转 redirects to an inner address",
  "expired-certificate": "证书过期 expired certificate",
  duplicate: "重复文件 the same file again",
};

const GROUPS = [
  { prefix: undefined, heading: html`各地共用 <span lang="en">Of no one city</span>` },
  { prefix: "haikou/", heading: html`海口 <span lang="en">Haikou</span>` },
  { prefix: "chengdu/", heading: html`成都 <span lang="en">Chengdu</span>` },
];

export function addPage(http: Http, standIns: StandIns, population: Population): void {
  void http.register(async (page: Http) => {
    page.addHook("onRequest", requireLoopback);
    page.get("/", { schema: { querystring: Type.Object({ to: Type.Optional(Type.String()) }) } }, async ({ query }, reply) => {
      reply.type("text/html; charset=utf-8").header("content-security-policy", "default-src 'self'; img-src data:; frame-ancestors 'none'").header("cache-control", "no-store");
      return `<!doctype html>${writePage(standIns, population, query.to || undefined).text}`;
    });
    page.get("/page.css", async (_request, reply) => reply.type("text/css").send(STYLE));
    page.get("/page.js", async (_request, reply) => reply.type("text/javascript").send(SCRIPT));
  });
}

function writePage({ smsGateway, systems }: StandIns, population: Population, to: string | undefined): Html {
  return html`<html lang="zh-Hans">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>短信收件箱 SMS inbox</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"><script type="module" src="/page.js"></script>
</head>
<body>
<header><h1>短信收件箱与登记库 <span lang="en">SMS inbox and registers</span></h1>
<p>这里扮演短信网关与各部门登记库，人和企业都是虚构的。<span lang="en">This plays the SMS gateway and the departments' registers; the people and enterprises are invented.</span></p></header>
<main>
<section class="phone" aria-labelledby="inbox"><h2 id="inbox">短信 <span lang="en">Messages</span></h2>
<form><label>手机号 <span lang="en">Phone number</span> <input name="to" inputmode="tel" value="${to ?? ""}"></label><button>查看 <span lang="en">Show</span></button></form>
<ol id="messages" aria-live="polite">${writeMessages(smsGateway.messages(to))}</ol></section>
<div>
<section aria-labelledby="people"><h2 id="people">演示人物 <span lang="en">People</span></h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="people"><table><thead><tr><th>姓名<th>身份证号<th>手机号<th>出生日期</thead><tbody>${DEMONSTRATION_PEOPLE.map(writePerson)}</tbody></table>
<table><thead><tr><th>企业<th>统一社会信用代码<th>状态<th>法定代表人</thead><tbody>${writeEnterprises(population)}</tbody></table></div></section>
<section aria-labelledby="systems"><h2 id="systems">外部系统 <span lang="en">Systems</span></h2>
<p id="said" role="status"></p>
${GROUPS.map(({ prefix, heading }) => writeGroup(heading, systems.filter(({ name }) => (prefix === undefined ? !name.includes("/") : name.startsWith(prefix)))))}
<button id="reset">全部恢复 <span lang="en">Reset everything</span></button></section>
</div>
</main>
</body></html>`;
}

function writeMessages(messages: Message[]): Html[] {
  if (messages.length === 0) return [html`<li class="none">还没有短信 <span lang="en">No message yet</span></li>`];
  return messages.map(({ to, text, receivedAt }) => html`<li><a href="/?to=${encodeURIComponent(to)}">${to}</a> <time datetime="${receivedAt}">${receivedAt.slice(11, 19)} UTC</time><p>${text}</p></li>`);
}

function writePerson({ name, idNumber, phone, birthDate }: (typeof DEMONSTRATION_PEOPLE)[number]): Html {
  return html`<tr><td>${name}<td>${idNumber}<td>${phone === undefined ? "" : html`<a href="/?to=${phone}">${phone}</a>`}<td>${birthDate}</tr>`;
}

function writeEnterprises(population: Population): Html[] {
  return Array.from({ length: Math.min(DEMONSTRATION_ENTERPRISES, population.enterprises) }, (_each, index) => {
    const { name, creditCode, state, legalRepresentative } = population.enterpriseAt(index);
    return html`<tr><td>${name}<td>${creditCode}<td>${state}<td>${population.personAt(legalRepresentative).name}</tr>`;
  });
}

function writeGroup(heading: Html, systems: ControlledSystem[]): Html {
  return html`<details open><summary><h3>${heading}</h3></summary>${systems.map(writeSystem)}</details>`;
}

function writeSystem({ name, title, faults, behaviour }: ControlledSystem): Html {
  const { on, slowMs, jitterMs, fault, errorPercent, requestsPerMinute } = behaviour();
  const options = faults.map((each) => html`<option value="${each}"${each === fault ? html` selected` : ""}>${FAULT_NAMES[each]}</option>`);
  return html`<form class="system" data-system="${name}"><fieldset><legend>${title} <code>${name}</code></legend>
<button type="button" class="switch" aria-pressed="${on ? "true" : "false"}">${on ? html`开 <span lang="en">On – switch off</span>` : html`关 <span lang="en">Off – switch on</span>`}</button>
<label>表现 <span lang="en">Answers</span> <select name="fault">${options}</select></label>
<label>延迟毫秒 <span lang="en">Slow by ms</span> <input name="slowMs" type="number" min="0" max="120000" value="${slowMs}"></label>
<label>抖动毫秒 <span lang="en">And up to ms more</span> <input name="jitterMs" type="number" min="0" max="120000" value="${jitterMs}"></label>
<label>出错百分比 <span lang="en">Errors in a hundred</span> <input name="errorPercent" type="number" min="0" max="100" value="${errorPercent}"></label>
<label>每分钟次数 <span lang="en">Requests a minute</span> <input name="requestsPerMinute" type="number" min="0" value="${requestsPerMinute ?? ""}"></label>
<button>应用 <span lang="en">Apply</span></button></fieldset></form>`;
}
