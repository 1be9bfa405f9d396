/**
 * The rest of the city while a crowd is at the door: a guide is read and some people's data, twenty times a second
 * each. In a thread of their own, as on phones of their own: what keeps the crowd's thread busy is no delay of theirs.
 */
import { once } from "node:events";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { askByTheClock, requestBytes } from "../../server/src/modules/booking/rehearsal/crowd.ts";
import { summarise } from "./crowds.ts";

const PER_SECOND = 20;
const CONNECTIONS = 4;

interface Reading {
  port: number;
  /** Of those who read their data, in turns. */
  cookies: readonly string[];
  milliseconds: number;
}

/** Median latencies in milliseconds. */
export interface Others {
  guide: number;
  records: number;
}

export async function readOn(reading: Reading): Promise<Others> {
  const worker = new Worker(import.meta.filename, { workerData: reading });
  const [others] = (await once(worker, "message")) as [Others];
  return others;
}

if (!isMainThread) {
  const { port, cookies, milliseconds } = workerData as Reading;
  const ask = async (path: string, headers: readonly { cookie?: string }[] = [{}]) => {
    const requests = headers.map((each) => requestBytes("GET", path, each));
    let turn = 0;
    const next = () => ({ bytes: requests[turn++ % requests.length] as Buffer });
    const outcome = await askByTheClock({ host: "127.0.0.1", port, connections: CONNECTIONS, next }, PER_SECOND, milliseconds);
    const failed = outcome.answers - (outcome.byStatus[200] ?? 0);
    if (failed > 0) throw new Error(`${failed} of ${outcome.answers} readings of ${path} failed: ${JSON.stringify(outcome.byStatus)}`);
    return summarise(outcome, [200]).p50;
  };
  const [guide, records] = await Promise.all([ask("/api/v1/cities/haikou/services/S046"), ask("/api/v1/me/records", cookies.map((cookie) => ({ cookie })))]);
  parentPort?.postMessage({ guide, records } satisfies Others);
}
