/** The screens by address. Each is a file of its own that comes over the wire when somebody goes there, or is about to. */
import type { QueryKey, UseQueryOptions } from "@tanstack/react-query";
import type { ComponentType } from "react";
import type { Asker } from "../api/queries.ts";

export interface Visit {
  params: Record<string, string>;
  search: URLSearchParams;
  /** The person's home area, when they have told it to this device. */
  division?: string;
}

/** Puts a question to the API, or to what is already known. */
export type Ask = <Answer, Key extends QueryKey>(question: UseQueryOptions<Answer, Error, Answer, Key>) => Promise<Answer>;

export interface ScreenModule {
  Screen: ComponentType;
  /** What the screen needs to know before it can be drawn in full. */
  prepare?(ask: Ask, asker: Asker, visit: Visit): Promise<unknown>;
}

export type Tab = "home" | "services" | "wallet" | "progress" | "me";

export interface Route {
  pattern: string;
  /** The screen's file as the client manifest names it. */
  source: string;
  /** The tab that is lit while the screen shows. */
  tab: Tab;
  /** It has the whole screen, without header, tabs and footer: a display that hangs in a hall. */
  bare?: true;
  load(): Promise<ScreenModule>;
}

const SCREENS = {
  home: { source: "src/screens/home/home-screen.tsx", load: () => import("../screens/home/home-screen.tsx") },
  services: { source: "src/screens/services/services-screen.tsx", load: () => import("../screens/services/services-screen.tsx") },
  topic: { source: "src/screens/topic/topic-screen.tsx", load: () => import("../screens/topic/topic-screen.tsx") },
  lifeEvent: { source: "src/screens/life-event/life-event-screen.tsx", load: () => import("../screens/life-event/life-event-screen.tsx") },
  department: { source: "src/screens/department/department-screen.tsx", load: () => import("../screens/department/department-screen.tsx") },
  guide: { source: "src/screens/guide/guide-screen.tsx", load: () => import("../screens/guide/guide-screen.tsx") },
  search: { source: "src/screens/search/search-screen.tsx", load: () => import("../screens/search/search-screen.tsx") },
  offices: { source: "src/screens/offices/offices-screen.tsx", load: () => import("../screens/offices/offices-screen.tsx") },
  area: { source: "src/screens/area/area-screen.tsx", load: () => import("../screens/area/area-screen.tsx") },
  wallet: { source: "src/screens/wallet/wallet-screen.tsx", load: () => import("../screens/wallet/wallet-screen.tsx") },
  progress: { source: "src/screens/progress/progress-screen.tsx", load: () => import("../screens/progress/progress-screen.tsx") },
  me: { source: "src/screens/me/me-screen.tsx", load: () => import("../screens/me/me-screen.tsx") },
  signIn: { source: "src/screens/sign-in/sign-in-screen.tsx", load: () => import("../screens/sign-in/sign-in-screen.tsx") },
  welcome: { source: "src/screens/welcome/welcome-screen.tsx", load: () => import("../screens/welcome/welcome-screen.tsx") },
  privacy: { source: "src/screens/privacy/privacy-screen.tsx", load: () => import("../screens/privacy/privacy-screen.tsx") },
  realName: { source: "src/screens/real-name/real-name-screen.tsx", load: () => import("../screens/real-name/real-name-screen.tsx") },
  inPerson: { source: "src/screens/real-name/in-person-screen.tsx", load: () => import("../screens/real-name/in-person-screen.tsx") },
  security: { source: "src/screens/security/security-screen.tsx", load: () => import("../screens/security/security-screen.tsx") },
  phone: { source: "src/screens/security/phone-screen.tsx", load: () => import("../screens/security/phone-screen.tsx") },
  password: { source: "src/screens/security/password-screen.tsx", load: () => import("../screens/security/password-screen.tsx") },
  authenticator: { source: "src/screens/security/authenticator-screen.tsx", load: () => import("../screens/security/authenticator-screen.tsx") },
  scan: { source: "src/screens/scan/scan-screen.tsx", load: () => import("../screens/scan/scan-screen.tsx") },
  recovery: { source: "src/screens/recovery/recovery-screen.tsx", load: () => import("../screens/recovery/recovery-screen.tsx") },
  stopRecovery: { source: "src/screens/recovery/stop-screen.tsx", load: () => import("../screens/recovery/stop-screen.tsx") },
  family: { source: "src/screens/family/family-screen.tsx", load: () => import("../screens/family/family-screen.tsx") },
  addChild: { source: "src/screens/family/add-child-screen.tsx", load: () => import("../screens/family/add-child-screen.tsx") },
  newMandate: { source: "src/screens/family/new-mandate-screen.tsx", load: () => import("../screens/family/new-mandate-screen.tsx") },
  mandate: { source: "src/screens/family/mandate-screen.tsx", load: () => import("../screens/family/mandate-screen.tsx") },
  paper: { source: "src/screens/family/paper-screen.tsx", load: () => import("../screens/family/paper-screen.tsx") },
  paperCheck: { source: "src/screens/family/paper-check-screen.tsx", load: () => import("../screens/family/paper-check-screen.tsx") },
  companies: { source: "src/screens/companies/companies-screen.tsx", load: () => import("../screens/companies/companies-screen.tsx") },
  openCompany: { source: "src/screens/companies/open-screen.tsx", load: () => import("../screens/companies/open-screen.tsx") },
  company: { source: "src/screens/companies/company-screen.tsx", load: () => import("../screens/companies/company-screen.tsx") },
  newAgent: { source: "src/screens/companies/new-agent-screen.tsx", load: () => import("../screens/companies/new-agent-screen.tsx") },
  accesses: { source: "src/screens/accesses/accesses-screen.tsx", load: () => import("../screens/accesses/accesses-screen.tsx") },
  accountData: { source: "src/screens/data/data-screen.tsx", load: () => import("../screens/data/data-screen.tsx") },
  myData: { source: "src/screens/my-data/my-data-screen.tsx", load: () => import("../screens/my-data/my-data-screen.tsx") },
  record: { source: "src/screens/record/record-screen.tsx", load: () => import("../screens/record/record-screen.tsx") },
  proofs: { source: "src/screens/proofs/proofs-screen.tsx", load: () => import("../screens/proofs/proofs-screen.tsx") },
  newProof: { source: "src/screens/proofs/new-proof-screen.tsx", load: () => import("../screens/proofs/new-proof-screen.tsx") },
  proof: { source: "src/screens/proofs/proof-screen.tsx", load: () => import("../screens/proofs/proof-screen.tsx") },
  check: { source: "src/screens/check/check-screen.tsx", load: () => import("../screens/check/check-screen.tsx") },
  traffic: { source: "src/screens/traffic/traffic-screen.tsx", load: () => import("../screens/traffic/traffic-screen.tsx") },
  moveCar: { source: "src/screens/move-car/move-car-screen.tsx", load: () => import("../screens/move-car/move-car-screen.tsx") },
  ownersMove: { source: "src/screens/move-car/owner-screen.tsx", load: () => import("../screens/move-car/owner-screen.tsx") },
  publicRecords: { source: "src/screens/public-records/public-records-screen.tsx", load: () => import("../screens/public-records/public-records-screen.tsx") },
  publicRecord: { source: "src/screens/public-records/public-record-screen.tsx", load: () => import("../screens/public-records/public-record-screen.tsx") },
  sources: { source: "src/screens/sources/sources-screen.tsx", load: () => import("../screens/sources/sources-screen.tsx") },
  book: { source: "src/screens/book/book-screen.tsx", load: () => import("../screens/book/book-screen.tsx") },
  booking: { source: "src/screens/book/booking-screen.tsx", load: () => import("../screens/book/booking-screen.tsx") },
  appointments: { source: "src/screens/appointments/appointments-screen.tsx", load: () => import("../screens/appointments/appointments-screen.tsx") },
  appointment: { source: "src/screens/appointments/appointment-screen.tsx", load: () => import("../screens/appointments/appointment-screen.tsx") },
  otherTime: { source: "src/screens/appointments/change-screen.tsx", load: () => import("../screens/appointments/change-screen.tsx") },
  appointmentLink: { source: "src/screens/appointment-link/link-screen.tsx", load: () => import("../screens/appointment-link/link-screen.tsx") },
  ticket: { source: "src/screens/tickets/ticket-screen.tsx", load: () => import("../screens/tickets/ticket-screen.tsx") },
  queue: { source: "src/screens/queue/queue-screen.tsx", load: () => import("../screens/queue/queue-screen.tsx") },
  display: { source: "src/screens/display/display-screen.tsx", load: () => import("../screens/display/display-screen.tsx") },
  campaigns: { source: "src/screens/campaigns/campaigns-screen.tsx", load: () => import("../screens/campaigns/campaigns-screen.tsx") },
  campaign: { source: "src/screens/campaigns/campaign-screen.tsx", load: () => import("../screens/campaigns/campaign-screen.tsx") },
  draw: { source: "src/screens/campaigns/draw-screen.tsx", load: () => import("../screens/campaigns/draw-screen.tsx") },
  myCampaigns: { source: "src/screens/campaigns/my-campaigns-screen.tsx", load: () => import("../screens/campaigns/my-campaigns-screen.tsx") },
  messages: { source: "src/screens/messages/messages-screen.tsx", load: () => import("../screens/messages/messages-screen.tsx") },
  status: { source: "src/screens/status/status-screen.tsx", load: () => import("../screens/status/status-screen.tsx") },
  closing: { source: "src/screens/closing/closing-screen.tsx", load: () => import("../screens/closing/closing-screen.tsx") },
  settings: { source: "src/screens/settings/settings-screen.tsx", load: () => import("../screens/settings/settings-screen.tsx") },
  about: { source: "src/screens/about/about-screen.tsx", load: () => import("../screens/about/about-screen.tsx") },
  help: { source: "src/screens/help/help-screen.tsx", load: () => import("../screens/help/help-screen.tsx") },
  notFound: { source: "src/screens/not-found/not-found-screen.tsx", load: () => import("../screens/not-found/not-found-screen.tsx") },
} satisfies Record<string, { source: string; load(): Promise<ScreenModule> }>;

