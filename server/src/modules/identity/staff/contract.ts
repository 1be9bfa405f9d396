import Type, { type Static } from "typebox";
import { CityId, Instant } from "../contract.ts";
import { PERSON_FIELDS, PURPOSES } from "./persons.ts";
import { EMERGENCY_RIGHTS, LONGEST_EMERGENCY_MINUTES, ROLES } from "./staff.ts";

const closed = { additionalProperties: false };
const names = <Name extends string>(list: readonly Name[]) => Type.Enum([...list], { type: "string" });

const StaffId = Type.String({ pattern: "^[a-z][a-z0-9-]{2,59}$", description: "Staff id" });
const Roles = Type.Array(names(ROLES), { maxItems: ROLES.length, uniqueItems: true });
const Right = names(EMERGENCY_RIGHTS);
/** One line: the record and the database take no control characters and no halves of characters. */
const Line = (options: { minLength: number; maxLength: number; description?: string }) => Type.String({ ...options, pattern: "^[^\\p{Cc}\\p{Cs}]*$" });
/** Goes on the record, where numbers of people have no place. */
const Reason = Line({ minLength: 2, maxLength: 150 });
const Password = Type.String({ minLength: 1, maxLength: 200 });
const AppCode = Type.String({ pattern: "^[0-9]{6}$", description: "Six digits from the authenticator app" });
const Department = Type.String({ pattern: "^[a-z][a-z0-9-]{1,39}$", description: "Department key; left out: every department" });
const Division = Type.String({ pattern: "^[0-9]{6,12}$", description: "Division code; left out: every division" });
const Uuid = Type.String({ format: "uuid" });

export const StaffMember = Type.Object({
  id: Type.String(),
  city: Type.String(),
  name: Type.String(),
  department: Type.Optional(Type.String()),
  division: Type.Optional(Type.String()),
  roles: Type.Array(names(ROLES)),
  emergencies: Type.Array(Type.Object({ id: Type.String(), right: Right, endsAt: Instant })),
});
export const StaffMemberList = Type.Object({ items: Type.Array(StaffMember), total: Type.Integer() });

export const StaffSignInBody = Type.Object({ staffId: Line({ minLength: 1, maxLength: 60 }), password: Password, code: Type.Optional(AppCode) }, closed);
export const DemonstrationSignInBody = Type.Object({ staffId: Type.String({ maxLength: 100 }) }, closed);
const Activating = { staffId: Line({ minLength: 1, maxLength: 60 }), activationCode: Type.String({ minLength: 16, maxLength: 40, description: "From the personnel officer, good once and for three days" }) };
export const ActivationBody = Type.Object(Activating, closed);
export const ActivationShown = Type.Object({ secret: Type.String(), uri: Type.String({ description: "What the authenticator app reads from a picture" }) });
export const ActivationConfirmationBody = Type.Object({ ...Activating, password: Password, code: AppCode }, closed);

export const ColleagueList = Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })), total: Type.Integer() });

const PersonOfStaff = Type.Object({
  id: Type.String(),
  name: Type.String(),
  city: Type.String(),
  department: Type.Optional(Type.String()),
  division: Type.Optional(Type.String()),
  roles: Type.Array(names(ROLES)),
  state: names(["invited", "active", "left"]),
  joinedAt: Instant,
  leftAt: Type.Optional(Instant),
  handOverTo: Type.Optional(Type.String({ description: "Who takes over the work of somebody who left; absent and left: the hand-over is open" })),
});
export const PeopleList = Type.Object({ items: Type.Array(PersonOfStaff), total: Type.Integer() });
export const PersonDetail = Type.Object({
  ...PersonOfStaff.properties,
  history: Type.Array(
    Type.Object({ at: Instant, kind: Type.String(), by: Type.String(), department: Type.Optional(Type.String()), division: Type.Optional(Type.String()), roles: Type.Optional(Type.Array(Type.String())), note: Type.Optional(Type.String()) }),
  ),
});
export const StaffParams = Type.Object({ id: StaffId });
export const JoinBody = Type.Object(
  { id: StaffId, name: Line({ minLength: 1, maxLength: 60 }), department: Type.Optional(Department), division: Type.Optional(Division), phone: Type.Optional(Type.String({ maxLength: 30 })), roles: Roles, reason: Reason },
  closed,
);
export const MoveBody = Type.Object({ city: Type.Optional(CityId), department: Type.Optional(Department), division: Type.Optional(Division), roles: Roles, reason: Reason }, closed);
export const LeaveBody = Type.Object({ reason: Reason, handOverTo: Type.Optional(StaffId) }, closed);
export const ProposeRolesBody = Type.Object({ roles: Roles, reason: Reason }, closed);
export const ProposeResetBody = Type.Object({ reason: Reason }, closed);
export const ActivationIssued = Type.Object({ activationCode: Type.Optional(Type.String({ description: "Shown this once" })), expiresAt: Type.Optional(Instant) });
export const ProposalList = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Uuid, kind: names(["roles", "activation"]), staff: Type.String(), name: Type.String(), roles: Type.Optional(Type.Array(names(ROLES))), current: Type.Array(names(ROLES)), reason: Type.String(), proposedBy: Type.String(), proposedAt: Instant,
    }),
  ),
  total: Type.Integer(),
});
export const ProposalParams = Type.Object({ id: Uuid });
export const DecisionBody = Type.Object({ approve: Type.Boolean() }, closed);

