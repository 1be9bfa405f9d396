import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { retireService, restoreService } from "../../api/commands.ts";
import type { DocumentDetail } from "../../api/types.ts";
import { DocumentPicker } from "../../components/document-picker.tsx";
import { GatedButton } from "../../components/gated-button.tsx";
import { NoteField } from "../../components/note-field.tsx";
import { EmptyNote } from "../../components/room.tsx";
import { notify, notifyProblem } from "../../components/toasts.tsx";
import { useNames } from "../../documents/names.ts";
import { m } from "../../i18n/m.ts";
import { departmentOf } from "../../staff/permissions.ts";
import { useCity, useHindrance } from "../../staff/staff-context.tsx";
import "./retire-view.css";

const MAX_REASON = 2000;

export function RetireView({ detail, reload }: { detail: DocumentDetail; reload(): Promise<void> }) {
  const mayNot = useHindrance()("reviewer", departmentOf(detail.kind, detail.body));
  if (detail.version === undefined) return <EmptyNote title={m.retire_unpublished()} />;
  return detail.retirement ? <Restore detail={detail} mayNot={mayNot} reload={reload} /> : <Retire detail={detail} mayNot={mayNot} reload={reload} />;
}

interface DecisionProps {
  detail: DocumentDetail;
  mayNot: string | undefined;
  reload(): Promise<void>;
}

function Retire({ detail, mayNot, reload }: DecisionProps) {
  const city = useCity();
  const names = useNames();
  const [parameters] = useSearchParams();
  const [redirectTo, setRedirectTo] = useState<string | undefined>(parameters.get("to") ?? undefined);
  const [zh, setZh] = useState(parameters.get("zh") ?? "");
  const [en, setEn] = useState(parameters.get("en") ?? "");
  const retire = useMutation({
    mutationFn: () => retireService(city, detail.id, { reason: { zh: zh.trim(), en: en.trim() }, ...(redirectTo === undefined ? {} : { redirectTo }) }),
    onSuccess: async () => {
      notify(m.retired_done());
      await reload();
    },
    onError: notifyProblem,
  });
  const incomplete = zh.trim() === "" || en.trim() === "";
  return (
    <form
      className="retire"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <h2>{m.retire_title()}</h2>
      <p>{m.retire_text()}</p>
      <div className="note-field">
        <label htmlFor="retire-to">
          {m.retire_to()} <span className="field-optional">{m.optional()}</span>
        </label>
        <DocumentPicker
          id="retire-to"
          documents={names.list("service").filter((each) => each.id !== detail.id && !each.retired && each.version !== undefined)}
          value={redirectTo}
          onChoose={setRedirectTo}
        />
        <p className="meta">{redirectTo === undefined ? m.retire_to_none() : m.retire_to_some({ name: names.of("service", redirectTo) })}</p>
      </div>
      <div className="retire-reasons">
        <NoteField label={m.retire_reason_zh()} lang="zh-Hans" value={zh} maxLength={MAX_REASON} onChange={setZh} />
        <NoteField label={m.retire_reason_en()} lang="en" value={en} maxLength={MAX_REASON} onChange={setEn} />
      </div>
      <div className="row">
        <GatedButton variant="danger" busy={retire.isPending} hindrance={mayNot ?? (incomplete ? m.retire_needs_reason() : undefined)} onClick={() => retire.mutate()}>
          {m.retire_do()}
        </GatedButton>
      </div>
    </form>
  );
}

function Restore({ detail, mayNot, reload }: DecisionProps) {
  const city = useCity();
  const names = useNames();
  const restore = useMutation({
    mutationFn: () => restoreService(city, detail.id),
    onSuccess: async () => {
      notify(m.restored_done());
      await reload();
    },
    onError: notifyProblem,
  });
  const { retirement } = detail;
  return (
    <div className="retire">
      <h2>{m.restore_title()}</h2>
      <dl className="value-group">
        <div>
          <dt>{m.retired_on()}</dt>
          <dd>{retirement?.on}</dd>
        </div>
        <div>
          <dt>{m.reason()}</dt>
          <dd>
            <span lang="zh-Hans">{retirement?.reason.zh}</span>
            <span lang="en" className="value-second">
              {retirement?.reason.en}
            </span>
          </dd>
        </div>
        <div>
          <dt>{m.retire_to()}</dt>
          <dd>{retirement?.redirectTo ? names.of("service", retirement.redirectTo) : m.none()}</dd>
        </div>
      </dl>
      <div className="row">
        <GatedButton hindrance={mayNot} busy={restore.isPending} onClick={() => restore.mutate()}>
          {m.restore_do()}
        </GatedButton>
      </div>
    </div>
  );
}
