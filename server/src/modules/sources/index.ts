/** Departments' systems and the one door to their records. What other rooms may use of it. */
import { chinaDate } from "../../kernel/china-time.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { Database } from "../../kernel/database.ts";
import type { Events, Subscription } from "../../kernel/events.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import type { Job } from "../../kernel/jobs.ts";
import type { Log } from "../../kernel/log.ts";
import type { PublishedCities } from "../catalogue/index.ts";
import type { Identity } from "../identity/index.ts";
import { createAnswers, type RecordContent } from "./answers/answers.ts";
import { forgetAnswersJob, forgetPersonJob } from "./answers/forget-answers.ts";
import { openConnections } from "./connections.ts";
import { type Directory, openDirectory } from "./directory.ts";
import { createDoor, type Door } from "./door/door.ts";
import { createDropStores } from "./drop/drop-store.ts";
import { pickUpFilesJob } from "./drop/pick-up-files.ts";
import { createPlaces } from "./guard/guard.ts";
import { createLane } from "./guard/lane.ts";
import { createHealth, forgetHealthJob } from "./health/health.ts";
import { createKnownPeople, type KnownPeople } from "./known-people.ts";
import { createManualQuestions } from "./manual/manual-questions.ts";
import { registerSourceRoutes } from "./routes.ts";
import { registerSourceStaffRoutes } from "./staff-routes.ts";
import type { Explain } from "./transports/transport.ts";
import { type Trial, trySource } from "./try-source.ts";

export type { RecordContent } from "./answers/answers.ts";
export type { Directory, KindEntry } from "./directory.ts";
export type { Answer, AnswerState, Door, LookUp, Reading, Reason } from "./door/door.ts";
export type { Ground } from "./door/grounds.ts";
export { noSuchRecordKind, personUnknown } from "./errors.ts";
export { compileMapping, type Mapping } from "./mapping/mapping.ts";
export { SourceFault } from "./transports/transport.ts";
export type { Trial } from "./try-source.ts";

export interface Sources {
  door: Door;
  directory: Directory;
  /** Who people are, remembered for seconds, as the door knows them. */
  knownPeople: Pick<KnownPeople, "find">;
  /** Asks an operation once and tells each step, with the personal data that pass. @throws {SourceFault} */
  trySource(trial: Trial, explain: Explain): Promise<RecordContent | undefined>;
  /** Work behind requests that needs the opened sources. */
  jobs: Job[];
  subscriptions: Subscription[];
  registerRoutes(server: HttpServer): void;
  close(): Promise<void>;
}

export interface SourcesNeeds {
  database: Database;
  events: Events;
  crypto: Crypto;
  cities: PublishedCities;
  identity: Identity;
  clock: Clock;
  log: Log;
  /** The operators' file of addresses and secrets. */
  connectionsFile: string;
  /** Whether departments are to be spared just now: whoever looks at their own records is shown what was kept. */
  sparing: () => boolean;
  /** How many times longer than said departments are waited for; undefined: once. */
  patience: () => number;
}

export function openSources({ database, events, crypto, cities, identity, clock, log, connectionsFile, sparing, patience }: SourcesNeeds): Sources {
  const today = () => chinaDate(clock());
  const { vault, lookupHash } = crypto;
  const health = createHealth({ database, events, clock, log });
  const answers = createAnswers(database, log);
  const manual = createManualQuestions({ database, clock });
  const connections = openConnections(connectionsFile, log);
  const drops = createDropStores({ database, cipher: vault.service, lookupHash, clock });
  const directory = openDirectory({ cities, connections, health, drops, places: createPlaces(), lane: createLane(), today });
  const people = createKnownPeople(identity);
  identity.people.onChanged((person) => {
    people.forget(person);
    answers.reread(person);
  });
  const forgetPerson = forgetPersonJob({ database, answers, clock });
  const door = createDoor({ database, directory, answers, manual, people, publicCipher: vault.service, clock, today, sparing, patience, log });
  const parts = { database, events, identity, cities, directory, door, answers, health, people, clock, today, cipher: vault.service };
  return {
    door,
    directory,
    knownPeople: people,
    trySource: (trial, explain) => trySource(parts, trial, explain),
    jobs: [forgetAnswersJob({ database, clock }), forgetHealthJob({ database, clock }), pickUpFilesJob({ cities, connections, drops, log }), forgetPerson],
    subscriptions: [{ event: "identity.account-closed", job: forgetPerson }],
    registerRoutes(server) {
      registerSourceRoutes(server, parts);
      registerSourceStaffRoutes(server, parts);
    },
    async close() {
      connections.close();
      await directory.close();
      await answers.close();
      await health.close();
    },
  };
}
