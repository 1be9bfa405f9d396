import { randomInt, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { DomainError } from "../../../kernel/errors.ts";
import { describeProblem, invalidRequest, methodNotAllowed, noSuchAddress, serverFault, tooLarge } from "../../../kernel/http/problem.ts";
import { securityHeadersOfData } from "../../../kernel/http/security-headers.ts";
import type { Log } from "../../../kernel/log.ts";
import { networkOf } from "../../../kernel/rate-limit.ts";
import { levelNeeded, notAllowed, type QuickSession, type QuickSessions, refuseForeignOrigin, signInNeeded } from "../../identity/crowd.ts";
import { noSuchCampaign } from "../campaign/errors.ts";
import { readBody } from "./body.ts";
import { type Gate, type RushCampaign, type RushCampaigns, type RushQuota, releasedNow, roomOf, stateOf } from "./campaigns.ts";
import { CHALLENGE_BITS, challengeText, isSolved, minuteOf } from "./challenge.ts";
import type { Committer, Outcome } from "./committer.ts";
import type { EntryBody, PlaceBody } from "./contract.ts";
import type { Entered } from "./entered.ts";
import type { ForChildren } from "./for-children.ts";
import { campaignClosed, campaignNotOpen, campaignPaused, campaignSoldOut, challengeNeeded, entryWithdrawn, noEntry, passNeeded, passRefused, ticketRefused, tryAgain, waitForYourTurn } from "./errors.ts";
import type { Standing, WaitingLine } from "./gate.ts";
import { parseEntryBody, parsePlaceBody } from "./parse.ts";
import type { Pass } from "./pass.ts";
import { insistently, mayPass } from "./passing.ts";
import type { Pulse } from "./pulse.ts";
import type { RecentEntries, Stored } from "./recent.ts";
import type { SteadyTime } from "./steady-time.ts";
import type { Ticket } from "./ticket.ts";

/** Everything below is the lane's; whatever is not, is the server's. */
export const LANE_PREFIX = "/api/v1/rush/";
/** The public state of a campaign is made anew so often. */
const STATUS_MS = 250;
const REFUSAL_MS = 20;
const RETRY_SECONDS = 2;
/** Whoever waits for what others leave asks now and then, and not all at once. */
const STANDBY_SECONDS = 5;
const NETWORKS_REMEMBERED = 20_000;
const ADDRESSES_REMEMBERED = 10_000;
const LONGEST_ADDRESS = 200;
const ACTING_FOR = "acting-for";

export interface LaneParts {
  campaigns: RushCampaigns;
  committer: Committer;
  line: WaitingLine;
  entered: Entered;
  forChildren: ForChildren;
  recent: RecentEntries;
  pulse: Pulse;
  sessions: QuickSessions;
  readTicket(signed: string): Ticket | undefined;
  readPass(signed: string): Pass | undefined;
  /** Instead of the challenge, for whoever cannot have it solved: whether they gave a code that was sent to them. */
  codeGiven(person: string, code: string): Promise<boolean>;
  time: SteadyTime;
  log: Log;
  publicUrl: string | undefined;
  production: boolean;
  behindProxy: boolean;
}

/**
 * Answers a crowd in plain node:http, beside the server that answers everything else: what a framework does for a request
 * costs half as much again as a booking.
 */
export interface LaneHandler {
  /** Whether the request is the lane's; then it is answered. @param body where somebody else has read it already */
  handle(request: IncomingMessage, response: ServerResponse, body?: unknown): boolean;
}

type Act = "time" | "status" | "place" | "entries" | "mine";
const METHODS: Record<Act, string[]> = { time: ["GET", "HEAD"], status: ["GET", "HEAD"], place: ["POST"], entries: ["POST"], mine: ["GET", "HEAD"] };

/** One request on its way. */
interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  campaign: RushCampaign;
  /** Of whoever sends it; the person is whose part it is. */
  session: QuickSession;
  /** The parent who sends it for their child. */
  by: string | undefined;
  since: number;
}

