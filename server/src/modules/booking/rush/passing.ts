import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const WAITS_MS = 8_000;
const RETRY_MS = 100;

/** Classes of PostgreSQL's codes that another try may get past: connections, rollbacks, resources, locks, an operator, a system error; 25006 is a primary that has become a standby. */
const PASSING = /^(08|40|53|55|57|58|25006)/;

/** Whether what failed may succeed on another try, for example once the database has started anew. */
export function mayPass(error: unknown): boolean {
  const { code } = error as { code?: string };
  return !(error instanceof pg.DatabaseError) || code === undefined || PASSING.test(code);
}

/** Asks until there is an answer: while a database starts anew nobody is turned away. Undefined: too late. */
export async function insistently<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
  for (const deadline = performance.now() + WAITS_MS; performance.now() < deadline; ) {
    try {
      return await ask();
    } catch (error) {
      if (!mayPass(error)) throw error;
      await sleep(RETRY_MS);
    }
  }
  return undefined;
}
