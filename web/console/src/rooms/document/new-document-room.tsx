import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useLocation, useParams, useSearchParams } from "wouter";
import { saveDraft } from "../../api/commands.ts";
import { documentQuery } from "../../api/queries.ts";
import type { DocumentKind } from "../../api/types.ts";
import { DocumentPicker } from "../../components/document-picker.tsx";
import { GatedButton } from "../../components/gated-button.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Room } from "../../components/room.tsx";
import { WayBack } from "../../components/way-back.tsx";
import { BEGINNINGS } from "../../documents/beginnings.ts";
import type { JsonObject } from "../../documents/json.ts";
import { kindName, kindsName } from "../../documents/kind-names.ts";
import { fieldLabel } from "../../documents/labels.ts";
import { idMember, LAYOUTS } from "../../documents/layouts.ts";
import { useNames } from "../../documents/names.ts";
import { schemaOf } from "../../documents/schemas.ts";
import { blankOf } from "../../documents/shape.ts";
import { w } from "../../i18n/room-words.ts";
import { ownerMember } from "../../staff/permissions.ts";
import { useCity, useHindrance, useStaff } from "../../staff/staff-context.tsx";
import { MissingRoom } from "../missing-room.tsx";
import { listPath } from "./document-room.tsx";
import { nextServiceId } from "./next-service-id.ts";
import "./retire-view.css";

export function NewDocumentRoom() {
  const { kind } = useParams<{ kind: string }>();
  return kind in LAYOUTS ? <NewDocument kind={kind as DocumentKind} /> : <MissingRoom />;
}

/** A new document begins with its id, which stays, and either empty or as a copy of one that is alike. */
function NewDocument({ kind }: { kind: DocumentKind }) {
  const city = useCity();
  const staff = useStaff();
  const names = useNames();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [parameters] = useSearchParams();
  const owner = ownerMember(kind);
  const hindrance = useHindrance()("editor", owner === undefined ? undefined : staff.department);
  const [typedId, setTypedId] = useState<string>();
  const [copyOf, setCopyOf] = useState<string | undefined>(parameters.get("from") ?? undefined);
  const field = useId();
  const member = idMember(kind);
  const existing = names.list(kind);
  const id = typedId ?? (kind === "service" ? nextServiceId(existing.map((each) => each.id)) : "");

  const pattern = schemaOf(kind).properties?.[member]?.pattern;
  const malformed = id !== "" && pattern !== undefined && !new RegExp(pattern).test(id);
  const taken = existing.some((each) => each.id === id);
  const fault = malformed ? w.id_malformed() : taken ? w.id_taken() : undefined;

  const begin = useMutation({
    mutationFn: async () => {
      const source = copyOf === undefined ? undefined : await queries.fetchQuery(documentQuery(city, { kind, id: copyOf }));
      const body = (source ? (source.body ?? source.draft?.body) : { ...(blankOf(schemaOf(kind)) as JsonObject), ...BEGINNINGS[kind] }) as JsonObject;
      const owned = owner !== undefined && staff.department !== undefined ? { [owner]: staff.department } : {};
      await saveDraft(city, { kind, id }, { body: { ...body, ...owned, [member]: id } });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: [city] });
      navigate(`/documents/${kind}/${id}`, { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (hindrance === undefined && fault === undefined && id !== "") begin.mutate();
  };

  return (
    <Room
      title={w.new_document({ kind: kindName(kind) })}
      above={<WayBack to={listPath(kind)}>{kindsName(kind)}</WayBack>}
    >
      <form className="retire" onSubmit={submit} noValidate>
        <div className="note-field">
          <label htmlFor={field}>{fieldLabel(kind, `/${member}`)}</label>
          <p className="meta">{w.id_stays()}</p>
          <input id={field} className="control" value={id} onChange={({ currentTarget }) => setTypedId(currentTarget.value.trim())} aria-invalid={fault !== undefined} aria-describedby={`${field}-fault`} autoComplete="off" />
          <p id={`${field}-fault`} className="fault-list">
            {fault}
          </p>
        </div>
        <div className="note-field">
          <label htmlFor={`${field}-from`}>
            {w.copy_of()} <span className="field-optional">{w.optional()}</span>
          </label>
          <DocumentPicker id={`${field}-from`} documents={existing.filter((each) => each.version !== undefined)} value={copyOf} onChoose={setCopyOf} placeholder={w.start_blank()} />
        </div>
        {begin.error ? <ProblemNote error={begin.error} /> : null}
        <div className="row">
          <GatedButton hindrance={hindrance ?? fault ?? (id === "" ? w.id_needed() : undefined)} busy={begin.isPending} onClick={() => begin.mutate()}>
            {w.begin_draft()}
          </GatedButton>
        </div>
      </form>
    </Room>
  );
}
