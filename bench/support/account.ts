/** Real people of the stand-ins' population who sign in and prove who they are, as over the app. */
import { setTimeout as sleep } from "node:timers/promises";
import { createPopulation } from "../../stand-ins/src/population/index.ts";

/** The first three neighbourhoods are the demonstration's and the journeys'. */
const FIRST = 60;

export interface Grown {
  name: string;
  idNumber: string;
  phone: string;
}

/** Grown-ups of a city who have a telephone, always the same ones. */
export function findGrownUps(city: "haikou" | "chengdu", count: number): Grown[] {
  const population = createPopulation({ seed: "citizen-cloud", size: 16_000_000 });
  const found: Grown[] = [];
  for (let index = FIRST; found.length < count; index += 1) {
    const { name, idNumber, phone, birthDate, city: home } = population.personAt(index);
    if (home === city && phone !== undefined && birthDate > "1965" && birthDate < "2000") found.push({ name, idNumber, phone });
  }
  return found;
}

/** Signs in by the code that the stand-in for the SMS gateway got. @returns the cookie header */
export async function openAccount(address: string, standIns: string, city: string, { name, idNumber, phone }: Grown): Promise<string> {
  const cookies = new Map<string, string>();
  const post = async (path: string, body: object) => {
    const reply = await fetch(address + path, { method: "POST", headers: { "content-type": "application/json", ...(cookies.size > 0 ? { cookie: cookieHeader(cookies) } : {}) }, body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`);
    for (const set of reply.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
  };
  await post("/api/v1/sign-in/codes", { phone, city });
  await post("/api/v1/sign-in/code", { phone, city, code: await codeTo(standIns, phone) });
  await post("/api/v1/me/real-name", { name, idNumber, proof: { kind: "number" } });
  return cookieHeader(cookies);
}

function cookieHeader(cookies: Map<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
}

async function codeTo(standIns: string, phone: string): Promise<string> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { messages } = (await (await fetch(`${standIns}/control/messages?to=${phone}`)).json()) as { messages: { text: string }[] };
    const code = messages[0]?.text.match(/(?<!\d)\d{6}(?!\d)/)?.[0];
    if (code !== undefined) return code;
    await sleep(50);
  }
  throw new Error(`No code reached ${phone}`);
}
