const MOST_AT_ONCE = 64;

/**
 * Joins what many ask at the same moment into one statement: who asks while a batch is on its way waits for the next, and
 * who asks alone is answered at once. On a busy machine going to and fro costs more than the asking, so the more there is
 * to do, the less each of it costs.
 * @param run answers the items in their order; when it fails, each item is tried by itself, so that one bad item spoils
 *   no other. It must therefore do all of its work or none
 */
export function createBatch<Item, Answer>(run: (items: Item[]) => Promise<Answer[]>): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; resolve: (answer: Answer) => void; reject: (error: unknown) => void }[] = [];
  let running = false;

  const runAll = async () => {
    running = true;
    // Lets everybody in whose request arrived with this one.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_AT_ONCE);
      waiting = waiting.slice(MOST_AT_ONCE);
      try {
        const answers = await run(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, index) => resolve(answers[index] as Answer));
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        else await Promise.all(batch.map(({ item, resolve, reject }) => run([item]).then(([answer]) => resolve(answer as Answer), reject)));
      }
    }
    running = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void runAll();
    });
}

/** A batch of its own for each owner, for example for each database: items of different owners are never joined. */
export function createBatchFor<Owner extends object, Item, Answer>(run: (owner: Owner, items: Item[]) => Promise<Answer[]>): (owner: Owner, item: Item) => Promise<Answer> {
  const batches = new WeakMap<Owner, (item: Item) => Promise<Answer>>();
  return (owner, item) => {
    let batch = batches.get(owner);
    if (!batch) batches.set(owner, (batch = createBatch((items) => run(owner, items))));
    return batch(item);
  };
}
