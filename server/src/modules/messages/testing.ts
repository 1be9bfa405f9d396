/** For tests: the whole server with a telephone gateway that remembers, and people who have signed in. */
import { startTestApp, type TestApp } from "../../testing/app.ts";
import { type OutsideOffice, signIn, startOutsideOffice, type Visitor } from "../identity/testing.ts";
import type { OutgoingMessage } from "./message.ts";

export type Person = Visitor & { person: string };

export interface MessagesLab {
  app: TestApp;
  office: OutsideOffice;
  clock: { now: number };
  signIn(phone: string): Promise<Person>;
  /** As another room sends, in a transaction of its own. */
  send(message: OutgoingMessage): Promise<string>;
  stop(): Promise<void>;
}

export function aMessage(person: string, change: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    person, city: "haikou", class: "appointment",
    title: { zh: "明天的预约", en: "Your appointment tomorrow" }, body: { zh: "请带身份证", en: "Please bring your ID card" },
    about: { kind: "appointment", id: "a-1" }, ...change,
  };
}

export async function startMessagesLab(settings: Record<string, string> = {}): Promise<MessagesLab> {
  const clock = { now: Date.parse("2026-11-22T04:00:00Z") };
  const office = await startOutsideOffice();
  const app = await startTestApp([], { clock: () => new Date(clock.now), settings: { ...office.settings, ...settings } });
  await app.startWorker();
  return {
    app, office, clock,
    async signIn(phone) {
      await app.forgetAttempts();
      return signIn(app, office, phone);
    },
    async send(message) {
      const id = await app.database.transaction((tx) => app.messages.send(tx, message));
      if (id === undefined) throw new Error("Nobody was told");
      return id;
    },
    async stop() {
      await app.stop();
      await office.stop();
    },
  };
}
