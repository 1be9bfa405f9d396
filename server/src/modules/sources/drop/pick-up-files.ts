import type { Job } from "../../../kernel/jobs.ts";
import type { Log } from "../../../kernel/log.ts";
import type { PublishedCities } from "../../catalogue/index.ts";
import type { Connections } from "../connections.ts";
import { pickUpFiles } from "../transports/file-drop.ts";
import { SourceFault } from "../transports/transport.ts";
import type { OpenDropStore } from "./drop-store.ts";

/** Takes in what departments dropped as files: every minute, each file once, whole or not at all. */
export function pickUpFilesJob({ cities, connections, drops, log }: { cities: PublishedCities; connections: Connections; drops: OpenDropStore; log: Log }): Job {
  return {
    name: "sources:pick-up-files",
    schedule: "* * * * *",
    async run() {
      for (const { documents } of cities.list()) {
        for (const { id, transport } of documents.sources) {
          const city = documents.city.id;
          const folder = connections.find(city, id)?.folder;
          if (transport.kind !== "file-drop" || folder === undefined) continue;
          try {
            for (const picked of await pickUpFiles(folder, transport, drops({ city, source: id, appends: transport.appends ?? false }))) {
              if (picked.outcome === "rejected") log.warn({ city, source: id, file: picked.name, reason: picked.reason }, "a dropped file was rejected");
              else log.info({ city, source: id, file: picked.name, outcome: picked.outcome }, "a dropped file was picked up");
            }
          } catch (error) {
            // One folder that is not there, or one file that nobody can take, must not keep the others' files waiting.
            if (error instanceof SourceFault) log.warn({ city, source: id, fault: error.message }, "a folder of dropped files cannot be used");
            else log.error({ err: error, city, source: id }, "a folder's files could not be picked up");
          }
        }
      }
    },
  };
}
