/** What campaigns take and answer: the public's view, one's own part, the partners' and the console's. */
import Type, { type Static } from "typebox";
import { DOCUMENT_SCHEMAS } from "../../catalogue/index.ts";

const closed = { additionalProperties: false } as const;
const Document = DOCUMENT_SCHEMAS.campaign.properties;
const Names = Document.names;

const AnyId = (description: string) => Type.String({ pattern: "^[A-Za-z0-9_-]{1,64}$", description });
const Instant = Type.String({ format: "date-time" });
const Count = Type.Integer({ minimum: 0 });
const Hex = Type.String({ pattern: "^[0-9a-f]{64}$" });
const Lang = Type.Enum(["zh-Hans", "zh-Hant"], { type: "string", description: "Script of the `zh` texts" });
const Named = Type.Object({ id: Type.String(), names: Names });

export const CityParams = Type.Object({ city: AnyId("City id, for example haikou") });
export const CampaignParams = Type.Object({ city: AnyId("City id, for example haikou"), slug: AnyId("Campaign id, for example spring-red-packets") });
export const LangQuery = Type.Object({ lang: Type.Optional(Lang) }, closed);

export const PHASES = ["announced", "open", "closed", "drawn", "confirming", "finished"] as const;
const Phase = Type.Enum([...PHASES], {
  type: "string",
  description: "announced: not open yet; open; closed: no more entries, nothing handed out yet; drawn: the results are there; confirming: whoever got something confirms it; finished",
});
export type Phase = (typeof PHASES)[number];

// The public's view

/** How far the draw is, and what proves it: everything else about it is at …/draw. */
const DrawView = Type.Object({
  at: Instant,
  randomness: Type.Enum(["drand", "committed"], { type: "string", description: "Where the public random value comes from: a numbered round of drand, or a seed committed to beforehand" }),
  witnesses: Type.Array(Names),
  state: Type.Enum(["announced", "frozen", "drawn"], { type: "string", description: "frozen: the list of participants stands still and its hash is published; drawn: results are published" }),
  commitment: Type.Optional({ ...Hex, description: "SHA-256 of the seed, published before registration opened" }),
  round: Type.Optional(Type.Integer({ description: "Number of drand's round, published before registration closed" })),
});

const CampaignSummary = {
  id: Type.String(),
  names: Names,
  summary: Names,
  department: Named,
  service: Named,
  manner: Type.Enum(["first-come", "draw"], { type: "string" }),
  phase: Phase,
  paused: Type.Boolean(),
  ended: Type.Boolean({ description: "Ended for good by the operators before its time" }),
  reason: Type.Optional({ ...Names, description: "What the operators say of a pause or an end" }),
  opensAt: Instant,
  closesAt: Instant,
  places: Type.Integer({ description: "How many get something" }),
};
export const CampaignList = Type.Object({ items: Type.Array(Type.Object(CampaignSummary)), total: Count });
export type CampaignSummary = Static<typeof CampaignList>["items"][number];

const Tier = Type.Object({ id: Type.String(), names: Names, count: Type.Integer(), amountFen: Type.Optional(Type.Integer()) });

export const CampaignView = Type.Object({
  ...CampaignSummary,
  asOf: { ...Instant, description: "The server's clock when this was made" },
  admitPerSecond: Type.Integer(),
  level: Type.Integer({ description: "Sign-in that registering needs" }),
  needsPass: Type.Boolean({ description: "Ask POST /api/v1/me/campaigns/{city}/{slug}/eligibility for a pass first; best before it opens" }),
  records: Type.Array(Named, { description: "Kinds of record that the conditions look into" }),
  conditions: Type.Array(Names, { description: "What whoever does not fulfil a condition is told" }),
  groups: Type.Array(Type.Object({ id: Type.String(), names: Names, capacity: Type.Optional(Type.Integer()), weight: Type.Integer({ description: "Lots of each member in a draw" }) })),
  channels: Type.Array(Type.Object({ id: Type.String(), names: Names, capacity: Type.Optional(Type.Integer()) })),
  tiers: Type.Array(Tier),
  budgetFen: Type.Optional(Type.Integer()),
  draw: Type.Optional(DrawView),
  confirmBy: Type.Optional(Instant),
  unclaimed: Type.Enum(["next", "budget"], { type: "string" }),
  checkedAtDoor: Type.Boolean({ description: "Whoever has a place shows their own ID card at a door, where it is used once" }),
  rules: Type.Array(Names),
  afterwards: Names,
  source: Type.String(),
});
export type CampaignView = Static<typeof CampaignView>;

// The draw's publication

