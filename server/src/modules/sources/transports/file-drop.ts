/** Systems that leave files: `pickUpFiles` takes them in, and asking reads what was taken. The mapping sees the key's rows. */
import type { DropStore } from "./drop/folder.ts";
import { membersOf } from "./http/address.ts";
import { SourceFault, untilAborted } from "./source-fault.ts";
import type { Transport } from "./transport.ts";

export { type DropFile, type DropStore, type Picked, pickUpFiles, type PickUpOptions } from "./drop/folder.ts";
export type { DropLayout, DropRow } from "./drop/rows.ts";

export function openFileDrop(store: DropStore): Transport {
  return {
    async ask({ input }, signal, explain) {
      const startedAt = performance.now();
      const { key } = membersOf(input);
      if (typeof key !== "string" || key === "") throw new SourceFault("malformed", "cannot be asked: request.input must give a text: key", { detail: { place: "request.input" } });
      explain?.({ step: "request", summary: "rows of the files that were taken", parameters: { key } });
      const rows = await untilAborted(store.find(key), signal);
      // Without a file there is nobody who could say that somebody has no record.
      if (!rows) throw new SourceFault("unreachable", "has not dropped a file yet", { retryable: false });
      explain?.({ step: "answer", summary: "rows", rows: rows.length, tookMs: performance.now() - startedAt });
      explain?.({ step: "decoded", value: rows });
      return rows.length === 0 ? { found: false } : { found: true, value: rows };
    },
    close: async () => undefined,
  };
}