export function createLaneHandler(parts: LaneParts): LaneHandler {
  const { campaigns, committer, line, entered, forChildren, recent, pulse, sessions, time, log } = parts;
  const common = Object.entries(securityHeadersOfData({ production: parts.production })).flat();
  const jsonHead = [...common, "content-type", "application/json; charset=utf-8", "cache-control", "no-store", "content-length"];
  const statusHead = [...common, "content-type", "application/json; charset=utf-8", "cache-control", "public, max-age=1", "content-length"];
  const problemHead = [...common, "content-type", "application/problem+json", "cache-control", "no-store", "content-length"];
  const statuses = new Map<RushCampaign, { at: number; body: string; head: string[] }>();
  const refusals = new Map<RushCampaign, { at: number; refusal: DomainError | undefined }>();
  const networks = new Map<string, string>();
  const addresses = new Map<string, Address>();
  let goodOrigin = "";

  /** @param body nothing beyond ASCII: numbers, times, ids */
  const answer = ({ response, session }: Pick<Visit, "response"> & { session?: QuickSession }, status: number, body: string) => {
    const head = [...jsonHead, String(body.length)];
    if (session?.setCookie !== undefined) head.push("set-cookie", session.setCookie);
    response.writeHead(status, head).end(body, "latin1");
  };
  const refuse = ({ response, session }: Pick<Visit, "response"> & { session?: QuickSession }, error: DomainError, status?: number, more: string[] = []) => {
    if (response.headersSent || response.destroyed) return;
    const problem = describeProblem(error, randomUUID(), status);
    const body = JSON.stringify(problem);
    const head = [...problemHead, String(Buffer.byteLength(body)), ...more];
    const { retryAfterSeconds } = error.extensions;
    if (typeof retryAfterSeconds === "number") head.push("retry-after", String(retryAfterSeconds));
    if (session?.setCookie !== undefined) head.push("set-cookie", session.setCookie);
    response.writeHead(problem.status, head).end(body);
  };
  const refuseVisit = (visit: Visit, error: DomainError) => {
    pulse.refused(visit.campaign.id, error.code);
    refuse(visit, error);
  };
  /** What goes wrong in here is a fault of ours, and is told as such. */
  const fail = (visit: Pick<Visit, "response"> & { session?: QuickSession }, error: unknown) => {
    if (error instanceof DomainError) return refuse(visit, error);
    log.error({ err: error }, "a request of the rush ended in a fault");
    refuse(visit, serverFault("The request could not be answered."), 500);
  };

  // The public view: no sign-in, no database, made four times a second however many ask.

  const answerStatus = (campaign: RushCampaign, response: ServerResponse) => {
    const now = time.now();
    let kept = statuses.get(campaign);
    if (!kept || now - kept.at >= STATUS_MS || now < kept.at) {
      const body = JSON.stringify(describe(campaign, now));
      statuses.set(campaign, (kept = { at: now, body, head: [...statusHead, String(body.length)] }));
    }
    response.writeHead(200, kept.head).end(kept.body, "latin1");
  };

  // Entries.

  /** Made anew as seldom: to make an error costs as much as to find out who asks. */
  const closedDoor = (campaign: RushCampaign, now: number): DomainError | undefined => {
    let kept = refusals.get(campaign);
    if (!kept || now - kept.at >= REFUSAL_MS || now < kept.at) refusals.set(campaign, (kept = { at: now, refusal: refusalOf(campaign, now) }));
    return kept.refusal;
  };
  const refusalOf = (campaign: RushCampaign, now: number): DomainError | undefined => {
    const state = stateOf(campaign, now);
    if (state === "announced") return campaignNotOpen("Registration has not opened yet.", { extensions: { opensAt: new Date(campaign.opensAt).toISOString(), retryAfterSeconds: Math.max(1, Math.ceil((campaign.opensAt - now) / 1000)) } });
    if (state === "closed" || state === "ended") return campaignClosed(state === "ended" ? "Registration was ended." : "Registration is closed.");
    if (state === "paused") return campaignPaused("Registration is paused. Your place in the line is kept.", { extensions: { retryAfterSeconds: 10 } });
    return undefined;
  };
  const soldOut = campaignSoldOut("Every place is taken.");
  const withdrawn = entryWithdrawn("You have registered here before, and withdrawn.");
  const answerEntry = (visit: Visit, stored: Stored, repeated: boolean) => {
    const { campaign, since } = visit;
    const group = campaign.quotas.get(stored.quota)?.group;
    answer(visit, repeated ? 200 : 201, `{"number":${stored.number},${group === undefined ? "" : `"group":"${group}",`}"at":"${instant(stored.at)}"}`);
    pulse.stored(campaign.id, repeated, performance.now() - since);
  };
  const answerStored = (visit: Visit, stored: Stored) => (stored.ended ? refuseVisit(visit, withdrawn) : answerEntry(visit, stored, true));
  const settle = (visit: Visit, outcome: Outcome) => {
    if (visit.response.destroyed) return;
    if (outcome.kind === "entered") {
      if (!outcome.repeated) return answerEntry(visit, outcome, false);
      return attemptLater(visit, async () => {
        const stored = await entered.find(visit.campaign.id, visit.session.person);
        if (stored) answerStored(visit, stored);
        else settle(visit, { kind: "late" });
      });
    }
    if (outcome.kind === "sold-out") return refuseVisit(visit, soldOut);
    if (outcome.kind === "shut") {
      void campaigns.refresh();
      return refuseVisit(visit, refusalOf(visit.campaign, time.now()) ?? campaignPaused("Registration is paused. Your place in the line is kept.", { extensions: { retryAfterSeconds: 10 } }));
    }
    if (outcome.kind === "late") return refuseVisit(visit, tryAgain("It could not be stored in time. Send the same request again: nobody is registered twice.", { extensions: { retryAfterSeconds: RETRY_SECONDS } }));
    pulse.refused(visit.campaign.id, "server-fault");
    refuse(visit, serverFault("The request could not be answered."), 500);
  };

  const enter = (visit: Visit, body: EntryBody) => {
    const { campaign, session } = visit;
    const now = time.now();
    const quota = quotaOf(visit, body.pass, now);
    if (roomOf(quota) <= 0) return tellSoldOut(visit, quota);
    entered.forget(quota.id);
    const ticket = body.ticket === undefined ? undefined : ticketOf(visit, body.ticket);
    const known = recent.find(campaign.id, session.person);
    if (known) return answerEntry(visit, known, true);
    if (!ticket && campaign.guarded) throw challengeFor(visit, now);
    const place = ticket ?? line.takePlace(campaign, session.person, now);
    if (place instanceof Promise) {
      place.then((given) => (given ? letIn(visit, given, quota.id) : settle(visit, { kind: "late" }))).catch((error: unknown) => fail(visit, error));
      return;
    }
    letIn(visit, place, quota.id);
  };
  const letIn = (visit: Visit, ticket: Ticket, quota: number) => {
    const { campaign, session } = visit;
    const now = time.now();
    const standing = line.standing(campaign, ticket, now);
    if (!standing.canEnter || !committer.accepts()) return refuseVisit(visit, waitFor(standing, now));
    pulse.came(campaign.id, networkOfRequest(visit.request));
    const { by } = visit;
    if (by !== undefined) return attemptLater(visit, async () => settle(visit, await forChildren.register(by, campaign, { person: session.person, quota })));
    committer.submit({ campaign: campaign.id, person: session.person, quota }, (outcome) => settle(visit, outcome));
  };
  const waitFor = (standing: Standing, now: number): DomainError => {
    const { ahead, turnAt, standby } = standing;
    // Whose turn it is but finds the process full comes again in a moment.
    const retryAfterSeconds = standby ? randomInt(STANDBY_SECONDS, 2 * STANDBY_SECONDS) : Math.max(1, Math.ceil(((turnAt ?? now) - now) / 1000));
    const extensions = { ticket: line.sign(standing), number: (standing.position ?? 0) + 1, ahead, ...(turnAt === undefined ? {} : { turnAt: instant(turnAt) }), standby, retryAfterSeconds };
    if (standby) return waitForYourTurn("Every place is promised to somebody before you. What they do not take in time comes next.", { extensions });
    return waitForYourTurn(ahead === 0 ? "You are next." : `${ahead} people are before you.`, { extensions });
  };
  const tellSoldOut = (visit: Visit, quota: RushQuota) => {
    const { campaign, session } = visit;
    if (!entered.perhaps(campaign.id, quota.id, session.person, quota.capacity)) return refuseVisit(visit, soldOut);
    entered.find(campaign.id, session.person).then((stored) => (stored ? answerStored(visit, stored) : refuseVisit(visit, soldOut))).catch((error: unknown) => fail(visit, error));
  };
  const quotaOf = ({ campaign, session, by }: Visit, signed: string | undefined, now: number) => {
    if (signed === undefined) {
      if (campaign.onlyQuota) return campaign.onlyQuota;
      throw passNeeded("Whether you can take part is checked first.");
    }
    const pass = parts.readPass(signed);
    const quota = pass?.campaign === campaign.id && pass.person === session.person && pass.by === by ? campaign.quotas.get(pass.quota) : undefined;
    if (!pass || !quota) throw passRefused("This pass was not given to you for this campaign.");
    if (pass.until < now) throw passNeeded("The check of your eligibility is too old. Have it checked again.");
    if (pass.conditions !== campaign.conditions) throw passNeeded("The conditions have changed since your eligibility was checked. Have it checked again.");
    return quota;
  };
  const ticketOf = ({ campaign, session }: Visit, signed: string): Ticket => {
    const ticket = parts.readTicket(signed);
    const early = campaign.gate?.early;
    if (!ticket || ticket.campaign !== campaign.id || ticket.person !== session.person || (ticket.kind === "early" && early !== undefined && ticket.number >= early)) {
      throw ticketRefused("This ticket was not given to you for this campaign.");
    }
    return ticket;
  };

  // Places in the line.

  const challengeFor = ({ campaign, session }: Visit, now: number): DomainError => {
    const minute = minuteOf(now);
    return challengeNeeded("Show that you are not one of many requests of a program.", { extensions: { challenge: { text: challengeText(`${campaign.city}/${campaign.slug}`, session.person, minute), minute, bits: CHALLENGE_BITS } } });
  };
  const passedGuard = async ({ campaign, session, by }: Visit, { challenge }: PlaceBody, now: number): Promise<boolean> => {
    if (challenge === undefined) return false;
    if ("code" in challenge) return parts.codeGiven(by ?? session.person, challenge.code);
    return isSolved(`${campaign.city}/${campaign.slug}`, session.person, challenge, now);
  };
  const givePlace = async (visit: Visit, body: PlaceBody) => {
    const { campaign, session } = visit;
    const now = time.now();
    const wanted = body.pass === undefined ? undefined : quotaOf(visit, body.pass, now);
    if (stateOf(campaign, now) === "sold-out" || (wanted && roomOf(wanted) <= 0)) throw soldOut;
    const shown = body.ticket === undefined ? undefined : ticketOf(visit, body.ticket);
    if (!shown && campaign.guarded && !(await passedGuard(visit, body, now))) throw challengeFor(visit, now);
    // A quick place is made one that another telephone shows too.
    const ticket = shown && shown.kind !== "quick" ? shown : await line.join(campaign, session.person, shown, now);
    if (!ticket) return settle(visit, { kind: "late" });
    const better = shown && shown.kind === "quick" && ticket.kind === "kept" && shown.number < ticket.number ? { ...shown, kind: "kept" as const } : ticket;
    const standing = line.standing(campaign, better, time.now());
    const { position, ahead, turnAt, canEnter } = standing;
    const early = better.kind === "early" ? better.number : better.drawnFrom;
    answer(visit, 200, JSON.stringify({
      ticket: line.sign(standing),
      number: position === undefined ? null : position + 1,
      ahead: ahead ?? null,
      turnAt: turnAt === undefined ? null : instant(turnAt),
      early: early !== undefined,
      ...(early === undefined ? {} : { earlyNumber: early + 1 }),
      canEnter,
      standby: standing.standby,
    }));
  };

  // The way in.

  const visitWith = (act: Act, campaign: RushCampaign, request: IncomingMessage, response: ServerResponse, session: QuickSession, since: number, body: unknown) => {
    const visit: Visit = { request, response, campaign, session, by: undefined, since };
    const { level } = campaign.rules.eligibility;
    if (session.level < level) {
      // What was just proven may not have reached this process yet.
      const proven = sessions.of(request.headers.cookie, true);
      attemptLater(visit, async () => {
        const anew = await proven;
        if (!anew || anew.level < level) throw levelNeeded("This needs a surer proof of who you are.", { extensions: { needed: level, have: session.level } });
        proceed(act, { ...visit, session: anew }, body);
      });
      return;
    }
    proceed(act, visit, body);
  };
  const proceed = (act: Act, visit: Visit, given: unknown) => {
    if (act === "mine") {
      attemptLater(visit, async () => {
        if (visit.request.headers[ACTING_FOR] !== undefined) throw notAllowed("What a child registered is shown at GET /api/v1/me/campaigns/{city}/{slug}.");
        const stored = await entered.find(visit.campaign.id, visit.session.person);
        if (!stored) throw noEntry("You have not registered here.");
        if (stored.ended) throw withdrawn;
        answerEntryView(visit, stored);
      });
      return;
    }
    if (given !== undefined) return begin(act, visit, given);
    readBody(visit.request, (error, body) => {
      if (error) return refuse(visit, error === "too-large" ? tooLarge("The body is larger than this address takes.") : invalidRequest(error), error === "too-large" ? 413 : error === "The body has to be application/json." ? 415 : 400, error === "too-large" ? ["connection", "close"] : []);
      begin(act, visit, body);
    });
  };
  const begin = (act: Act, visit: Visit, body: unknown) => {
    if (visit.request.headers[ACTING_FOR] !== undefined && visit.by === undefined) return beginForChild(act, visit, body);
    if (act === "entries") attempt(visit, () => enterWhenOpen(visit, parseEntryBody(body)));
    else attemptLater(visit, () => givePlace(visit, parsePlaceBody(body)));
  };
  const beginForChild = (act: Act, visit: Visit, body: unknown) =>
    attemptLater(visit, async () => {
      const { campaign, session, request } = visit;
      const { pass } = act === "entries" ? parseEntryBody(body) : parsePlaceBody(body);
      const child = await forChildren.childOf(session.person, campaign, request.headers[ACTING_FOR], pass);
      if (child === undefined) return settle(visit, { kind: "late" });
      begin(act, { ...visit, session: { ...session, person: child }, by: session.person }, body);
    });
  const answerEntryView = (visit: Visit, stored: Stored) => {
    const group = visit.campaign.quotas.get(stored.quota)?.group;
    answer(visit, 200, JSON.stringify({ number: stored.number, ...(group === undefined ? {} : { group }), at: instant(stored.at) }));
  };
  const enterWhenOpen = (visit: Visit, body: EntryBody) => {
    if (visit.campaign.gate?.early !== undefined) return enter(visit, body);
    // The clock says that it is open; the gate takes a moment to open everywhere.
    const opened = Promise.race([campaigns.untilOpen(visit.campaign).then(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), 8_000).unref())]);
    opened.then((isOpen) => (isOpen ? enter(visit, body) : settle(visit, { kind: "late" }))).catch((error: unknown) => failVisit(visit, error));
  };
  const failVisit = (visit: Visit, error: unknown) => (error instanceof DomainError ? refuseVisit(visit, error) : fail(visit, error));
  const attempt = (visit: Visit, work: () => void) => {
    try {
      work();
    } catch (error) {
      failVisit(visit, error);
    }
  };
  const attemptLater = (visit: Visit, work: () => Promise<void>) => {
    // What is thrown before anything is waited for arrives here as well.
    (async () => work())().catch((error: unknown) => failVisit(visit, error));
  };

  const recogniseLater = async (cookie: string | undefined, error: unknown): Promise<QuickSession | undefined> => {
    if (!mayPass(error)) throw error;
    const found = await insistently(async () => ({ session: await sessions.of(cookie) }));
    if (!found) throw error;
    return found.session;
  };
  const networkOfRequest = (request: IncomingMessage): string => {
    const forwarded = parts.behindProxy ? request.headers["x-forwarded-for"] : undefined;
    const address = typeof forwarded === "string" ? forwarded.slice(forwarded.lastIndexOf(",") + 1).trim() : request.socket.remoteAddress;
    let network = networks.get(address ?? "");
    if (network === undefined) {
      if (networks.size >= NETWORKS_REMEMBERED) networks.clear();
      networks.set(address ?? "", (network = networkOf(address ?? "")));
    }
    return network;
  };
  const checkOrigin = (request: IncomingMessage) => {
    const { origin, host = "" } = request.headers;
    const site = request.headers["sec-fetch-site"];
    if (origin === undefined && site === undefined) return;
    if ((site === undefined || site === "same-origin") && origin !== undefined && goodOrigin === `${origin} ${host}`) return;
    refuseForeignOrigin({ method: request.method ?? "", headers: request.headers, host }, parts.publicUrl);
    if (origin !== undefined) goodOrigin = `${origin} ${host}`;
  };

  const route = (request: IncomingMessage, response: ServerResponse, body: unknown) => {
    const since = performance.now();
    const url = request.url ?? "";
    const method = request.method ?? "";
    let address = addresses.get(url);
    if (!address) {
      if (addresses.size >= ADDRESSES_REMEMBERED) addresses.clear();
      address = readAddress(url);
      if (url.length <= LONGEST_ADDRESS) addresses.set(url, address);
    }
    const { act } = address;
    if (act === undefined) return refuse({ response }, noSuchAddress(`There is nothing at ${method} ${url.slice(0, 200)}.`));
    const allowed = METHODS[act];
    if (!allowed.includes(method)) return refuse({ response }, methodNotAllowed(`${method} is not answered at this address; ${allowed.join(", ")} ${allowed.length === 1 ? "is" : "are"}.`), 405, ["allow", allowed.join(", ")]);
    if (act === "time") return answer({ response }, 200, `{"now":${Math.floor(time.now())}}`);
    const campaign = campaigns.find(address.campaign);
    const noCampaign = () => noSuchCampaign(`There is no campaign at ${address.campaign}.`);
    if (act === "status") return campaign ? answerStatus(campaign, response) : refuse({ response }, noCampaign());
    checkOrigin(request);
    if (request.headers.cookie === undefined) return refuse({ response }, signInNeeded("Sign in first."));
    if (campaign && act !== "mine") {
      const refusal = closedDoor(campaign, time.now());
      // Before the opening people join; in a pause they may look where they stand.
      if (refusal && !(act === "place" && (refusal.code === "campaign-paused" || refusal.code === "campaign-not-open"))) return refuseVisit({ request, response, campaign, session: { person: "", level: 1 }, by: undefined, since }, refusal);
    }
    const session = sessions.of(request.headers.cookie);
    const go = (known: QuickSession | undefined) => {
      if (!known) return refuse({ response }, signInNeeded("Sign in first."));
      if (!campaign) return refuse({ response, session: known }, noCampaign());
      visitWith(act, campaign, request, response, known, since, body);
    };
    if (!(session instanceof Promise)) return go(session);
    // While a database starts anew nobody is turned away.
    session.catch((error: unknown) => recogniseLater(request.headers.cookie, error)).then(go).catch((error: unknown) => {
      log.warn({ err: error }, "a session could not be looked up");
      refuse({ response }, tryAgain("Who you are could not be looked up in time. Send the same request again.", { extensions: { retryAfterSeconds: RETRY_SECONDS } }));
    });
  };

  return {
    handle(request, response, body) {
      if (request.url?.startsWith(LANE_PREFIX) !== true) return false;
      try {
        route(request, response, body);
      } catch (error) {
        fail({ response }, error);
      }
      return true;
    },
  };
}

