/** Runs what keeps the processor busy. */
export type Lane = <Result>(work: () => Promise<Result>) => Promise<Result>;

/**
 * One piece of work after the other, each in a turn of the event loop of its own: making a record of an answer takes some
 * milliseconds, and when a hundred answers come at once, whoever only waits for the database would wait for all of them.
 */
export function createLane(): Lane {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(nextTurn).then(work);
    last = result.catch(() => undefined);
    return result;
  };
}

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve));
