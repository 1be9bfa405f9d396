/** Identity: who somebody is, how they sign in, for whom they may act. What other rooms may use of it. */
import type { FastifyRequest } from "fastify";
import type { Clock } from "../../kernel/clock.ts";
import type { Crypto } from "../../kernel/crypto/open.ts";
import type { PersonCipher } from "../../kernel/crypto/vault.ts";
import type { Database, Handles } from "../../kernel/database.ts";
import type { Events, Subscription } from "../../kernel/events.ts";
import type { HttpServer } from "../../kernel/http/server.ts";
import type { Job } from "../../kernel/jobs.ts";
import type { Log } from "../../kernel/log.ts";
import type { Notifications } from "../../kernel/notifications.ts";
import { findOrAddPerson } from "./account/find-or-add-person.ts";
import { findKnownPerson, type KnownPerson } from "./account/known-person.ts";
import { findOwnPhone } from "./account/own-numbers.ts";
import { findPersonCipher, findPersonCipherTogether } from "./account/person-cipher.ts";
import { findPersonByIdNumber } from "./account/store.ts";
import { type ActDemand, findAuthorityOver, findRightsNow, requireActor } from "./acting/require-actor.ts";
import { registerActingRoutes } from "./acting/routes.ts";
import { type Caller, type Demand, requirePerson } from "./caller.ts";
import { closeAccountsJob } from "./closing/close-accounts.ts";
import { registerClosingRoutes } from "./closing/routes.ts";
import type { ExportPart } from "./control-room/export-part.ts";
import { registerControlRoomRoutes } from "./control-room/routes.ts";
import { registerConfirmationRoutes } from "./confirmation/routes.ts";
import { type CrowdIdentity, openCrowdIdentity } from "./crowd.ts";
import { recheckEnterprisesJob } from "./enterprise/follow-register.ts";
import { registerEnterpriseRoutes } from "./enterprise/routes.ts";
import { endChildhoodsJob } from "./family/end-kinship.ts";
import { registerFamilyRoutes } from "./family/routes.ts";
import { createCookies, SESSION_COOKIE } from "./http/cookies.ts";
import { registerMandateRoutes } from "./mandate/routes.ts";
import { registerMeRoutes } from "./me/routes.ts";
import { forgetNoticesJob, sendNoticeJob } from "./notice/send-notice.ts";
import { tellOfAgencyJob, tellOfMandateJob } from "./notice/tell-invited.ts";
import type { OutsideSystem } from "./outside/post-json.ts";
import { connectRegisters } from "./outside/registers.ts";
import { connectSmsGateway } from "./outside/sms-gateway.ts";
import type { IdentityParts } from "./parts.ts";
import { registerPasskeyRoutes } from "./passkey/routes.ts";
import { registerPasswordRoutes } from "./password/routes.ts";
import { registerPhoneRoutes } from "./phone/routes.ts";
import { registerRealNameRoutes } from "./real-name/routes.ts";
import type { CarryOver } from "./real-name/take-over.ts";
import { completeRecoveriesJob, forgetAttemptsJob } from "./recovery/jobs.ts";
import { registerRecoveryRoutes } from "./recovery/routes.ts";
import { rotateKeysJob } from "./rotation/rotate-keys.ts";
import { registerScanRoutes } from "./scan/routes.ts";
import { registerSecurityRoutes } from "./security/routes.ts";
import { forgetEndedJob } from "./session/forget-ended.ts";
import { createSessions } from "./session/sessions.ts";
import { isOver } from "./session/session.ts";
import { listSessions, PERSON_CHANGED_CHANNEL } from "./session/store.ts";
import { registerSignInRoutes } from "./sign-in/routes.ts";
import { createCodeSender, forgetCodesJob, sendOverdueCodesJob } from "./sign-in/send-code.ts";
import { demonstrationStaff } from "./staff/demonstration-staff.ts";
import { findStaffSignIn, requireStaff } from "./staff/caller.ts";
import { alarmJob } from "./staff/emergency-access.ts";
import { registerStaffRoutes } from "./staff/routes.ts";
import type { Staff } from "./staff/staff.ts";
import { saveDemonstrationStaff } from "./staff/store.ts";
import { registerTotpRoutes } from "./totp/routes.ts";