export const DrawPublicationReply = Type.Object(
  {
    form: Type.Literal("citizen-cloud draw 1"),
    city: Type.String(),
    campaign: Type.String(),
    opensAt: Instant,
    closesAt: Instant,
    drawAt: Instant,
    tiers: Type.Array(Type.Object({ id: Type.String(), count: Type.Integer() })),
    randomness: Type.Object({
      kind: Type.Enum(["drand", "committed"], { type: "string" }),
      announcedAt: { ...Instant, description: "When commitment or round were published" },
      commitment: Type.Optional(Hex),
      chain: Type.Optional(Type.Object({ hash: Hex, publicKey: Type.String(), genesisSeconds: Type.Integer(), periodSeconds: Type.Integer() })),
      round: Type.Optional(Type.Integer()),
      announcedRound: Type.Optional(Type.Integer({ description: "The round published first; another one is taken when the list was frozen only after it" })),
      seed: Type.Optional({ ...Hex, description: "Revealed at the draw" }),
      contributions: Type.Optional(Type.Array(Type.Object({ witness: Type.String(), words: Type.String() }), { description: "What witnesses said after the list was frozen; mixed with the seed" })),
      signature: Type.Optional(Type.String({ description: "drand's signature of the round; its SHA-256 is the random value" })),
      value: Type.Optional({ ...Hex, description: "The public random value" }),
    }),
    frozen: Type.Optional(
      Type.Object({
        at: Instant,
        participants: { ...Count, description: "Lines of the list, the excluded included" },
        lots: Count,
        excluded: Type.Array(Type.Object({ reason: Type.String(), count: Count })),
        digest: { ...Hex, description: "SHA-256 of the list as it is served" },
        root: { ...Hex, description: "Root of the Merkle tree over its lines (RFC 9162)" },
      }),
    ),
    drawn: Type.Optional(Type.Object({ at: Instant, winners: Count, digest: { ...Hex, description: "SHA-256 of the list of winners as it is served" } })),
  },
  { description: "Everything that somebody needs to recompute the draw, beside the two lists" },
);

// One's own part

export const EligibilityReply = Type.Object({
  eligible: Type.Boolean(),
  refusal: Type.Optional({ ...Names, description: "Why not, in the campaign's own words" }),
  group: Type.Optional(Named),
  pass: Type.Optional(Type.String({ description: "Shown when registering; nobody else can use it" })),
  until: Type.Optional(Instant),
});
export type EligibilityReply = Static<typeof EligibilityReply>;

const Result = Type.Object({
  state: Type.Enum(["not-drawn", "won", "not-won", "confirmed", "returned", "excluded"], {
    type: "string",
    description: "not-drawn: nothing is decided yet; won: to be confirmed by confirmBy, when that is there; returned: given back, or not confirmed in time",
  }),
  tier: Type.Optional(Named),
  amountFen: Type.Optional(Type.Integer()),
  rank: Type.Optional(Type.Integer({ description: "Place in the order drawn" })),
  confirmBy: Type.Optional(Instant),
  confirmedAt: Type.Optional(Instant),
  admittedAt: Type.Optional({ ...Instant, description: "When the place was used at the door" }),
  reason: Type.Optional(Type.String({ description: "Why excluded: a code" })),
});

export const MyCampaign = Type.Object({
  campaign: Type.String(),
  phase: Phase,
  entry: Type.Optional(
    Type.Object({
      number: Type.Integer(),
      group: Type.Optional(Named),
      channel: Type.String({ description: "app, or where else they registered" }),
      at: Instant,
      withdrawnAt: Type.Optional(Instant),
      commitment: Type.Optional({ ...Hex, description: "What stands for them in the list of a draw" }),
      salt: Type.Optional({ ...Hex, description: "SHA-256 of form, city, campaign and this gives the commitment; nobody else has it" }),
    }),
  ),
  result: Type.Optional(Result),
  next: { ...Names, description: "What to do now" },
});
export type MyCampaign = Static<typeof MyCampaign>;
export const MyCampaigns = Type.Object({ items: Type.Array(MyCampaign), total: Count });

export const MyProof = Type.Object(
  {
    form: Type.Literal("citizen-cloud draw proof 1"),
    city: Type.String(),
    campaign: Type.String(),
    salt: Hex,
    commitment: Hex,
    line: Type.String({ description: "The line of the list" }),
    position: Count,
    participants: Count,
    path: Type.Array(Hex, { description: "RFC 9162 inclusion path, from the leaf up" }),
    root: Hex,
    score: Type.Optional({ ...Hex, description: "Lowest hash of her lots; the lowest of all win" }),
    rank: Type.Optional(Type.Integer()),
    tier: Type.Optional(Type.String()),
  },
  { description: "That a participant stands in the list that was frozen" },
);

// Channels

export const ChannelHeaders = Type.Object({
  "citizen-cloud-channel": Type.String({ pattern: "^[a-z][a-z0-9-]{1,60}$", description: "The channel's id in the campaign" }),
  "citizen-cloud-time": Type.String({ pattern: "^[0-9]{10}$", description: "Seconds since 1970" }),
  "citizen-cloud-signature": Type.String({ pattern: "^[A-Za-z0-9_-]{43}$", description: "HMAC-SHA-256 in base64url" }),
});
export const ChannelEntryBody = Type.Object({ name: Type.String({ minLength: 1, maxLength: 50, pattern: "^[^\\u0000-\\u001f]*$" }), idNumber: Type.String({ minLength: 15, maxLength: 18, pattern: "^[0-9]{14,17}[0-9Xx]$" }) }, closed);
export const ChannelEntryReply = Type.Object({ number: Type.Integer(), group: Type.Optional(Type.String()), at: Instant, repeated: Type.Boolean() });