const ROUTES: readonly Route[] = [
  { pattern: "/", tab: "home", ...SCREENS.home },
  { pattern: "/services", tab: "services", ...SCREENS.services },
  { pattern: "/services/:id", tab: "services", ...SCREENS.guide },
  { pattern: "/topics/:id", tab: "services", ...SCREENS.topic },
  { pattern: "/life-events/:id", tab: "services", ...SCREENS.lifeEvent },
  { pattern: "/departments/:id", tab: "services", ...SCREENS.department },
  { pattern: "/search", tab: "services", ...SCREENS.search },
  { pattern: "/offices", tab: "services", ...SCREENS.offices },
  { pattern: "/areas/:division?", tab: "services", ...SCREENS.area },
  { pattern: "/wallet", tab: "wallet", ...SCREENS.wallet },
  { pattern: "/progress", tab: "progress", ...SCREENS.progress },
  { pattern: "/me", tab: "me", ...SCREENS.me },
  { pattern: "/me/real-name", tab: "me", ...SCREENS.realName },
  { pattern: "/me/in-person", tab: "me", ...SCREENS.inPerson },
  { pattern: "/me/security", tab: "me", ...SCREENS.security },
  { pattern: "/me/security/phone", tab: "me", ...SCREENS.phone },
  { pattern: "/me/security/password", tab: "me", ...SCREENS.password },
  { pattern: "/me/security/authenticator", tab: "me", ...SCREENS.authenticator },
  { pattern: "/scan/:code", tab: "me", ...SCREENS.scan },
  { pattern: "/recovery", tab: "me", ...SCREENS.recovery },
  { pattern: "/recovery/stop/:code", tab: "me", ...SCREENS.stopRecovery },
  { pattern: "/me/family", tab: "me", ...SCREENS.family },
  { pattern: "/me/family/add-child", tab: "me", ...SCREENS.addChild },
  { pattern: "/me/family/new-mandate", tab: "me", ...SCREENS.newMandate },
  { pattern: "/me/family/mandates/:id", tab: "me", ...SCREENS.mandate },
  { pattern: "/me/family/mandates/:id/paper", tab: "me", ...SCREENS.paper },
  { pattern: "/mandate/:code", tab: "me", ...SCREENS.paperCheck },
  { pattern: "/me/companies", tab: "me", ...SCREENS.companies },
  { pattern: "/me/companies/open", tab: "me", ...SCREENS.openCompany },
  { pattern: "/me/companies/:id", tab: "me", ...SCREENS.company },
  { pattern: "/me/companies/:id/new-agent", tab: "me", ...SCREENS.newAgent },
  { pattern: "/me/accesses", tab: "me", ...SCREENS.accesses },
  { pattern: "/me/account-data", tab: "me", ...SCREENS.accountData },
  { pattern: "/me/data", tab: "me", ...SCREENS.myData },
  { pattern: "/me/data/:kind", tab: "me", ...SCREENS.record },
  { pattern: "/me/proofs", tab: "me", ...SCREENS.proofs },
  { pattern: "/me/proofs/new/:kind", tab: "me", ...SCREENS.newProof },
  { pattern: "/me/proofs/:id", tab: "me", ...SCREENS.proof },
  { pattern: "/check/:code?", tab: "services", ...SCREENS.check },
  { pattern: "/traffic", tab: "services", ...SCREENS.traffic },
  { pattern: "/traffic/move-car", tab: "services", ...SCREENS.moveCar },
  { pattern: "/move/:token", tab: "services", ...SCREENS.ownersMove },
  { pattern: "/data", tab: "services", ...SCREENS.publicRecords },
  { pattern: "/data/:kind", tab: "services", ...SCREENS.publicRecord },
  { pattern: "/status", tab: "services", ...SCREENS.status },
  { pattern: "/status/sources", tab: "services", ...SCREENS.sources },
  { pattern: "/book", tab: "services", ...SCREENS.book },
  { pattern: "/book/:service", tab: "services", ...SCREENS.booking },
  { pattern: "/me/appointments", tab: "me", ...SCREENS.appointments },
  { pattern: "/me/appointments/:id", tab: "me", ...SCREENS.appointment },
  { pattern: "/me/appointments/:id/time", tab: "me", ...SCREENS.otherTime },
  { pattern: "/me/tickets/:id", tab: "me", ...SCREENS.ticket },
  { pattern: "/queue/:office", tab: "services", ...SCREENS.queue },
  { pattern: "/display/:office", tab: "services", bare: true, ...SCREENS.display },
  { pattern: "/b/:token", tab: "services", ...SCREENS.appointmentLink },
  { pattern: "/campaigns", tab: "services", ...SCREENS.campaigns },
  { pattern: "/campaigns/:slug", tab: "services", ...SCREENS.campaign },
  { pattern: "/campaigns/:slug/draw", tab: "services", ...SCREENS.draw },
  { pattern: "/me/campaigns", tab: "me", ...SCREENS.myCampaigns },
  { pattern: "/me/messages", tab: "me", ...SCREENS.messages },
  { pattern: "/me/closing", tab: "me", ...SCREENS.closing },
  { pattern: "/sign-in", tab: "me", ...SCREENS.signIn },
  { pattern: "/welcome", tab: "me", ...SCREENS.welcome },
  { pattern: "/privacy", tab: "me", ...SCREENS.privacy },
  { pattern: "/settings", tab: "me", ...SCREENS.settings },
  { pattern: "/about", tab: "me", ...SCREENS.about },
  { pattern: "/help", tab: "me", ...SCREENS.help },
];

export const NOT_FOUND: Route = { pattern: "*", tab: "services", ...SCREENS.notFound };

const drawn = new Map<string, ScreenModule>();

/** The screen's module when it has already come over the wire. */
export function loadedScreen(route: Route): ScreenModule | undefined {
  return drawn.get(route.source);
}

export async function loadScreen(route: Route): Promise<ScreenModule> {
  const known = drawn.get(route.source);
  if (known) return known;
  const screen = await route.load();
  drawn.set(route.source, screen);
  return screen;
}

/** The values of a pattern's `:names` in a path, when it fits; a last part ending in `?` may be missing. */
function matchPattern(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/").filter(Boolean);
  const given = path.split("/").filter(Boolean);
  if (given.length > wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index];
    if (value === undefined) {
      if (!part.endsWith("?")) return undefined;
    } else if (part.startsWith(":")) {
      params[part.slice(1).replace("?", "")] = value;
    } else if (part !== value) {
      return undefined;
    }
  }
  return params;
}

export function findRoute(path: string): { route: Route; params: Record<string, string> } {
  for (const route of ROUTES) {
    const params = matchPattern(route.pattern, path);
    if (params) return { route, params };
  }
  return { route: NOT_FOUND, params: {} };
}
