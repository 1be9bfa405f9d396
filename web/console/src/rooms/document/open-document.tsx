import { PanelRight } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useParams, useSearchParams } from "wouter";
import { Button } from "@citizen-cloud/ui/components/button.tsx";
import { Notice } from "@citizen-cloud/ui/components/notice.tsx";
import type { DocumentDetail } from "../../api/types.ts";
import { Room } from "../../components/room.tsx";
import { StateChip } from "../../components/state-chips.tsx";
import { notify } from "../../components/toasts.tsx";
import { WayBack } from "../../components/way-back.tsx";
import { withoutUnmadeChoices } from "../../documents/explain-fault.ts";
import { isObject, type JsonObject } from "../../documents/json.ts";
import { kindName, kindsName } from "../../documents/kind-names.ts";
import { ConflictDialog } from "../../editor/conflict-dialog.tsx";
import { DocumentForm } from "../../editor/document-form.tsx";
import { ErrorSummary } from "../../editor/error-summary.tsx";
import { controlId } from "../../editor/form-scope.ts";
import { JsonEditor } from "../../editor/json-editor.tsx";
import { SaveState } from "../../editor/save-state.tsx";
import { useDraftSession } from "../../editor/use-draft-session.ts";
import { spokenLocale } from "../../i18n/locale.ts";
import { w } from "../../i18n/room-words.ts";
import { departmentOf } from "../../staff/permissions.ts";
import { useHindrance } from "../../staff/staff-context.tsx";
import { withAlias } from "./alias.ts";
import { DraftActions } from "./draft-actions.tsx";
import { EffectPane } from "./effect-pane.tsx";
import { HistoryView } from "./history-view.tsx";
import { listPath } from "./document-room.tsx";
import { PreviewPane } from "./preview-pane.tsx";
import { RetireView } from "./retire-view.tsx";
import { useSaveKey } from "./use-save-key.ts";
import "./open-document.css";

const VIEWS = ["form", "preview", "effect", "history", "json", "retire"] as const;
type View = (typeof VIEWS)[number];