// The console

const Stock = Type.Object({ group: Type.String(), channel: Type.String(), capacity: Type.Optional(Count), taken: Count });
export const StaffCampaignList = Type.Object({
  items: Type.Array(Type.Object({ ...CampaignSummary, guarded: Type.Boolean(), perSecond: Type.Integer(), entries: Count, drawState: Type.Optional(Type.Enum(["announced", "frozen", "drawn"], { type: "string" })), publishedAt: Type.Optional(Instant) })),
  total: Count,
});

export const Wall = Type.Object({
  now: Instant,
  phase: Phase,
  paused: Type.Boolean(),
  ended: Type.Boolean(),
  reason: Type.Optional(Names),
  guarded: Type.Boolean(),
  perSecond: Type.Integer({ description: "How many are let in each second" }),
  rates: Type.Array(Type.Object({ second: Instant, accepted: Count, repeated: Count, refused: Count, p99Ms: Type.Optional(Type.Number()) }), { description: "The last two minutes, oldest first" }),
  queue: { ...Count, description: "Waiting for their turn" },
  joined: Count,
  serving: { ...Count, description: "Numbers up to which people are let in" },
  stock: Type.Array(Stock),
  entries: Count,
  withdrawn: Count,
  errors: Type.Array(Type.Object({ code: Type.String(), count: Count }), { description: "Refusals of the last two minutes by their code" }),
  processes: Type.Array(Type.Object({ id: Type.String(), accepted: Count, queue: Count, seenAt: Instant })),
  draw: Type.Optional(
    Type.Object({
      state: Type.Enum(["announced", "freezing", "frozen", "drawing", "drawn"], { type: "string" }), at: Instant, participants: Type.Optional(Count), root: Type.Optional(Hex), winners: Type.Optional(Count), publishedAt: Type.Optional(Instant),
      confirmed: Count, returned: Count,
    }),
  ),
});
export type Wall = Static<typeof Wall>;

const Reason = Type.Object({ zh: Type.String({ minLength: 2, maxLength: 200 }), en: Type.String({ minLength: 2, maxLength: 400 }) }, { ...closed, description: "Shown to people" });
export const PauseBody = Type.Object({ paused: Type.Boolean(), reason: Reason }, closed);
export const GuardBody = Type.Object({ guarded: Type.Boolean(), note: Type.String({ minLength: 2, maxLength: 200 }) }, closed);
export const RateBody = Type.Object({ perSecond: Type.Integer({ minimum: 1, maximum: 50_000 }), note: Type.String({ minLength: 2, maxLength: 200 }) }, closed);
export const EndBody = Type.Object({ reason: Reason, confirm: Type.String({ maxLength: 64, description: "The campaign's id, typed once more: an end cannot be taken back" }) }, closed);
const EXCLUSION_REASONS = ["not-eligible", "deceased", "false-identity", "organiser", "other-channel"] as const;
/** Why somebody who registered takes no part in a draw. */
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];
export const ExclusionBody = Type.Object(
  {
    idNumber: Type.String({ minLength: 1, maxLength: 18 }),
    reason: Type.Enum([...EXCLUSION_REASONS], { type: "string", description: "Published as a code beside the commitment" }),
    note: Type.String({ minLength: 4, maxLength: 200, description: "What it rests on; in the record, never published" }),
  },
  closed,
);
export const DrawBody = Type.Object(
  {
    contributions: Type.Optional(Type.Array(Type.Object({ witness: Type.String({ minLength: 1, maxLength: 60 }), words: Type.String({ minLength: 1, maxLength: 200, pattern: "^[^\\u0000-\\u001f]*$" }) }, closed), { maxItems: 8, description: "For a committed seed: what each witness said after the list was frozen" })),
    round: Type.Optional(Type.Object({ round: Type.Integer({ minimum: 1 }), signature: Type.String({ pattern: "^[0-9a-f]{96}([0-9a-f]{96})?$" }) }, { ...closed, description: "For drand, when this server cannot reach it" })),
  },
  closed,
);
export const DrawState = Type.Object({ state: Type.Enum(["announced", "freezing", "frozen", "drawing", "drawn"], { type: "string" }), participants: Type.Optional(Count), digest: Type.Optional(Hex), root: Type.Optional(Hex), winners: Type.Optional(Count), publishedAt: Type.Optional(Instant) });

export const Anomalies = Type.Object({
  items: Type.Array(
    Type.Object({
      kind: Type.Enum(["network", "second", "refusal"], { type: "string" }),
      at: Type.Optional(Instant),
      count: Count,
      usual: Type.Number({ description: "What would be usual" }),
      note: Names,
    }),
    { description: "Figures only: nobody is named" },
  ),
});