export type { ActDemand } from "./acting/require-actor.ts";
export type { ActingAuthority, ActingFor, Caller, Demand } from "./caller.ts";
export { rotateKeys, type RotationReport } from "./rotation/rotate-keys.ts";
export type { KnownPerson } from "./account/known-person.ts";
export { malformedIdNumber, notAllowed } from "./errors.ts";
export { ownOrigin } from "./http/own-address.ts";
export { connectSmsGateway, type SendSms } from "./outside/sms-gateway.ts";
export type { ExportPart } from "./control-room/export-part.ts";
export type { CarryOver, Joining } from "./real-name/take-over.ts";
export { addRehearsalPeople, rehearsalPerson, rehearsalToken } from "./rehearsal/rehearsal-people.ts";
export type { Level } from "./session/session.ts";
export { mintSlip } from "./session/slips.ts";
export { addFirstOfficer } from "./staff/people.ts";
export { mayAct, type Place, type Role, type Staff } from "./staff/staff.ts";

export interface Identity {
  registerRoutes(server: HttpServer): void;
  /** @throws sign-in-needed, level-needed, confirmation-needed, foreign-origin */
  requirePerson(request: FastifyRequest, demand?: Demand): Promise<Caller>;
  /**
   * As requirePerson, and for whom they act when the request has the header `acting-for`: the result's `actingFor`.
   * @throws also not-allowed, mandate-exceeded, too-many-requests
   */
  requireActor(request: FastifyRequest, demand?: ActDemand): Promise<Caller>;
  /** @throws sign-in-needed, foreign-origin */
  requireStaff(request: FastifyRequest): Promise<Staff>;
  /** The sign-in a request comes with, a person's or a member of staff's; undefined without one. It allows nothing, and is no sign that they are there. */
  signInOf(request: FastifyRequest): Promise<SignIn | undefined>;
  /** For whoever answers a crowd. */
  crowd: CrowdIdentity;
  /** Who people are by the registers, for rooms that keep or ask something about them. */
  people: People;
  close(): Promise<void>;
}

export interface SignIn {
  /** What tells it from all others. */
  signIn: string;
  /** Whose it is. */
  holder: string;
  /** What lets them act at this moment beyond being themselves: for another, or by their office. The same text while it is the same. */
  rights: string;
}

export interface People {
  /** Undefined for who has proven nothing yet, and for who left. */
  find(person: string): Promise<KnownPerson | undefined>;
  findByIdNumber(idNumber: string): Promise<string | undefined>;
  /** What seals what other rooms keep of somebody, who need have proven nothing; undefined for who left. */
  cipherOf(person: string, source?: Handles): Promise<PersonCipher | undefined>;
  /** The number of somebody's account, eleven digits, for what is done with it at once; undefined without an account, and for who left. */
  phoneOf(person: string, source?: Handles): Promise<string | undefined>;
  /** Whether somebody is signed in on a device of their own, and so sees what is in the app. */
  isSignedIn(person: string, source?: Handles): Promise<boolean>;
  /** Ids of the children for whom somebody may act. */
  childrenOf: CrowdIdentity["childrenOf"];
  /** What somebody may do for a person or company at this moment without saying in whose name; undefined: nothing. */
  authorityOver(by: string, owner: string): Promise<((act: { city: string; topic?: string; service?: string }) => boolean) | undefined>;
  /** Adds who has no account yet. @param known.ground how we know of them */
  findOrAdd(known: { name: string; idNumber: string; ground: string }): Promise<string>;
  /** Called in every process when something about a person changed, their leaving included. */
  onChanged(listener: (person: string) => void): void;
  /** Called in the transaction in which somebody of level 1 turns out to be a known person, while both keys are there. */
  onJoining(carry: CarryOver): void;
  /** Puts what a room keeps of people into the copy of all their data. Before the routes are registered. */
  addToExport(...parts: ExportPart[]): void;
}

interface OutsideSystems {
  smsGateway: OutsideSystem | undefined;
  registers: OutsideSystem | undefined;
}

export interface IdentityNeeds {
  database: Database;
  events: Events;
  notifications: Notifications;
  crypto: Crypto;
  outside: OutsideSystems;
  clock: Clock;
  log: Log;
  /** The origin people see; undefined: whatever host was asked. */
  publicUrl: string | undefined;
  /** In production nobody picks an invented account. */
  production: boolean;
  /** Whether people may register in this city; asked at each registration, since cities come and go while the server runs. */
  cityExists(city: string): boolean;
}

