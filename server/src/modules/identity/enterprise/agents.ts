import { record } from "../../audit/index.ts";
import type { Handles } from "../../../kernel/database.ts";
import { newId } from "../../../kernel/ids.ts";
import { maskName, maskPhone } from "../../../kernel/mask.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { readPhone } from "../account/phone.ts";
import { findProvenData } from "../account/proven-data.ts";
import { findAccount } from "../account/store.ts";
import type { Caller } from "../caller.ts";
import { notAllowed } from "../errors.ts";
import { readScope, scopeColumns } from "../mandate/authority.ts";
import { ownNumber } from "../mandate/errors.ts";
import { refuseMinor } from "../mandate/grant-mandate.ts";
import { DAY_MS, isSameName, OFFER_DAYS, stateOf } from "../mandate/mandate.ts";
import { findInvitee } from "../mandate/offers.ts";
import type { IdentityParts } from "../parts.ts";
import { tellIfReachable } from "../notice/tell.ts";
import { announcePersonChanged } from "../session/store.ts";
import type { Agency, AgentTerms } from "./contract.ts";
import { alreadyAgent, noSuchAgent, noSuchEnterprise } from "./errors.ts";
import {
  acceptAgency, type AgentRow, declineAgency, endAgency, endOverdueAgents, type EnterpriseRow, findAgent, findEnterprise, hasOpenAgency, hasOpenInvitation, insertAgent, listAgencies, listInvitations,
  lockCreditCode, placeOfAgent,
} from "./store.ts";

const INVITATIONS_BY_DAY = 50;
const INVITATIONS_TO_PHONE_BY_DAY = 5;

/** What somebody is to a company now. */
export type Membership = { enterprise: EnterpriseRow; role: "representative" } | { enterprise: EnterpriseRow; role: "agent" | "invited"; agency: AgentRow };

/**
 * A company that somebody belongs to; to everybody else it does not exist.
 * @throws no-such-enterprise
 */
export async function getMembership(parts: IdentityParts, source: Handles, person: string, id: string): Promise<Membership> {
  const enterprise = await findEnterprise(source, id);
  if (enterprise?.representative === person) return { enterprise, role: "representative" };
  if (enterprise) {
    const now = parts.clock();
    const agency = (await listAgencies(source, person)).find((each) => each.enterprise === id && stateOf({ ...each, end_reason: null }, now) === "active");
    if (agency) return { enterprise, role: "agent", agency };
    const invitation = (await listInvitationsTo(parts, source, person)).find((each) => each.enterprise === id);
    if (invitation) return { enterprise, role: "invited", agency: invitation };
  }
  throw noSuchEnterprise("There is no such company of yours.");
}

/** The open invitations that mean this person, by number and name as with mandates. */
export async function listInvitationsTo(parts: IdentityParts, source: Handles, person: string): Promise<AgentRow[]> {
  const invitee = await findInvitee(parts, source, person);
  if (!invitee) return [];
  const invitations = await listInvitations(source, invitee.phoneHashes, parts.clock());
  return invitations.filter(({ id, invited_name: name, appointed_by: by }) => name !== null && by !== person && isSameName(parts.vault.service.open(placeOfAgent.invitedName(id), name), invitee.name));
}

/**
 * The legal representative invites an agent. Agents appoint nobody.
 * @returns the agency's id
 * @throws no-such-enterprise, not-allowed, own-number, already-agent, malformed-phone, too-many-requests
 */
export async function inviteAgent(parts: IdentityParts, { person, session }: Caller, id: string, terms: AgentTerms): Promise<string> {
  const { database, vault, lookupHash, events, clock } = parts;
  const { enterprise, role } = await getMembership(parts, database, person, id);
  if (role !== "representative") throw notAllowed("Only the legal representative appoints agents.");
  const phone = readPhone(terms.phone);
  const phoneHashes = lookupHash.candidates("phone", phone);
  const ownHash = (await findAccount(database, person))?.phone_hash;
  if (ownHash && phoneHashes.some((hash) => hash.equals(ownHash))) throw ownNumber("An agent is another person.", { fields: [{ pointer: "/phone", detail: "is your own number" }] });
  await countAttempt(database, [
    { bucket: `agent-invitations:${person}`, limit: INVITATIONS_BY_DAY, windowSeconds: 86_400 },
    { bucket: `agent-invitations:${person}:${lookupHash.hash("phone", phone).toString("base64url")}`, limit: INVITATIONS_TO_PHONE_BY_DAY, windowSeconds: 86_400 },
  ]);
  return database.transaction(async (tx) => {
    await lockCreditCode(tx, enterprise.credit_code);
    const current = await findEnterprise(tx, id);
    if (current?.representative !== person || current.state !== "active") throw noSuchEnterprise("There is no such company of yours.");
    const now = clock();
    await endOverdueAgents(tx, id, now);
    if (await hasOpenInvitation(tx, id, phoneHashes)) throw alreadyAgent("This number is invited already.");
    const agent = newId();
    await insertAgent(tx, {
      id: agent, enterprise: id, ...scopeColumns(terms.scope),
      invited_phone: vault.service.seal(placeOfAgent.invitedPhone(agent), phone),
      invited_phone_hash: lookupHash.hash("phone", phone),
      invited_name: vault.service.seal(placeOfAgent.invitedName(agent), terms.name.trim()),
      payment_ceiling_fen: terms.paymentCeilingFen,
      appointed_by: person,
      created_at: now,
      offer_expires_at: new Date(now.getTime() + Math.min(OFFER_DAYS, terms.validDays) * DAY_MS),
      expires_at: new Date(now.getTime() + terms.validDays * DAY_MS),
    });
    await events.publish(tx, { name: "identity.agent-invited", version: 1, payload: { enterprise: id, agent } });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "agent.invited", subject: person, actingFor: id, city: session.city, about: { kind: "agent", id: agent }, detail: { scope: terms.scope.kind, validDays: terms.validDays } });
    return agent;
  });
}

