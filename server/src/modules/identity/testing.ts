/** For tests: other offices' systems that answer as told, and people who sign in. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LightMyRequestResponse } from "fastify";
import type { TestApp } from "../../testing/app.ts";
import { until } from "../../testing/patience.ts";

export interface OutsideOffice {
  /** Settings that make the server speak with it. */
  settings: Record<string, string>;
  /** What each path answers, a promise once it is kept; a path without an answer says 503. */
  answers: Map<string, (question: Record<string, string>) => unknown>;
  /** Messages handed to the gateway, newest last. */
  messages: { id: string; to: string; text: string }[];
  stop(): Promise<void>;
}

/** One real HTTP server that plays the SMS gateway and the registers for one test file. */
export async function startOutsideOffice(): Promise<OutsideOffice> {
  const answers: OutsideOffice["answers"] = new Map();
  const messages: OutsideOffice["messages"] = [];
  const reply = async (request: IncomingMessage, response: ServerResponse) => {
    const question = await readJson(request);
    const path = request.url ?? "";
    if (path === "/v1/messages") messages.push(question as OutsideOffice["messages"][number]);
    const answer = path === "/v1/messages" ? { id: question.id } : await answers.get(path)?.(question);
    response.writeHead(answer === undefined ? 503 : 200, { "content-type": "application/json" }).end(JSON.stringify(answer ?? {}));
  };
  const server: Server = createServer((request, response) => {
    void reply(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: { SMS_GATEWAY_URL: url, SMS_GATEWAY_TOKEN: "test", REGISTERS_URL: url, REGISTERS_TOKEN: "test" },
    answers,
    messages,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readJson(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}") as Record<string, string>;
}

/** Somebody at a browser: keeps cookies, and asks as this site's own page does. */
export class Visitor {
  readonly #app: TestApp;
  readonly cookies = new Map<string, string>();
  readonly headers: Record<string, string> = {};

  constructor(app: TestApp) {
    this.#app = app;
  }

  async ask(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", url: string, payload?: object, headers: Record<string, string> = {}): Promise<LightMyRequestResponse> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const reply = await this.#app.server.inject({ method, url, headers: { ...this.headers, ...(cookie ? { cookie } : {}), ...headers }, ...(payload ? { payload } : {}) });
    for (const { name, value, maxAge } of reply.cookies) {
      if (maxAge === 0) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return reply;
  }
}

/** The digits of the last code sent to a number, whatever else it was told since; waits until it arrives. */
export async function lastCodeTo(office: OutsideOffice, phone: string): Promise<string> {
  const digits = /(?<![\w-])\d{6}(?![\w-])/;
  return until(() => office.messages.findLast(({ to, text }) => to === phone && digits.test(text))?.text.match(digits)?.[0], `a code for ${phone}`);
}

/** What happened to several requests sent at once, whichever came first. */
export function statusesOf(replies: { statusCode: number }[]): number[] {
  return replies.map(({ statusCode }) => statusCode).sort((a, b) => a - b);
}

/** The last message to a number that says something; waits for the worker that sends it. */
export async function messageTo(office: OutsideOffice, phone: string, words: RegExp): Promise<string> {
  const message = await until(() => office.messages.findLast(({ to, text }) => to === phone && words.test(text)), `a message with ${words} for ${phone}`);
  return message.text;
}

/** A visitor who has signed in with a number; a new number is registered by that. The app's worker must run. */
export async function signIn(app: TestApp, office: OutsideOffice, phone: string): Promise<Visitor & { person: string }> {
  const visitor = new Visitor(app);
  office.messages.splice(0, office.messages.length, ...office.messages.filter(({ to }) => to !== phone));
  await visitor.ask("POST", "/api/v1/sign-in/codes", { phone, city: "haikou" });
  const reply = await visitor.ask("POST", "/api/v1/sign-in/code", { phone, code: await lastCodeTo(office, phone), city: "haikou" });
  if (reply.statusCode !== 200) throw new Error(`Sign-in answered ${reply.statusCode}: ${reply.body}`);
  return Object.assign(visitor, { person: reply.json<{ person: string }>().person });
}
