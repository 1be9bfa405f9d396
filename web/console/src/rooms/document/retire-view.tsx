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
import { w } from "../../i18n/room-words.ts";
import { departmentOf } from "../../staff/permissions.ts";
import { useCity, useHindrance } from "../../staff/staff-context.tsx";
import "./retire-view.css";

const MAX_REASON = 2000;

export function RetireView({ detail, reload }: { detail: DocumentDetail; reload(): Promise<void> }) {
  const mayNot = useHindrance()("reviewer", departmentOf(detail.kind, detail.body));
  if (detail.version === undefined) return <EmptyNote title={w.retire_unpublished()} />;
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
      notify(w.retired_done());
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
      <h2>{w.retire_title()}</h2>
      <p>{w.retire_text()}</p>
      <div className="note-field">
        <label htmlFor="retire-to">
          {w.retire_to()} <span className="field-optional">{w.optional()}</span>
        </label>
        <DocumentPicker
          id="retire-to"
          documents={names.list("service").filter((each) => each.id !== detail.id && !each.retired && each.version !== undefined)}
          value={redirectTo}
          onChoose={setRedirectTo}
        />
        <p className="meta">{redirectTo === undefined ? w.retire_to_none() : w.retire_to_some({ name: names.of("service", redirectTo) })}</p>
      </div>
      <div className="retire-reasons">
        <NoteField label={w.retire_reason_zh()} lang="zh-Hans" value={zh} maxLength={MAX_REASON} onChange={setZh} />
        <NoteField label={w.retire_reason_en()} lang="en" value={en} maxLength={MAX_REASON} onChange={setEn} />
      </div>
      <div className="row">
        <GatedButton variant="danger" busy={retire.isPending} hindrance={mayNot ?? (incomplete ? w.retire_needs_reason() : undefined)} onClick={() => retire.mutate()}>
          {w.retire_do()}
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
      notify(w.restored_done());
      await reload();
    },
    onError: notifyProblem,
  });
  const { retirement } = detail;
  return (
    <div className="retire">
      <h2>{w.restore_title()}</h2>
      <dl className="value-group">
        <div>
          <dt>{w.retired_on()}</dt>
          <dd>{retirement?.on}</dd>
        </div>
        <div>
          <dt>{w.reason()}</dt>
          <dd>
            <span lang="zh-Hans">{retirement?.reason.zh}</span>
            <span lang="en" className="value-second">
              {retirement?.reason.en}
            </span>
          </dd>
        </div>
        <div>
          <dt>{w.retire_to()}</dt>
          <dd>{retirement?.redirectTo ? names.of("service", retirement.redirectTo) : w.none()}</dd>
        </div>
      </dl>
      <div className="row">
        <GatedButton hindrance={mayNot} busy={restore.isPending} onClick={() => restore.mutate()}>
          {w.restore_do()}
        </GatedButton>
      </div>
    </div>
  );
}
