/** Who acts, and for whom: the question every route asks that a person may also call in another's name. */
import type { FastifyRequest } from "fastify";
import { type AuditEntry, record } from "../../audit/index.ts";
import { readIdNumber } from "../../../kernel/identifiers/id-number.ts";
import { newId } from "../../../kernel/ids.ts";
import { countAttempt } from "../../../kernel/rate-limit.ts";
import { placeOf } from "../account/person-cipher.ts";
import { type ActingAuthority, type ActingFor, type Caller, type Demand, requirePerson } from "../caller.ts";
import { notAllowed } from "../errors.ts";
import { isOfAge } from "../family/age.ts";
import { type Act, type Authority, coversAct } from "../mandate/authority.ts";
import { toAuthority } from "../mandate/mandate.ts";
import { listMandates } from "../mandate/store.ts";
import type { IdentityParts } from "../parts.ts";
import { mandateExceeded } from "./errors.ts";
import { findEnterpriseNow, findKinshipNow, findMandateNow, insertUse } from "./store.ts";

/** Request header `acting-for: child:<person id> | mandate:<mandate id> | enterprise:<enterprise id>`. */
const ACTING_FOR_HEADER = "acting-for";

export interface ActDemand extends Demand {
  topic?: string;
  service?: string;
  /** It is enough to be allowed one of these; the result's `authority` says which. In place of topic and item. */
  anyOf?: readonly { topic?: string; service?: string }[];
  /** What would be paid, when something is. */
  amountFen?: number;
  /** The city whose topic and item these are; left out: the city of the caller's account. */
  city?: string;
}

type Kind = ActingFor["kind"];
/** Why an act is refused. Only who holds the authority is told more than that they may not. */
type Refusal = "no-authority" | "exceeded-scope" | "exceeded-ceiling";

interface Finding {
  /** Id of the kinship, mandate or agency, or of the enterprise when its representative acts. */
  relation: string;
  /** Whose data it is, when it is a person's. */
  subject?: string;
  actingFor: ActingFor;
  refusal?: Refusal;
  covers(act: Act): boolean;
}

const everything = () => true;

const HEADER = /^(child|mandate|enterprise):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
const REFUSALS_BY_HOUR = 60;

/**
 * The person who sends a request and for whom they act. What lets them is read from the database at this moment, so that
 * what was revoked a moment ago is refused. Acting for another needs level 2 at least. Uses and refusals are recorded,
 * beside the request's own work: a use that fails later still was one.
 * @throws sign-in-needed, level-needed, confirmation-needed, foreign-origin as requirePerson;
 *   not-allowed alike for an unknown id, another's, and what ended or expired; mandate-exceeded; too-many-requests
 */
export async function requireActor(parts: IdentityParts, request: FastifyRequest, { topic, service, anyOf, amountFen, city, ...demand }: ActDemand = {}): Promise<Caller> {
  const header = request.headers[ACTING_FOR_HEADER];
  if (header === undefined) return requirePerson(parts, request, demand);
  const caller = await requirePerson(parts, request, { ...demand, level: demand.level === 3 ? 3 : 2 });
  const [, kind, id] = HEADER.exec(typeof header === "string" ? header : "") ?? [];
  if (kind === undefined || id === undefined) {
    await countRefusal(parts, caller);
    throw notAllowed("You may not act for this person or company.");
  }
  const act: Act = {
    city: city ?? caller.session.city,
    ...(topic === undefined ? {} : { topic }),
    ...(service === undefined ? {} : { service }),
    ...(amountFen === undefined ? {} : { amountFen }),
  };
  const acts = anyOf === undefined || anyOf.length === 0 ? [act] : anyOf.map((each) => ({ ...act, ...each }));
  const finding = await FINDERS[kind as Kind](parts, caller.person, id, acts);
  if (!finding?.refusal && finding) {
    await recordUse(parts, caller, request, { kind: kind as Kind, id, act, finding });
    const authority: ActingAuthority = { relation: finding.relation, covers: (each) => finding.covers({ ...each, city: each.city ?? act.city }) };
    return { ...caller, actingFor: finding.actingFor, authority };
  }
  await countRefusal(parts, caller);
  await recordUse(parts, caller, request, { kind: kind as Kind, id, act, finding });
  if (finding?.refusal === "exceeded-scope") throw mandateExceeded("What you were allowed does not cover this topic or item.", { extensions: { exceeded: "scope" } });
  if (finding?.refusal === "exceeded-ceiling") throw mandateExceeded("The amount is above what you were allowed.", { extensions: { exceeded: "ceiling" } });
  throw notAllowed("You may not act for this person or company.");
}