interface Address {
  /** Undefined: nothing is there. */
  act: Act | undefined;
  /** `city/slug` */
  campaign: string;
}

function readAddress(url: string): Address {
  const [path = ""] = url.slice(LANE_PREFIX.length).split("?");
  const [city = "", slug, ...rest] = path.replace(/\/$/, "").split("/");
  if (slug === undefined) return { act: city === "time" ? "time" : undefined, campaign: "" };
  const acts: Record<string, Act> = { "": "status", place: "place", entries: "entries", "entries/mine": "mine" };
  const tail = rest.join("/");
  return { act: Object.hasOwn(acts, tail) ? acts[tail] : undefined, campaign: `${city}/${slug}` };
}

/** What everybody may know. */
function describe(campaign: RushCampaign, now: number) {
  const { gate, rules, guarded, orderCommitment } = campaign;
  const state = stateOf(campaign, now);
  const quotas = [...campaign.quotas.values()];
  const counted = quotas.every((quota) => quota.capacity !== undefined);
  return {
    state,
    now: Math.floor(now),
    opensAt: instant(campaign.opensAt),
    closesAt: instant(campaign.closesAt),
    manner: rules.manner,
    guarded,
    needsPass: campaign.needsPass,
    serving: gate?.early === undefined ? 0 : Math.min(releasedNow(gate, now), Math.max(gate.next, gate.early)),
    joined: gate === undefined ? 0 : gate.early === undefined ? gate.joined : Math.max(gate.next, gate.early),
    perSecond: gate?.pace.perSecond ?? 0,
    ...(counted ? { remaining: quotas.reduce((sum, quota) => sum + Math.max(0, roomOf(quota)), 0) } : {}),
    registered: quotas.reduce((sum, { taken }) => sum + taken, 0),
    order: orderOf(orderCommitment, gate, campaign.orderKey),
  };
}

/** Before the opening the digest of the key that decides the order of the early; from then on the key, and among how many. */
function orderOf(commitment: string, gate: Gate | undefined, key: Buffer) {
  return gate?.early === undefined ? { commitment } : { commitment, key: key.toString("hex"), among: gate.early };
}

/** A batch has one time, and so have those who wait for the same moment. */
let lastInstant = { at: Number.NaN, text: "" };

function instant(at: number): string {
  if (lastInstant.at !== at) lastInstant = { at, text: new Date(at).toISOString() };
  return lastInstant.text;
}
