import { defineProblem } from "../../kernel/http/problem.ts";

export const noSuchRecordKind = defineProblem({
  code: "no-such-record-kind",
  kind: "not-found",
  title: "There is no such kind of record",
  remedy: "List the kinds at /api/v1/cities/{city}/record-kinds.",
});
export const noSuchSource = defineProblem({
  code: "no-such-source",
  kind: "not-found",
  title: "There is no such source",
  remedy: "List the sources at /staff/v1/sources.",
});
export const purposeNeeded = defineProblem({
  code: "purpose-needed",
  kind: "invalid",
  title: "Nobody looks at a record without a purpose",
  remedy: "Say in `purpose` what the record is needed for, in words that the person it is about understands.",
});
export const agreementNeeded = defineProblem({
  code: "agreement-needed",
  kind: "forbidden",
  title: "No agreement lets your department ask for this",
  remedy: "`lacking` says what no agreement covers: the kind, the fields, the item, the department or the date. The departments conclude one first.",
});
export const personUnknown = defineProblem({
  code: "person-unknown",
  kind: "not-found",
  title: "This person has not proven who they are",
  remedy: "Records belong to an ID number: the person proves theirs first, under My account.",
});
export const wrongParameter = defineProblem({
  code: "wrong-parameter",
  kind: "invalid",
  title: "What was asked for is not in the form the department asks for",
  remedy: "`errors` names each parameter. The record kind says what it takes.",
});
export const noSuchQuestion = defineProblem({
  code: "no-such-question",
  kind: "not-found",
  title: "There is no such open question",
  remedy: "Another clerk may have answered it. List the open ones at /staff/v1/manual-questions.",
});
export const brokenRecord = defineProblem({
  code: "broken-record",
  kind: "invalid",
  title: "The answer is not a record of this kind",
  remedy: "`errors` names each field at fault.",
});
