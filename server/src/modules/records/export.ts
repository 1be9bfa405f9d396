/** What this room keeps of a person: proofs of records with every check, and requests to move a car. */
import Type from "typebox";
import type { ExportPart } from "../identity/index.ts";
import { MoveRequest, Proof, ProofChecks, RecordContent } from "./contract.ts";
import { describeMoveRequest } from "./move-car/ask-owner.ts";
import { listMoveRequests } from "./move-car/store.ts";
import type { RecordsParts } from "./parts.ts";
import { describeProof, openContent } from "./proof/own-proofs.ts";
import { checkerPlace } from "./proof/proof.ts";
import { listChecks, listProofs } from "./proof/store.ts";

const EVERYTHING = 10_000;

const { checkAddress: _checkAddress, checks: _checks, ...proof } = Proof.properties;
const ExportedProof = Type.Object({ ...proof, record: RecordContent, checks: ProofChecks.properties.items });

export function recordsExport(parts: RecordsParts): ExportPart[] {
  const { database, identity, clock } = parts;
  return [
    {
      name: "proofs",
      schema: Type.Array(ExportedProof),
      async read(person) {
        const [rows, known] = [await listProofs(database, person, EVERYTHING), await identity.people.find(person)];
        if (!known) return [];
        return Promise.all(
          rows.map(async (row) => {
            const content = openContent(row, known.cipher);
            const checks = (await listChecks(database, row.id, EVERYTHING)).map(({ id, at, state, checker }) => ({ at: at.toISOString(), state, ...(checker ? { checker: known.cipher.open(checkerPlace(id), checker) } : {}) }));
            return { ...describeProof(row, content, row.checks, clock(), String), record: content.record, checks };
          }),
        );
      },
    },
    {
      name: "moveRequests",
      schema: Type.Array(MoveRequest),
      read: async (person) => (await listMoveRequests(database, person, new Date(0), EVERYTHING)).map((row) => describeMoveRequest(parts, row)),
    },
  ];
}