export function OpenDocument({ detail, reload }: { detail: DocumentDetail; reload(): Promise<void> }) {
  const { kind, id, draft, version, retirement } = detail;
  const { view: asked } = useParams<{ view?: string }>();
  const view = VIEWS.find((each) => each === asked) ?? "form";
  const hindrance = useHindrance();
  const { session, state } = useDraftSession(detail);
  const findings = useMemo(() => withoutUnmadeChoices(state.findings), [state.findings]);
  const [beside, setBeside] = useState(false);
  const summary = useRef<HTMLElement>(null);
  useSaveKey(() => void session.flush());
  useAskedAlias(detail, session.change);

  const owner = departmentOf(kind, detail.body ?? draft?.body);
  const mayNotWrite = hindrance("editor", owner);
  const submitted = draft?.state === "submitted";
  const readOnly = mayNotWrite !== undefined || submitted || retirement !== undefined;
  const hasDraft = state.revision !== undefined;
  const title = nameIn(state.body) || id;
  const showFaults = () => {
    summary.current?.focus();
    summary.current?.scrollIntoView({ block: "center" });
  };

  return (
    <Room
      title={title}
      above={<WayBack to={listPath(kind)}>{kindsName(kind)}</WayBack>}
      beside={
        <span className="row">
          <code className="meta">{id}</code>
          {retirement ? <StateChip state="retired" /> : version === undefined ? null : <StateChip state="published" version={version} />}
          {submitted ? <StateChip state="review" /> : hasDraft ? <StateChip state="draft" /> : null}
        </span>
      }
    >
      <div className="document-bar">
        <nav aria-label={w.views_of({ kind: kindName(kind) })} className="document-views">
          {VIEWS.filter((each) => isOffered(each, kind)).map((each) => (
            <Link key={each} href={`/documents/${kind}/${id}${each === "form" ? "" : `/${each}`}`} aria-current={each === view ? "page" : undefined}>
              {viewName(each, retirement !== undefined)}
            </Link>
          ))}
        </nav>
        <div className="room-actions">
          <SaveState state={state} onRetry={() => void session.flush()} />
          {kind === "service" && view === "form" ? (
            <Button variant="secondary" aria-pressed={beside} onClick={() => setBeside(!beside)} className="beside-toggle">
              <PanelRight size={16} aria-hidden="true" />
              {w.preview_beside()}
            </Button>
          ) : null}
          {view === "history" || view === "retire" ? null : <DraftActions detail={detail} session={session} state={state} hindrance={mayNotWrite} showFaults={showFaults} reload={reload} />}
        </div>
      </div>

      {draft?.remark && !submitted ? (
        <Notice kind="warning">
          <strong>{w.sent_back()}</strong> {draft.remark}
        </Notice>
      ) : null}
      {submitted ? (
        <Notice kind="info">
          {w.waits_for_review()} <Link href={`/review/${kind}/${id}`}>{w.see_review()}</Link>
        </Notice>
      ) : null}
      {mayNotWrite && !submitted ? <Notice kind="info">{w.read_only_because({ reason: mayNotWrite })}</Notice> : null}
      {retirement ? <Notice kind="warning">{w.retired_note({ date: retirement.on, reason: spokenLocale() === "en" ? retirement.reason.en : retirement.reason.zh })}</Notice> : null}
      {draft?.baseVersion !== undefined && version !== undefined && draft.baseVersion !== version ? <Notice kind="danger">{w.base_outdated({ base: draft.baseVersion, version })}</Notice> : null}

      {view === "form" || view === "json" ? (
        <>
          {findings.length > 0 ? <ErrorSummary ref={summary} kind={kind} findings={findings} /> : null}
          {view === "form" ? (
            <div className={beside ? "form-beside" : undefined}>
              <DocumentForm kind={kind} body={state.body} readBody={() => session.read().body} findings={findings} readOnly={readOnly} onChange={session.change} />
              {beside ? (
                <aside className="form-preview" aria-label={w.view_preview()}>
                  <PreviewPane id={id} revision={state.revision ?? 0} phase={state.phase} phoneOnly />
                </aside>
              ) : null}
            </div>
          ) : (
            <JsonEditor body={state.body} readOnly={readOnly} onChange={(body) => session.change(() => body)} />
          )}
        </>
      ) : null}
      {view === "preview" ? <PreviewPane id={id} revision={state.revision ?? 0} phase={state.phase} /> : null}
      {view === "effect" ? <EffectPane id={id} body={state.body} revision={state.revision ?? 0} brandNew={version === undefined} /> : null}
      {view === "history" ? <HistoryView detail={detail} reload={reload} /> : null}
      {view === "retire" ? <RetireView detail={detail} reload={reload} /> : null}

      {state.phase === "conflict" ? (
        <ConflictDialog document={{ kind, id }} mine={state.body} onKeepMine={(revision) => void session.keepMine(revision)} onTakeTheirs={() => void reload()} />
      ) : null}
    </Room>
  );
}

function isOffered(view: View, kind: string): boolean {
  if (view === "effect") return kind === "booking-calendar";
  return kind === "service" || (view !== "preview" && view !== "retire");
}

function viewName(view: View, retired: boolean): string {
  const names: Record<View, () => string> = {
    form: w.view_form,
    preview: w.view_preview,
    effect: w.view_effect,
    history: w.view_history,
    json: w.view_json,
    retire: retired ? w.view_restore : w.view_retire,
  };
  return names[view]();
}

function nameIn(body: JsonObject): string {
  const { names } = body;
  const name = isObject(names) ? names[spokenLocale() === "en" ? "en" : "zh"] : undefined;
  return typeof name === "string" ? name : "";
}

/** From the search misses one comes with the words people used: they are written in as an alias at once. */
function useAskedAlias({ kind, draft }: DocumentDetail, change: (edit: (body: JsonObject) => JsonObject) => void): void {
  const [parameters] = useSearchParams();
  const [location, navigate] = useLocation();
  const alias = parameters.get("alias");
  const done = useRef(false);
  useEffect(() => {
    if (alias === null || kind !== "service" || draft?.state === "submitted" || done.current) return;
    done.current = true;
    const { language, edit } = withAlias(alias);
    change(edit);
    notify(w.alias_added({ alias }), w.alias_added_note());
    navigate(location, { replace: true });
    requestAnimationFrame(() => document.getElementById(controlId(`/aliases/${language}`))?.focus());
  }, [alias, kind, draft, change, navigate, location]);
}
