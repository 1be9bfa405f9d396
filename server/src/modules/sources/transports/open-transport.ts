import type { Source } from "../../catalogue/index.ts";
import { type Connection, findMissingMembers } from "./connection.ts";
import { type DropStore, openFileDrop } from "./file-drop.ts";
import { openHttpJson } from "./http-json.ts";
import { openSoap } from "./soap.ts";
import { SourceFault } from "./source-fault.ts";
import { openSql } from "./sql.ts";
import type { Transport } from "./transport.ts";

export interface TransportOptions {
  /** Of this source; needed for a file drop alone. */
  drops?: DropStore;
}

/** @throws {SourceFault} not-connected: the entry lacks what this source needs, named in `detail.missing` */
export function openTransport(source: Source, connection: Connection, { drops }: TransportOptions = {}): Transport {
  const missing = findMissingMembers(source, connection);
  if (missing.length > 0) throw new SourceFault("not-connected", `is not connected: its entry lacks ${missing.join(", ")}`, { detail: { missing } });
  const { transport } = source;
  switch (transport.kind) {
    case "http-json": return openHttpJson({ ...source, transport }, connection);
    case "soap": return openSoap({ ...source, transport }, connection);
    case "sql": return openSql({ ...source, transport }, connection);
    case "file-drop":
      if (!drops) throw new Error(`The source ${source.id} needs a store of dropped files`);
      return openFileDrop(drops);
    default: throw new Error(`The source ${source.id} is asked by a clerk, not by a transport`);
  }
}