/** What identity does behind requests, and the events it does it upon. */
export function identityJobs(needs: Pick<IdentityNeeds, "database" | "events" | "crypto" | "outside" | "clock" | "publicUrl">): { jobs: Job[]; subscriptions: Subscription[] } {
  const { database, events, crypto, outside, clock, publicUrl } = needs;
  const parts = { database, events, vault: crypto.vault, lookupHash: crypto.lookupHash, codes: crypto.codes, clock, publicUrl, registers: connectRegisters(outside.registers), sendSms: connectSmsGateway(outside.smsGateway) };
  const sendNotice = sendNoticeJob(parts);
  const alarm = alarmJob(parts);
  const tellOfMandate = tellOfMandateJob(parts);
  const tellOfAgency = tellOfAgencyJob(parts);
  return {
    jobs: [
      // Upon the events below.
      sendNotice, tellOfMandate, tellOfAgency, alarm,
      // What falls due.
      sendOverdueCodesJob(parts), completeRecoveriesJob(parts), closeAccountsJob(parts), endChildhoodsJob(parts), recheckEnterprisesJob(parts), rotateKeysJob(database, crypto),
      // What is kept no longer than it serves.
      forgetCodesJob(parts), forgetEndedJob(parts), forgetNoticesJob(parts), forgetAttemptsJob(parts),
    ],
    subscriptions: [
      { event: "identity.mandate-offered", job: tellOfMandate },
      { event: "identity.agent-invited", job: tellOfAgency },
      { event: "identity.notice-due", job: sendNotice },
      { event: "identity.emergency-taken", job: alarm },
    ],
  };
}

export function openIdentity(needs: IdentityNeeds): Identity {
  const { database, events, notifications, crypto, outside, clock, log, publicUrl, production, cityExists } = needs;
  const sessions = createSessions({ database, notifications, clock, log });
  const { vault, codes } = crypto;
  const crowd = openCrowdIdentity({ database, notifications, crypto, clock, publicUrl });
  const codeSender = createCodeSender({ database, vault, codes, clock, sendSms: connectSmsGateway(outside.smsGateway) }, log);
  const carriers: CarryOver[] = [];
  const exportParts: ExportPart[] = [];
  const parts: IdentityParts = {
    carriers, exportParts, database, events, clock, log, publicUrl, production, cityExists, sessions, codeSender,
    vault: crypto.vault,
    lookupHash: crypto.lookupHash,
    codes: crypto.codes,
    registers: connectRegisters(outside.registers),
    cookies: createCookies(publicUrl),
  };
  return {
    registerRoutes(server) {
      registerSignInRoutes(server, parts);
      registerPasswordRoutes(server, parts);
      registerTotpRoutes(server, parts);
      registerPasskeyRoutes(server, parts);
      registerScanRoutes(server, parts);
      registerConfirmationRoutes(server, parts);
      registerPhoneRoutes(server, parts);
      registerSecurityRoutes(server, parts);
      registerRecoveryRoutes(server, parts);
      registerMeRoutes(server, parts);
      registerRealNameRoutes(server, parts);
      registerFamilyRoutes(server, parts);
      registerMandateRoutes(server, parts);
      registerEnterpriseRoutes(server, parts);
      registerActingRoutes(server, parts);
      registerControlRoomRoutes(server, parts);
      registerClosingRoutes(server, parts);
      registerStaffRoutes(server, parts);
    },
    requirePerson: (request, demand) => requirePerson(parts, request, demand),
    requireActor: (request, demand) => requireActor(parts, request, demand),
    requireStaff: (request) => requireStaff(parts, request),
    async signInOf(request) {
      if (request.url.startsWith("/staff/")) return findStaffSignIn(parts, request);
      const token = parts.cookies.get(request, SESSION_COOKIE);
      const session = token === undefined ? undefined : await sessions.look(token);
      if (!session) return undefined;
      return { signIn: session.id, holder: session.person, rights: await findRightsNow(parts, request, session.person) };
    },
    crowd,
    people: {
      find: (person) => findKnownPerson(parts, database, person),
      findByIdNumber: async (idNumber) => (await findPersonByIdNumber(database, parts.lookupHash.candidates("id-number", idNumber)))?.id,
      cipherOf: (person, source) => (source ? findPersonCipher(parts, source, person) : findPersonCipherTogether(parts, database, person)),
      phoneOf: (person, source = database) => findOwnPhone(parts, source, person),
      isSignedIn: async (person, source = database) => (await listSessions(source, person, clock())).some((session) => session.kind === "personal" && !isOver(session, clock())),
      childrenOf: crowd.childrenOf,
      authorityOver: (by, owner) => findAuthorityOver(parts, by, owner),
      findOrAdd: (known) => database.transaction((tx) => findOrAddPerson(parts, tx, known)),
      onChanged: (listener) => notifications.on(PERSON_CHANGED_CHANNEL, listener),
      onJoining: (carry) => void carriers.push(carry),
      addToExport: (...more) => void exportParts.push(...more),
    },
    async close() {
      await codeSender.close();
      await sessions.close();
    },
  };
}

/** Adds the invented accounts of a demonstration; doing it again changes nothing. */
export async function loadDemonstrationStaff(database: Database, cities: string[]): Promise<void> {
  for (const staff of demonstrationStaff(cities)) await saveDemonstrationStaff(database, staff);
}
