/** The city's kinds of record, as whoever shows a record needs them. */
import type { PublishedCities } from "../../catalogue/index.ts";
import type { KindEntry } from "../../sources/index.ts";
import type { RecordKindView } from "../contract.ts";

type CityCatalogue = ReturnType<PublishedCities["get"]>;

export function describeKinds({ departments, services }: CityCatalogue, entries: KindEntry[]): RecordKindView[] {
  const named = (id: string) => {
    const item = services.get(id)?.item;
    return item ? [{ id, names: item.names }] : [];
  };
  return entries.map(({ kind, source: { source } }): RecordKindView => {
    const { id, names, summary, topic, subject, level, parameters, fields, headline, facts, charts, derivation, correction, proof, ground } = kind;
    const [correcting] = correction.service === undefined ? [] : named(correction.service);
    return {
      id, names, summary, topic, subject, level,
      department: { id: source.department, names: departments.get(source.department)?.names ?? source.names },
      source: { id: source.id, names: source.names },
      services: kind.services.flatMap(named),
      parameters, fields, facts, charts, ground,
      ...(headline === undefined ? {} : { headline }),
      ...(derivation === undefined ? {} : { derivation }),
      correction: { text: correction.text, ...(correcting ? { service: correcting } : {}) },
      ...(proof ? { proof: { title: proof.title, statement: proof.statement, fields: proof.fields, validDays: proof.validDays } } : {}),
    };
  });
}