export const EmergencyBody = Type.Object({ right: Right, reason: Reason, minutes: Type.Integer({ minimum: 5, maximum: LONGEST_EMERGENCY_MINUTES }) }, closed);
export const EmergencyStarted = Type.Object({ id: Uuid, endsAt: Instant });
export const EmergencyList = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Uuid, staff: Type.String(), name: Type.String(), right: Right, reason: Type.String(), takenAt: Instant, endsAt: Instant, running: Type.Boolean(),
      review: Type.Optional(Type.Object({ by: Type.String(), at: Instant, finding: names(["justified", "not-justified"]), words: Type.String() })),
    }),
  ),
  total: Type.Integer(),
});
export const ReviewBody = Type.Object({ finding: names(["justified", "not-justified"]), words: Reason }, closed);

const AccessReason = {
  purpose: names(Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]),
  words: Line({ minLength: 4, maxLength: 100, description: "What for, in your own words: the person reads them" }),
  reference: Type.String({ pattern: "^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9-]{3,39}$", description: "Number of the case or ticket; holds a letter, so that nobody's number stands here by mistake" }),
};
export const PersonSearchBody = Type.Object({ idNumber: Type.Optional(Type.String({ minLength: 15, maxLength: 40 })), phone: Type.Optional(Type.String({ minLength: 5, maxLength: 30 })), ...AccessReason }, closed);
const Field = names(PERSON_FIELDS);
export const PersonSearchResult = Type.Object({
  items: Type.Array(Type.Object({ person: Uuid, name: Type.Optional(Type.String()), idNumber: Type.Optional(Type.String()), phone: Type.Optional(Type.String()), level: Type.Integer() }), { maxItems: 1 }),
  total: Type.Integer(),
  fields: Type.Array(Field, { description: "What your roles may ask for by name" }),
});
export const PersonReadBody = Type.Object({ fields: Type.Array(Field, { minItems: 1, uniqueItems: true }), ...AccessReason }, closed);
export const PersonRead = Type.Object({ person: Uuid, ...Object.fromEntries(PERSON_FIELDS.map((field) => [field, Type.Optional(Type.Union([Type.String(), Type.Number()]))])) });
export const PersonParams = Type.Object({ id: Uuid });

const Hall = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{1,59}$", description: "Id of the service hall" });
export const InPersonCode = Type.Object({ code: Type.String({ pattern: "^[0-9]{8}$" }), expiresAt: Instant });
export const VerificationBody = Type.Object({ code: Type.String({ pattern: "^[0-9]{8}$" }), hall: Hall }, closed);
export const Verification = Type.Object({ id: Uuid, level: Type.Integer(), name: Type.Optional(Type.String()), idNumber: Type.Optional(Type.String()), needsRegister: Type.Boolean() });
export const VerificationConfirmationBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }), idNumber: Type.String({ minLength: 15, maxLength: 40 }), document: names(["id-card", "passport", "residence-permit"]), hall: Hall, faceCompared: Type.Literal(true, { description: "The clerk compared the face with the card" }) },
  closed,
);

export const DisputeList = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Uuid, words: Type.String(), createdAt: Instant, answerBy: Instant,
      access: Type.Optional(Type.Object({ id: Type.String(), at: Instant, actor: Type.String(), act: Type.String(), purpose: Type.Optional(Type.String()), fields: Type.Array(Type.String()) })),
    }),
  ),
  total: Type.Integer(),
});
export const DisputeAnswerBody = Type.Object({ answer: Type.String({ minLength: 2, maxLength: 1000 }) }, closed);

export const AuditQuery = Type.Object({
  subject: Type.Optional(Uuid),
  actor: Type.Optional(Line({ minLength: 1, maxLength: 100 })),
  act: Type.Optional(Type.String({ pattern: "^[a-z-]+\\.[a-z-]+$", maxLength: 100 })),
  from: Type.Optional(Instant),
  until: Type.Optional(Instant),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  cursor: Type.Optional(Type.String({ pattern: "^[0-9]{1,2}-[0-9]{1,15}$" })),
});
export const AuditEntryList = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.String(), at: Instant, actor: Type.Object({ kind: Type.String(), id: Type.String(), city: Type.Optional(Type.String()), department: Type.Optional(Type.String()) }), act: Type.String(), subject: Type.Optional(Type.String()),
      purpose: Type.Optional(Type.String()), ground: Type.Optional(Type.String()), fields: Type.Array(Type.String()), about: Type.Optional(Type.Object({ kind: Type.String(), id: Type.String() })),
      detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])), hash: Type.String(),
    }),
  ),
  nextCursor: Type.Optional(Type.String()),
});
export type AuditEntryView = Static<typeof AuditEntryList>["items"][number];
