import { type AuditEntry, record } from "../../audit/index.ts";
import type { RecordContent } from "../answers/answers.ts";
import { brokenRecord, noSuchQuestion } from "../errors.ts";
import type { SourcesParts } from "../parts.ts";
import { questionPlace } from "./manual-questions.ts";
import { findOpenQuestion, type QuestionRow, settleQuestion } from "./store.ts";

type Actor = AuditEntry["actor"];

/** @throws no-such-question, alike for another department's */
async function getQuestion({ database, people }: Pick<SourcesParts, "database" | "people">, { city, id, staff }: { city: string; id: string; staff: Actor }) {
  const question = await findOpenQuestion(database, city, id);
  if (!question || (staff.department !== undefined && staff.department !== question.department)) throw noSuchQuestion("There is no such open question in your department.");
  const person = await people.find(question.person);
  if (!person) throw noSuchQuestion("The person has left.");
  return { question, person };
}

/** Whose record a clerk is to look up: on record as a look at their name and number. @throws no-such-question */
export async function showQuestion(parts: Pick<SourcesParts, "database" | "people" | "directory">, asked: { city: string; id: string; staff: Actor }) {
  const { question, person } = await getQuestion(parts, asked);
  const { transport } = parts.directory.getSource(asked.city, question.source).source;
  await parts.database.transaction((tx) =>
    record(tx, { actor: asked.staff, act: "person.read", subject: question.person, city: asked.city, purpose: "look-up-by-hand", ground: "PIPL 45", fields: ["name", "idNumber"], about: { kind: "record", id: question.kind } }),
  );
  return {
    question, name: person.name, idNumber: person.idNumber,
    parameters: readParameters(question, person.cipher),
    instructions: transport.kind === "manual" ? transport.instructions : { zh: "", en: "" },
  };
}

/**
 * Keeps what a clerk found as the department's answer.
 * @throws no-such-question, broken-record naming every field at fault
 */
export async function answerQuestion(parts: Pick<SourcesParts, "database" | "people" | "directory" | "answers" | "clock" | "events">, { city, id, staff, record: found, noRecord }: { city: string; id: string; staff: Actor; record?: RecordContent; noRecord?: true }): Promise<void> {
  const { database, directory, answers, clock, events } = parts;
  if ((found === undefined) === (noRecord === undefined)) throw brokenRecord("Give either the record or `noRecord`.");
  const { question, person } = await getQuestion(parts, { city, id, staff });
  const { shape, operation } = directory.getKind(city, question.kind);
  const faults = found === undefined ? [] : shape.findFaults(found);
  if (faults.length > 0) throw brokenRecord("The answer is not a record of this kind.", { fields: faults.map(({ pointer, message }) => ({ pointer: `/record${pointer}`, detail: message })) });
  const now = clock();
  await database.transaction(async (tx) => {
    if (!(await settleQuestion(tx, id, { state: found ? "answered" : "no-record", answered_by: staff.id, answered_at: now }))) throw noSuchQuestion("Another clerk has answered it.");
    await events.publish(tx, { name: "sources.question-answered", version: 1, payload: { question: id, person: question.person, city, kind: question.kind } });
    // Together with the question's end: a clerk does not find it twice because a process ended in between.
    await answers.write(
      tx,
      { subject: question.person, city, source: question.source, operation: question.operation, parameters: readParameters(question, person.cipher) },
      { record: found, asOf: undefined, obtainedAt: now, keepUntil: new Date(now.getTime() + Math.max(operation.keepSeconds, operation.freshSeconds) * 1000) },
      person.cipher,
    );
    await record(tx, { actor: staff, act: "record.given", subject: question.person, city, purpose: "look-up-by-hand", ground: "PIPL 45", fields: Object.keys(found ?? {}), about: { kind: "record", id: question.kind } });
  });
  answers.reread(question.person);
}

function readParameters({ id, parameters }: QuestionRow, cipher: { open(place: string, sealed: Buffer): string }): Record<string, string> {
  return parameters === null ? {} : (JSON.parse(cipher.open(questionPlace(id), parameters)) as Record<string, string>);
}