/** @throws no-such-agent alike for one that does not exist, is another's, lapsed or was taken back; adults-only, already-agent */
export async function acceptInvitation(parts: IdentityParts, { person, session }: Caller, enterprise: string, id: string): Promise<void> {
  const { database, events, clock } = parts;
  await refuseMinor(parts, person);
  await database.transaction(async (tx) => {
    const refusal = () => noSuchAgent("There is no such invitation to you.");
    const company = await findEnterprise(tx, enterprise);
    if (!company) throw refusal();
    await lockCreditCode(tx, company.credit_code);
    if (!(await listInvitationsTo(parts, tx, person)).some((each) => each.id === id && each.enterprise === enterprise)) throw refusal();
    await endOverdueAgents(tx, enterprise, clock());
    if (await hasOpenAgency(tx, enterprise, person)) throw alreadyAgent("You are an agent of this company already.");
    if (!(await acceptAgency(tx, id, person, clock()))) throw refusal();
    await announcePersonChanged(tx, person);
    if (company.representative !== null) await tellIfReachable(parts, tx, company.representative, "agent-accepted");
    await events.publish(tx, { name: "identity.agent-accepted", version: 1, payload: { enterprise, agent: id, person } });
    await record(tx, { actor: { kind: "person", id: person, city: session.city }, act: "agent.accepted", subject: person, actingFor: enterprise, city: session.city, about: { kind: "agent", id } });
  });
}

/**
 * The representative revokes, the agent resigns, or whoever is invited puts it aside, of which the company is told nothing.
 * @throws no-such-agent
 */
export async function endAgentship(parts: IdentityParts, { person, session }: Caller, enterprise: string, id: string): Promise<void> {
  const { database, events, clock } = parts;
  await database.transaction(async (tx) => {
    const now = clock();
    const refusal = () => noSuchAgent("There is no such agent or invitation.");
    const [company, row] = await Promise.all([findEnterprise(tx, enterprise), findAgent(tx, enterprise, id)]);
    if (!company || !row) throw refusal();
    const actor = { kind: "person" as const, id: person, city: session.city };
    const about = { kind: "agent", id };
    const by = company.representative === person ? "representative" : row.person === person ? "agent" : undefined;
    if (by === undefined) {
      const invited = (await listInvitationsTo(parts, tx, person)).some((each) => each.id === id);
      if (!invited || !(await declineAgency(tx, id, now))) throw refusal();
      await record(tx, { actor, act: "agent.declined", subject: person, city: session.city, about });
      return;
    }
    const ended = await endAgency(tx, enterprise, id, by, now);
    if (!ended) throw refusal();
    if (ended.person !== null) await announcePersonChanged(tx, ended.person);
    const other = by === "representative" ? ended.person : company.representative;
    if (ended.person !== null && other !== null) await tellIfReachable(parts, tx, other, "agent-revoked");
    await events.publish(tx, { name: "identity.agent-ended", version: 1, payload: { enterprise, agent: id, person: ended.person, by } });
    await record(tx, { actor, act: "agent.revoked", ...(ended.person === null ? {} : { subject: ended.person }), actingFor: enterprise, city: session.city, about, detail: { by } });
  });
}

/** @param role the invited number is the representative's to see */
export async function describeAgency(parts: IdentityParts, row: AgentRow, role: Membership["role"], used: { uses: number; lastUsedAt: Date } | undefined): Promise<Agency> {
  const { database, vault, clock } = parts;
  const mandateState = stateOf({ ...row, end_reason: row.end_reason === "expired" || row.end_reason === "lapsed" ? row.end_reason : row.end_reason && "grantor" }, clock());
  const state = mandateState === "offered" ? "invited" : mandateState === "revoked" ? "ended" : mandateState;
  const typedName = row.invited_name ? vault.service.open(placeOfAgent.invitedName(row.id), row.invited_name) : undefined;
  const name = row.person === null ? typedName : (await findProvenData(parts, database, row.person)).name;
  const phone = role === "representative" && row.invited_phone ? vault.service.open(placeOfAgent.invitedPhone(row.id), row.invited_phone) : undefined;
  return {
    id: row.id,
    state,
    ...(row.person === null ? {} : { person: row.person }),
    ...(name === undefined ? {} : { name: maskName(name) }),
    ...(phone === undefined ? {} : { phone: maskPhone(phone) }),
    scope: readScope(row.scope, row.scope_items),
    paymentCeilingFen: row.payment_ceiling_fen,
    createdAt: row.created_at.toISOString(),
    ...(row.accepted_at ? { acceptedAt: row.accepted_at.toISOString() } : {}),
    expiresAt: row.expires_at.toISOString(),
    ...(row.ended_at && row.end_reason ? { endedAt: row.ended_at.toISOString(), endedBy: row.end_reason } : {}),
    uses: used?.uses ?? 0,
    ...(used ? { lastUsedAt: used.lastUsedAt.toISOString() } : {}),
  };
}