/** Each asks one query. Undefined: this person has nothing by that id, whether or not it exists. */
const FINDERS: Record<Kind, (parts: IdentityParts, by: string, id: string, acts: Act[]) => Promise<Finding | undefined>> = {
  async child(parts, by, id) {
    const row = await findKinshipNow(parts.database, by, id);
    if (!row?.idNumber) return undefined;
    const cipher = await parts.vault.forPerson(row.keys);
    const number = readIdNumber(cipher.open(placeOf.idNumber(id), row.idNumber), parts.clock());
    const isChild = number.ok && !isOfAge(number.birthDate, parts.clock());
    return { relation: row.kinship, subject: id, actingFor: { kind: "child", id, by }, covers: everything, ...(isChild ? {} : { refusal: "no-authority" }) };
  },

  async mandate(parts, by, id, acts) {
    const row = await findMandateNow(parts.database, by, id);
    if (!row) return undefined;
    const authority = toAuthority(row);
    const refusal = row.grantorStands ? refusalOf(authority, acts, parts.clock()) : "no-authority";
    return { relation: id, subject: row.grantor, actingFor: { kind: "mandate", id: row.grantor, by, mandate: id }, covers: coverage(authority, parts.clock()), ...(refusal ? { refusal } : {}) };
  },

  async enterprise(parts, by, id, acts) {
    const row = await findEnterpriseNow(parts.database, by, id);
    if (!row) return undefined;
    const actingFor = { kind: "enterprise" as const, id, by };
    if (!row.agency) return { relation: id, actingFor, covers: everything };
    const authority = toAuthority({ ...row.agency, city: row.city });
    const refusal = refusalOf(authority, acts, parts.clock());
    return { relation: row.agency.id, actingFor: { ...actingFor, mandate: row.agency.id }, covers: coverage(authority, parts.clock()), ...(refusal ? { refusal } : {}) };
  },
};

/**
 * What lets somebody act for whom the header names at this moment, whatever it covers: empty without the header, or when
 * nothing does. It allows, counts and records nothing: whatever answers the request does that.
 */
export async function findRightsNow(parts: IdentityParts, request: FastifyRequest, person: string): Promise<string> {
  const header = request.headers[ACTING_FOR_HEADER];
  const [, kind, id] = HEADER.exec(typeof header === "string" ? header : "") ?? [];
  const finding = kind === undefined || id === undefined ? undefined : await FINDERS[kind as Kind](parts, person, id, [{ city: "" }]);
  return finding && finding.refusal !== "no-authority" ? finding.relation : "";
}

/** What somebody may do for a person or company at this moment, by whatever lets them; undefined: nothing does. It records nothing. */
export async function findAuthorityOver(parts: IdentityParts, by: string, owner: string): Promise<((act: Act) => boolean) | undefined> {
  const anything: Act[] = [{ city: "" }];
  const granted = (await listMandates(parts.database, by)).filter((mandate) => mandate.holder === by && mandate.grantor === owner);
  const asked = [FINDERS.child(parts, by, owner, anything), FINDERS.enterprise(parts, by, owner, anything), ...granted.map(({ id }) => FINDERS.mandate(parts, by, id, anything))];
  const standing = (await Promise.all(asked)).filter((finding) => finding !== undefined && finding.refusal !== "no-authority");
  return standing.length === 0 ? undefined : (act) => standing.some((finding) => finding?.covers(act));
}

const coverage = (authority: Authority, now: Date) => (act: Act) => coversAct(authority, act, now) === "covered";

/** Why none of the acts is allowed. */
function refusalOf(authority: Authority, acts: Act[], now: Date): Refusal | undefined {
  const verdicts = acts.map((act) => coversAct(authority, act, now));
  const [verdict = "outside-scope"] = verdicts;
  if (verdicts.includes("covered")) return undefined;
  if (verdict === "outside-scope") return "exceeded-scope";
  return verdict === "over-ceiling" ? "exceeded-ceiling" : "no-authority";
}

/** Guessing ids costs the same few tries whether it meets something or not, and cannot fill the record. */
async function countRefusal({ database }: IdentityParts, { person }: Caller): Promise<void> {
  await countAttempt(database, [{ bucket: `acting-refused:${person}`, limit: REFUSALS_BY_HOUR, windowSeconds: 3_600 }]);
}

const THINGS: Record<Kind, string> = { child: "kinship", mandate: "mandate", enterprise: "agency" };

async function recordUse(parts: IdentityParts, { person, session }: Caller, request: FastifyRequest, { kind, id, act, finding }: { kind: Kind; id: string; act: Act; finding: Finding | undefined }): Promise<void> {
  const { topic, service } = act;
  const refusal = finding ? finding.refusal : "no-authority";
  const route = `${request.method} ${request.routeOptions.url ?? ""}`.slice(0, 150);
  await parts.database.transaction(async (tx) => {
    if (finding) {
      await insertUse(tx, {
        id: newId(), relation: finding.relation, actor: person, at: parts.clock(), act: route, city: act.city,
        topic: topic ?? null, service: service ?? null, amount_fen: act.amountFen !== undefined && Number.isSafeInteger(act.amountFen) ? act.amountFen : null, refused: refusal ?? null,
      });
    }
    const entry: AuditEntry = {
      actor: { kind: "person", id: person, city: session.city },
      act: `${THINGS[kind]}.${refusal ? "refused" : "used"}`,
      city: act.city,
      about: { kind: THINGS[kind], id: finding?.relation ?? id },
      detail: { route, ...(topic === undefined ? {} : { topic }), ...(service === undefined ? {} : { service }), ...(refusal ? { refusal } : {}) },
      ...(finding ? { actingFor: finding.actingFor.id, ground: finding.relation } : {}),
      ...(finding?.subject === undefined ? {} : { subject: finding.subject }),
    };
    await record(tx, entry);
  });
}
